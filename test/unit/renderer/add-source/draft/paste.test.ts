import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyPaste, parsePaste } from '../../../../../src-renderer/add-source/draft/paste.ts';
import { emptyAuth, emptyDraft } from '../../../../../src-renderer/add-source/draft/shape.ts';
import { toInput } from '../../../../../src-renderer/add-source/draft/to-input.ts';

const curl = (text: string) => {
  const pasted = parsePaste(text);
  if (pasted?.takes !== 'request') throw new Error(`not read as a curl command: ${text}`);
  return pasted.draft;
};

test.each([
  '',
  '  ',
  'hello',
  'https://x.example/items',
  'https://x.example/?page=2',
  'two words',
  'curl',
  'curl -s',
  'curly https://x.example',
  '{',
  '{}',
  '[1]',
  '{"name":"no url"}',
  '{"sources":[]}',
])('%j needs no reading', (text) => {
  expect(parsePaste(text)).toBeNull();
});

describe('a curl command', () => {
  test('gives the URL, with or without quotes and scheme', () => {
    expect(curl('curl https://x.example/a').url).toBe('https://x.example/a');
    expect(curl(`$ curl 'https://x.example/a?b=1&c=2'`).url).toBe('https://x.example/a?b=1&c=2');
    expect(curl('curl "https://x.example/a b"').url).toBe('https://x.example/a b');
    expect(curl('curl x.example/a').url).toBe('http://x.example/a');
    expect(curl('curl.exe --url https://x.example').url).toBe('https://x.example');
    expect(curl('curl --url=https://x.example').url).toBe('https://x.example');
    expect(curl('curl https://x.example | jq .').url).toBe('https://x.example');
  });

  test('gives headers, and the credential of one apart', () => {
    const draft = curl(
      `curl 'https://x.example' -H 'Accept: text/x; a=b:c' -H "Authorization: Bearer t.o-k" -A Agent/1 -e https://from.example`,
    );
    expect(draft.headers).toEqual([
      { name: 'Accept', value: 'text/x; a=b:c' },
      { name: 'User-Agent', value: 'Agent/1' },
      { name: 'Referer', value: 'https://from.example' },
    ]);
    expect(draft.auth).toEqual({ ...emptyAuth('bearer'), secret: 't.o-k' });
  });

  test('leaves out headers that are none', () => {
    expect(curl(`curl https://x.example -H 'X-Empty;' -H ': x' -H ''`).headers).toEqual([]);
  });

  test.each([
    ['-u me:p:w', { ...emptyAuth('basic'), username: 'me', secret: 'p:w' }],
    ['-ume:pw', { ...emptyAuth('basic'), username: 'me', secret: 'pw' }],
    ['--user me', { ...emptyAuth('basic'), username: 'me' }],
    ['--oauth2-bearer tok', { ...emptyAuth('bearer'), secret: 'tok' }],
    ['-H "Authorization: Basic bWU6cMOkc3M="', { ...emptyAuth('basic'), username: 'me', secret: 'päss' }],
    ['-H "authorization: Token abc"', { ...emptyAuth('header'), name: 'authorization', secret: 'Token abc' }],
    ['-H "Authorization: Basic ???"', { ...emptyAuth('header'), name: 'Authorization', secret: 'Basic ???' }],
    ['-H X-Api-Key:abc', { ...emptyAuth('header'), name: 'X-Api-Key', secret: 'abc' }],
    ['-b session=1', { ...emptyAuth('header'), name: 'Cookie', secret: 'session=1' }],
  ])('with %s signs in', (option, auth) => {
    const draft = curl(`curl ${option} https://x.example/`);
    expect(draft.auth).toEqual(auth);
    expect(draft.headers).toEqual([]);
    expect(draft.url).toBe('https://x.example/');
  });

  test('with data posts it: JSON as it is, everything else as a form', () => {
    expect(curl(`curl https://x.example -d '{"a":1}'`)).toMatchObject({ method: 'POST', body: '{"a":1}', headers: [] });
    expect(curl('curl https://x.example -d a=1 --data-raw b=2')).toMatchObject({
      method: 'POST',
      body: 'a=1&b=2',
      headers: [{ name: 'Content-Type', value: 'application/x-www-form-urlencoded' }],
    });
    expect(curl(`curl --json '{}' https://x.example`).headers).toEqual([{ name: 'Content-Type', value: 'application/json' }]);
    expect(curl('curl https://x.example -d a -H "content-type: text/plain"').headers).toEqual([
      { name: 'content-type', value: 'text/plain' },
    ]);
  });

  test('with -G asks with the data', () => {
    expect(curl('curl -G https://x.example/q -d a=1 -d b=2')).toMatchObject({
      method: 'GET',
      url: 'https://x.example/q?a=1&b=2',
      body: '',
    });
    expect(curl('curl -G "https://x.example/q?z=0" -d a=1').url).toBe('https://x.example/q?z=0&a=1');
  });

  test('with --data-urlencode encodes what follows the equals sign', () => {
    expect(curl(`curl -G https://x.example/q --data-urlencode 'query=sum(a{b="c"}) + 1 & 2=3'`).url).toBe(
      `https://x.example/q?query=${encodeURIComponent('sum(a{b="c"}) + 1 & 2=3')}`,
    );
    expect(curl(`curl -G https://x.example/q --data-urlencode 'a b' --data-urlencode '=c d'`).url).toBe('https://x.example/q?a%20b&c%20d');
  });

  test.each([
    ['curl -X POST https://x.example', 'POST'],
    ['curl -XPOST https://x.example', 'POST'],
    ['curl -sX POST https://x.example', 'POST'],
    ['curl -sSLXpost https://x.example', 'POST'],
    ['curl --request=GET https://x.example -d a', 'GET'],
    ['curl -X HEAD https://x.example', 'GET'],
    ['curl -I https://x.example', 'GET'],
  ])('%s is a %s', (text, method) => {
    expect(curl(text)).toMatchObject({ method, url: 'https://x.example' });
  });

  test('may hold several options in one word, the last of them with a value', () => {
    expect(curl(`curl -sSkH 'Accept: a' -sGd q=1 https://x.example`)).toMatchObject({
      url: 'https://x.example?q=1',
      headers: [{ name: 'Accept', value: 'a' }],
    });
  });

  test('may hold options that say nothing here', () => {
    for (const option of [
      '-o out.json',
      '--max-time 5',
      '-m5',
      '-w "%{http_code}"',
      '--compressed',
      '-x proxy:80',
      '-F a=b',
      '--max-redirs 3',
    ])
      expect(curl(`curl ${option} https://x.example`).url).toBe('https://x.example');
  });

  test('may go on over several lines', () => {
    const draft = curl("curl 'https://x.example' \\\n  -H 'Accept: a' \\\r\n  --data-raw $'{\"a\":\"it\\'s\\n\"}' \\\n  --compressed");
    expect(draft).toMatchObject({ url: 'https://x.example', body: '{"a":"it\'s\n"}', headers: [{ name: 'Accept', value: 'a' }] });
  });

  test('as a browser copies it may hold letters beyond ASCII as their codes', () => {
    expect(curl(String.raw`curl https://x.example --data-raw $'{"a":"gr\u00f6\xdfe \ud83c\udf0a\u0021 \\u0041"}'`).body).toBe(
      '{"a":"größe 🌊! \\u0041"}',
    );
  });

  test('keeps every letter that is quoted', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
        const body = `{${text}`;
        expect(curl(`curl https://x.example --data-raw '${body.replaceAll("'", `'\\''`)}' -s`).body).toBe(body);
        expect(curl(`curl https://x.example --data-raw "${body.replace(/["\\$`]/g, '\\$&')}" -s`).body).toBe(body);
      }),
    );
  });

  test('however it is written, is read or is not, and never breaks', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.constantFrom('-H', '-X', '-d', '-sX', "$'\\u", '--data-urlencode', 'a:b@c', '"', "'", '\\'))),
        (words) => {
          expect(() => parsePaste(`curl ${words.join(' ')}`)).not.toThrow();
        },
      ),
    );
  });
});

describe('a URL with a credential', () => {
  test.each([
    ['https://me:pw@x.example/a?b=1', 'https://x.example/a?b=1', { ...emptyAuth('basic'), username: 'me', secret: 'pw' }],
    ['https://me:p%40w%3A@x.example', 'https://x.example', { ...emptyAuth('basic'), username: 'me', secret: 'p@w:' }],
    ['https://me:p@w@x.example/', 'https://x.example/', { ...emptyAuth('basic'), username: 'me', secret: 'p@w' }],
    ['https://sk_test@x.example/', 'https://x.example/', { ...emptyAuth('basic'), username: 'sk_test' }],
    ['https://x.example/?apiKey=abc', 'https://x.example/', { ...emptyAuth('query'), name: 'apiKey', secret: 'abc' }],
    ['https://x.example/?apiKey=a%2Bb+c&p=1', 'https://x.example/?p=1', { ...emptyAuth('query'), name: 'apiKey', secret: 'a+b c' }],
    ['https://x.example/?p=1&api_key=abc&q=2#f', 'https://x.example/?p=1&q=2#f', { ...emptyAuth('query'), name: 'api_key', secret: 'abc' }],
    ['https://x.example/?key=abc#f', 'https://x.example/#f', { ...emptyAuth('query'), name: 'key', secret: 'abc' }],
  ])('%s has it moved to sign-in', (text, url, auth) => {
    const pasted = parsePaste(`  ${text}\n`);
    expect(pasted?.takes).toBe('credential');
    expect(pasted?.draft).toMatchObject({ url, auth });
    expect(pasted?.words).not.toContain(auth.secret || 'sk_test');
  });

  test('that is empty has nothing to move', () => {
    expect(parsePaste('https://x.example/?key=&p=1')).toBeNull();
    expect(parsePaste('https://x.example/@home')).toBeNull();
  });
});

describe('a source in JSON', () => {
  test('fills the form, and leaves open to guesses what it does not name', () => {
    const pasted = parsePaste('{"name":"Odds","url":"https://x.example","list":"data","headers":{"A":"b"}},');
    expect(pasted?.takes).toBe('all');
    expect(pasted?.draft).toMatchObject({
      name: 'Odds',
      list: 'data',
      headers: [{ name: 'A', value: 'b' }],
      chosen: { list: true, idField: false, timeField: false, format: false },
    });
  });

  test('is named after its URL where it has no name', () => {
    expect(parsePaste('{"url":"https://api.x.example/v1/items.json"}')?.draft.name).toBe('x.example items');
  });

  test('that is not accepted gives its URL, and says what was wrong', () => {
    const pasted = parsePaste('{"url":"https://x.example/items","name":5,"method":"PUT"}');
    expect(pasted?.draft).toEqual({ ...emptyDraft(), url: 'https://x.example/items', name: 'x.example items' });
    expect(pasted?.words).toContain('name, method');
    expect(parsePaste('{"url":"https://x.example","unknown":1}')?.words).toContain('unknown names');
    expect(() => toInput(pasted?.draft ?? emptyDraft())).not.toThrow();
  });

  test('is the first of a config file, and the others are counted', () => {
    const one = { id: 'a', name: 'A', url: 'https://x.example' };
    expect(parsePaste(JSON.stringify({ version: 1, sources: [one] }))).toMatchObject({
      draft: { id: 'a', name: 'A' },
      words: 'Filled in from the config file',
    });
    expect(parsePaste(JSON.stringify({ sources: [one, { ...one, id: 'b' }, { ...one, id: 'c' }] }))?.words).toContain('2 more left out');
  });
});

describe('what was pasted goes into the form', () => {
  const before = {
    ...emptyDraft(),
    id: 'mine',
    name: 'Mine',
    url: 'https://old.example',
    list: 'data',
    query: [{ name: 'q', value: '1' }],
  };
  const take = (text: string, keepId = false) => {
    const pasted = parsePaste(text);
    if (pasted === null) throw new Error(`not read: ${text}`);
    return applyPaste(before, pasted, keepId);
  };

  test('a source as a whole, the id of one that exists aside', () => {
    const text = '{"id":"theirs","name":"Theirs","url":"https://x.example"}';
    expect(take(text)).toMatchObject({ id: 'theirs', name: 'Theirs', list: '', query: [] });
    expect(take(text, true)).toMatchObject({ id: 'mine', name: 'Theirs' });
  });

  test('a curl command as the request only', () => {
    expect(take('curl https://x.example -d {}')).toEqual({ ...before, url: 'https://x.example', method: 'POST', body: '{}' });
  });

  test('a credential as the URL and the sign-in only', () => {
    expect(take('https://x.example/?key=abc')).toEqual({
      ...before,
      url: 'https://x.example/',
      auth: { ...emptyAuth('query'), name: 'key', secret: 'abc' },
    });
  });
});
