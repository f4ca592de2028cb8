import { safeStorage } from 'electron';
import type { SecretCipher } from '../host/engine-host.ts';

function nameOfKeychain(): string {
  if (process.platform === 'darwin') return 'the macOS keychain';
  if (process.platform === 'win32') return 'your Windows account';
  return safeStorage.getSelectedStorageBackend().startsWith('kwallet') ? 'KWallet' : 'the keyring of your desktop';
}

/**
 * Whether the system keeps a key for us. Where a Linux desktop has no keyring, Electron falls back to a password that stands
 * in its source code ('basic_text'), which protects nothing: a key file that only the user can read is better than that.
 */
async function protects(): Promise<boolean> {
  if (!(await safeStorage.isAsyncEncryptionAvailable())) return false;
  return process.platform !== 'linux' || !['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend());
}

/**
 * Seals secrets with a key that the system's own password store keeps; `null` where there is no such store, so that the engine
 * uses its key file. Call it when the app is ready. Never rejects. The calls are the asynchronous ones because Electron 46
 * drops the others.
 */
export async function keychainCipher(): Promise<SecretCipher | null> {
  try {
    if (!(await protects())) return null;
    return {
      protection: 'keychain',
      words: `Keys are sealed by ${nameOfKeychain()}. Programs that run under your account may be able to read them.`,
      encrypt: (plain) => safeStorage.encryptStringAsync(plain),
      decrypt: async (sealed) => (await safeStorage.decryptStringAsync(Buffer.from(sealed))).result,
    };
  } catch {
    return null;
  }
}
