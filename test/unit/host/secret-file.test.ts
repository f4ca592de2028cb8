import { readFileSync, statSync, writeFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keyFileCipher, SecretFile } from '../../../src-main/host/secret-file.ts';
import { tempFolder } from '../../support/temp-folder.ts';

async function open(folder: string) {
  return new SecretFile(join(folder, 'secrets.json'), await keyFileCipher(join(folder, 'secrets.key')));
}

test('a secret comes back after a restart, and stands nowhere on disk as it is', async () => {
  const folder = tempFolder();
  await (await open(folder)).set('source:odds', 'very secret');
  expect(await (await open(folder)).get('source:odds')).toBe('very secret');
  expect(readFileSync(join(folder, 'secrets.json'), 'utf8')).not.toContain('very secret');
  expect(statSync(join(folder, 'secrets.key')).mode & 0o077).toBe(0);
  expect(statSync(join(folder, 'secrets.json')).mode & 0o077).toBe(0);
});

test('many at once are all kept', async () => {
  const folder = tempFolder();
  const secrets = await open(folder);
  await Promise.all(Array.from({ length: 20 }, (_, index) => secrets.set(`s${index}`, `v${index}`)));
  await secrets.delete('s3');
  const again = await open(folder);
  expect(await again.get('s19')).toBe('v19');
  expect(await again.get('s3')).toBeNull();
});

test('one that was sealed by another key is missing rather than wrong', async () => {
  const folder = tempFolder();
  await (await open(folder)).set('a', 'b');
  writeFileSync(join(folder, 'secrets.key'), Buffer.alloc(32, 7));
  expect(await (await open(folder)).get('a')).toBeNull();
});

test('a damaged file is kept aside', async () => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'secrets.json'), '{"version":1,"secr');
  const secrets = await open(folder);
  expect(await secrets.get('a')).toBeNull();
  expect(existsSync(join(folder, 'secrets.json.damaged'))).toBe(true);
  await secrets.set('a', 'b');
  expect(await (await open(folder)).get('a')).toBe('b');
});

test('a key file of the wrong length is said to be damaged', async () => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'secrets.key'), 'short');
  await expect(open(folder)).rejects.toThrow('must hold 32 bytes and has 5');
});
