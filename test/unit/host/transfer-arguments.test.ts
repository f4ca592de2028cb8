import { expect, test } from 'vitest';
import { readTransfer } from '../../../src-main/host/transfer-arguments.ts';

test('a file is taken from the folder in which the command was typed', () => {
  expect(readTransfer({ export: 'all.ndjson.gz' }, '/home/me')).toEqual({
    kind: 'export',
    file: '/home/me/all.ndjson.gz',
    replace: false,
    json: false,
  });
  expect(readTransfer({ import: '/tmp/all.ndjson.gz', replace: true, json: true }, '/home/me')).toMatchObject({
    kind: 'import',
    file: '/tmp/all.ndjson.gz',
    replace: true,
    json: true,
  });
});

test('without either nothing is asked for; both, and no file, are refused in words', () => {
  expect(readTransfer({ replace: true }, '/')).toBeNull();
  expect(() => readTransfer({ export: 'a', import: 'b' }, '/')).toThrow('not both');
  expect(() => readTransfer({ export: true }, '/')).toThrow('must name a file');
  expect(() => readTransfer({ import: '' }, '/')).toThrow('must name a file');
});
