import { beforeEach, expect, test, vi } from 'vitest';
import { MANUAL_DEBOUNCE_MS } from '../../../../src-preload/contract/index.ts';
import { usePending, whilePending } from '../../../../src-renderer/ui/pending.ts';

// The store without its hook, so that it can be read outside of a component.
vi.mock('zustand', async () => {
  const { createStore } = await import('zustand/vanilla');
  return {
    create: () => (initial: () => unknown) => {
      const store = createStore(initial);
      return Object.assign((select: (state: unknown) => unknown) => select(store.getState()), store);
    },
  };
});

beforeEach(() => {
  vi.useFakeTimers();
  return () => vi.useRealTimers();
});

test('a source is pending from the press on, and no other source is', async () => {
  const done = whilePending('a', Promise.resolve(1));
  expect([usePending('a'), usePending('b')]).toEqual([true, false]);
  await vi.runAllTimersAsync();
  await done;
});

test('an answer at once holds the source for as long as a double click takes', async () => {
  await expect(whilePending('a', Promise.resolve('answer'))).resolves.toBe('answer');
  await vi.advanceTimersByTimeAsync(MANUAL_DEBOUNCE_MS - 1);
  expect(usePending('a')).toBe(true);
  await vi.advanceTimersByTimeAsync(1);
  expect(usePending('a')).toBe(false);
});

test('a slow answer holds it until it is there', async () => {
  let answer: (value: number) => void = () => undefined;
  const done = whilePending('a', new Promise<number>((resolve) => (answer = resolve)));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(usePending('a')).toBe(true);
  answer(5);
  await expect(done).resolves.toBe(5);
  await vi.advanceTimersByTimeAsync(0);
  expect(usePending('a')).toBe(false);
});

test('a failure is passed on, and ends the wait as well', async () => {
  await expect(whilePending('a', Promise.reject(new Error('refused')))).rejects.toThrow('refused');
  await vi.advanceTimersByTimeAsync(MANUAL_DEBOUNCE_MS);
  expect(usePending('a')).toBe(false);
});
