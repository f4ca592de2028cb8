import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SseParser } from '../../../../src-main/connectors/push/sse-parser.ts';

const MOST = 1_000;
function read(pieces: readonly (string | Uint8Array)[], lastEventId: string | null = null) {
  const parser = new SseParser(MOST, lastEventId);
  const encoder = new TextEncoder();
  const reads = pieces.map((piece) => parser.read(typeof piece === 'string' ? encoder.encode(piece) : piece));
  return {
    events: reads.flatMap(({ events }) => events),
    retryMs: reads.reduce<number | null>((found, { retryMs }) => retryMs ?? found, null),
    tooLarge: reads.some(({ tooLarge }) => tooLarge),
  };
}
const data = (...pieces: (string | Uint8Array)[]) => read(pieces).events.map((event) => event.data);

// The streams of WHATWG HTML, 9.2.6, and what it says comes of them.
describe('the examples of the standard', () => {
  test('three lines of data are one event', () => {
    expect(data('data: YHOO\ndata: +2\ndata: 10\n\n')).toEqual(['YHOO\n+2\n10']);
  });

  test('a comment, an event with an id, one that clears it, and one that is not complete', () => {
    expect(read([': test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event']).events).toEqual([
      { data: 'first event', lastEventId: '1' },
      { data: 'second event', lastEventId: null },
    ]);
  });

  test('empty data is an event, and the last one lacks its blank line', () => {
    expect(data('data\n\ndata\ndata\n\ndata:')).toEqual(['', '\n']);
  });

  test('one space after the colon is passed over', () => {
    expect(data('data:test\n\ndata: test\n\n')).toEqual(['test', 'test']);
  });
});

test('lines end with LF, CR or CRLF, also between two pieces', () => {
  expect(data('data: a\r\rdata: b\r\n\r', '\ndata: c\n', '\ndata: d\r', '\n\r', '\n')).toEqual(['a', 'b', 'c', 'd']);
});

test('a line feed is passed over only right after a carriage return', () => {
  expect(data('data: a\r', '\n', '\n', 'data: b\n\n')).toEqual(['a', 'b']);
});

test('the id stays until another comes; one with NUL is passed over', () => {
  expect(read(['data: a\n\nid: 5\n\ndata: b\n\nid: x\0y\ndata: c\n\n'], '4').events).toEqual([
    { data: 'a', lastEventId: '4' },
    { data: 'b', lastEventId: '5' },
    { data: 'c', lastEventId: '5' },
  ]);
});

test('retry is a number of milliseconds and nothing else', () => {
  expect(read(['retry: 2500\n']).retryMs).toBe(2_500);
  expect(read(['retry: 1.5\nretry: soon\nretry:\n']).retryMs).toBeNull();
});

test('a byte order mark, an event type and unknown fields bring nothing', () => {
  expect(data('\ufeffdata: a\nevent: x\nfoo: bar\n\nevent: only\n\n')).toEqual(['a']);
});

describe('the limit', () => {
  test('holds for one line and for many, and not for events together', () => {
    expect(read([`data: ${'x'.repeat(MOST)}\n\n`.repeat(5)])).toMatchObject({ tooLarge: false, events: { length: 5 } });
    expect(read([`data: ${'x'.repeat(MOST + 1)}\n\n`]).tooLarge).toBe(true);
    expect(read([`data: ${'x'.repeat(MOST + 1)}`]).tooLarge).toBe(true);
    expect(read(Array.from({ length: 60 }, () => `data: ${'x'.repeat(20)}\n`)).tooLarge).toBe(true);
  });

  test('is one of bytes, and what came before it is not lost', () => {
    expect(read([`data: a\n\ndata: ${'é'.repeat(MOST / 2 + 1)}\n\n`])).toMatchObject({ tooLarge: true, events: [{ data: 'a' }] });
  });
});

test('where the pieces are cut makes no difference', () => {
  const stream = new TextEncoder().encode(
    ': c\r\nid: 1\r\ndata: größe\r\ndata: 日本\r\n\r\ndata: b\n\nretry: 9\rdata: c\r\rid: 2\n\ndata: d\n\n',
  );
  const whole = read([stream]);
  expect(whole.events).toHaveLength(4);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: stream.length })), (cuts) => {
      const sorted = [0, ...cuts.sort((a, b) => a - b), stream.length];
      expect(read(sorted.slice(1).map((cut, index) => stream.subarray(sorted[index], cut)))).toEqual(whole);
    }),
  );
});
