import '../locale.ts';
import { expect, test } from 'vitest';
import { priceOf, priceWords } from '../../../../src-renderer/ui/price.ts';
import { aConfig, aQuota, aSource } from '../make.ts';

test('nothing costs nothing', () => {
  expect(priceWords(priceOf([]))).toBe('0 calls');
});

test('one source costs a call, and the tightest quota says what is left', () => {
  const source = aSource({ quotas: [aQuota({ remaining: 412 }), aQuota({ per: 'day', remaining: 5_000 })] });
  expect(priceOf([source])).toEqual({ calls: 1, credits: null, orMore: false, left: 412 });
  expect(priceWords(priceOf([source]))).toBe('1 call, 412 left');
});

test('a spent quota has 0 left, which is not the same as no quota', () => {
  expect(priceWords(priceOf([aSource({ quotas: [aQuota({ remaining: 0 })] })]))).toBe('1 call, 0 left');
  expect(priceWords(priceOf([aSource()]))).toBe('1 call');
});

test('where a call costs credits, the price is in credits', () => {
  const source = aSource({
    config: aConfig({ quota: { cost: 3 } }),
    asking: { cost: 6, left: 412, allowed: true, allowedAt: null },
    quotas: [aQuota({ remaining: 412 })],
  });
  expect(priceWords(priceOf([source]))).toBe('6 credits, 412 left');
  expect(priceWords(priceOf([source, aSource({ id: 'b' })]))).toBe('2 calls');
});

test('a paged source may cost more', () => {
  const paged = aSource({ config: aConfig({ paging: { kind: 'page' } }), quotas: [aQuota({ remaining: 9 })] });
  expect(priceWords(priceOf([paged]))).toBe('1 call or more, 9 left');
});

test('what is left of several quotas is not added up', () => {
  const sources = [aSource({ quotas: [aQuota({ remaining: 3 })] }), aSource({ id: 'b', quotas: [aQuota({ remaining: 2 })] })];
  expect(priceWords(priceOf(sources))).toBe('2 calls');
});
