import { expect, test } from 'vitest';
import { guessFormat, readBody } from '../../../../src-main/connectors/formats/read-body.ts';
import { UpstreamError } from '../../../../src-main/connectors/upstream-error.ts';
import { formatOf } from '../../../../src-preload/contract/index.ts';

const answer = (text: string, type = '') => ({
  headers: new Headers(type === '' ? {} : { 'content-type': type }),
  body: Buffer.from(text),
  url: 'https://example.com:8080/data',
});

test.each([
  ['{"a":1}', '', 'json'],
  ['[{"a":1}]', 'text/plain', 'json'],
  ['{"a":1}\n{"a":2}\n', '', 'ndjson'],
  ['{"a":1}', 'application/x-ndjson', 'ndjson'],
  ['{"a":\n1}', '', 'json'],
  ['a,b\n1,2', '', 'csv'],
  ['a\n1', 'text/csv; charset=utf-8', 'csv'],
  ['<rss version="2.0"><channel/></rss>', 'text/html', 'feed'],
  ['<feed/>', 'application/atom+xml', 'feed'],
  ['{"version":"https://jsonfeed.org/version/1.1","items":[]}', 'application/json', 'feed'],
  ['<!doctype html><html></html>', 'text/html', 'json'],
  ['nothing that is known', '', 'json'],
  ['', '', 'json'],
])('%j as %j is taken for %s', (text, type, kind) => {
  expect(guessFormat(answer(text, type)).kind).toBe(kind);
});

test.each([
  ['json', '{"a":', 'not-json', 'example.com:8080 answered, but the body is not valid JSON at line 1'],
  ['ndjson', 'x', 'bad-format', 'example.com:8080 answered, but none of the 1 lines is JSON'],
  ['csv', 'a,b\n"', 'bad-format', 'example.com:8080 answered, but the body is not valid CSV at line'],
  ['feed', '<rss>', 'bad-format', 'example.com:8080 answered, but the body is not valid XML at line 1'],
] as const)('a body that is no %s fails in words', (kind, text, code, words) => {
  expect(() => readBody(answer(text), formatOf(kind))).toThrow(UpstreamError);
  expect(() => readBody(answer(text), formatOf(kind))).toThrow(
    expect.objectContaining({ failure: expect.objectContaining({ code, message: expect.stringContaining(words) }) }) as Error,
  );
});
