import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { SecretStore } from '../engine/sign-in/secrets.ts';

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Seals secrets: by the key chain of the system where there is one, otherwise by a key in a file that only the owner reads. */
export interface SecretCipher {
  protection: 'keychain' | 'key-file' | 'none';
  /** What the user should know about it. */
  words: string;
  encrypt(plain: string): Promise<Uint8Array>;
  decrypt(sealed: Uint8Array): Promise<string>;
}

function seal(key: Buffer, plain: string): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  return Buffer.concat([iv, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
}

/** Throws when the text was sealed by another key or has been changed. */
function unseal(key: Buffer, sealed: Uint8Array): string {
  const end = sealed.length - TAG_BYTES;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV_BYTES));
  decipher.setAuthTag(sealed.subarray(end));
  return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES, end)), decipher.final()]).toString('utf8');
}

/** A cipher with a key of its own in `keyFile`, which is made when it is missing. */
export async function keyFileCipher(keyFile: string): Promise<SecretCipher> {
  let key: Buffer;
  try {
    key = readFileSync(keyFile);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    key = randomBytes(32);
    await writeWhole(keyFile, key);
  }
  if (key.length !== 32)
    throw new Error(
      `${keyFile} is damaged: it must hold 32 bytes and has ${key.length}. Restore it from a backup, or remove it and enter the keys of your sources again.`,
    );
  return {
    protection: 'key-file',
    words: 'Keys are sealed with a key file in the data folder that only you can read. Whoever can read your files can read them.',
    encrypt: (plain) => Promise.resolve(seal(key, plain)),
    // Thrown within, so that a text that cannot be opened rejects.
    decrypt: (sealed) => new Promise((resolve) => resolve(unseal(key, sealed))),
  };
}

/** Writes a file so that it is there as a whole or not at all, for its owner only. */
async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  const draft = `${file}.${process.pid}.tmp`;
  const handle = await open(draft, 'w', 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
  // The new name must survive a power cut as well; Windows cannot open folders and does not need it.
  const folder = await open(dirname(file), 'r').catch(() => null);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}

/** Secrets in a file of their own, each sealed by the cipher. */
export class SecretFile implements SecretStore {
  readonly #file: string;
  readonly #cipher: SecretCipher;
  #sealed: Map<string, string> | null = null;
  /** Writes follow one another; two at once could lose one. */
  #last: Promise<void> = Promise.resolve();

  constructor(file: string, cipher: SecretCipher) {
    this.#file = file;
    this.#cipher = cipher;
  }

  async get(name: string): Promise<string | null> {
    const sealed = (await this.#read()).get(name);
    if (sealed === undefined) return null;
    try {
      return await this.#cipher.decrypt(Buffer.from(sealed, 'base64'));
    } catch {
      // Sealed on another machine, or by a key that is gone: it has to be entered again.
      return null;
    }
  }

  async set(name: string, value: string): Promise<void> {
    if ((await this.get(name)) === value) return;
    const sealed = Buffer.from(await this.#cipher.encrypt(value)).toString('base64');
    await this.#change((secrets) => secrets.set(name, sealed));
  }

  async delete(name: string): Promise<void> {
    if (!(await this.#read()).has(name)) return;
    await this.#change((secrets) => secrets.delete(name));
  }

  async has(name: string): Promise<boolean> {
    return (await this.#read()).has(name);
  }

  /** Keeps a secret under another name too, sealed as it is. */
  async copy(from: string, to: string): Promise<void> {
    const sealed = (await this.#read()).get(from);
    if (sealed !== undefined) await this.#change((secrets) => secrets.set(to, sealed));
  }

  #change(change: (secrets: Map<string, string>) => void): Promise<void> {
    const write = this.#last.then(async () => {
      const secrets = new Map(await this.#read());
      change(secrets);
      await writeWhole(this.#file, `${JSON.stringify({ version: 1, secrets: Object.fromEntries(secrets) }, null, 2)}\n`);
      this.#sealed = secrets;
    });
    this.#last = write.catch(() => undefined);
    return write;
  }

  async #read(): Promise<Map<string, string>> {
    if (this.#sealed !== null) return this.#sealed;
    let text: string;
    try {
      text = await readFile(this.#file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      return (this.#sealed = new Map());
    }
    try {
      const { secrets } = JSON.parse(text) as { secrets: Record<string, string> };
      return (this.#sealed = new Map(Object.entries(secrets)));
    } catch {
      // Kept aside rather than overwritten: its content may still be rescued.
      await rm(`${this.#file}.damaged`, { force: true });
      await rename(this.#file, `${this.#file}.damaged`);
      return (this.#sealed = new Map());
    }
  }
}
