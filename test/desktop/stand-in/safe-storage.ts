/** A computer without a keyring: the engine uses its key file. What a real keyring does can only be tried on a real desktop. */
export const safeStorage = {
  isAsyncEncryptionAvailable: () => Promise.resolve(false),
  getSelectedStorageBackend: () => 'basic_text',
  encryptStringAsync: () => Promise.reject(new Error('Encryption is not available.')),
  decryptStringAsync: () => Promise.reject(new Error('Decryption is not available.')),
} satisfies Pick<
  Electron.SafeStorage,
  'isAsyncEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptStringAsync' | 'decryptStringAsync'
>;
