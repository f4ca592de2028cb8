import { expect, test } from 'vitest';
import { isPrivateAddress, namesPrivateAddress } from '../../../src-main/connectors/private-address.ts';

test.each([
  '127.0.0.1',
  '127.255.0.1',
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '0.0.0.0',
  '255.255.255.255',
  '224.0.0.1',
  '::1',
  '::',
  'fe80::1',
  'fe80::1%eth0',
  'fc00::1',
  'fd12:3456:789a::1',
  'ff02::1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '::127.0.0.1',
  '64:ff9b::10.0.0.1',
  '64:ff9b::a00:1',
  '64:ff9b:1::c0a8:101',
  '2002:7f00:1::',
  '2002:a9fe:a9fe::1',
  'no address',
  '',
])('%j is not public', (address) => {
  expect(isPrivateAddress(address)).toBe(true);
});

test.each([
  '1.1.1.1',
  '8.8.8.8',
  '172.32.0.1',
  '192.167.1.1',
  '100.128.0.1',
  '2606:4700::1111',
  '::ffff:8.8.8.8',
  '64:ff9b::808:808',
  '2002:808:808::1',
])('%s is public', (address) => {
  expect(isPrivateAddress(address)).toBe(false);
});

test.each([
  ['http://localhost/', true],
  ['http://api.localhost./', true],
  ['http://2130706433/', true],
  ['http://0x7f.1/', true],
  ['http://0177.0.0.1/', true],
  ['http://127.1/', true],
  ['http://[::1]/', true],
  ['http://[::ffff:10.0.0.1]/', true],
  ['http://１２７.0.0.1/', true],
  ['http://169.254.169.254/latest/meta-data', true],
  ['http://example.com/', false],
  ['http://10.example.com/', false],
  ['http://[2606:4700::1111]/', false],
])('%s names a private address: %j', (url, expected) => {
  expect(namesPrivateAddress(new URL(url).hostname)).toBe(expected);
});
