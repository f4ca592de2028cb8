import { describe, expect, test } from 'vitest';
import { readCurl } from '../../../../../src-renderer/add-source/draft/curl.ts';

function read(text: string) {
  const reading = readCurl(text);
  if (reading === null) throw new Error('no curl command');
  const { url, method, headers, body, auth, timeoutSeconds } = reading.draft;
  return {
    url,
    method,
    headers: Object.fromEntries(headers.map(({ name, value }) => [name, value])),
    body,
    auth,
    timeoutSeconds,
    notes: reading.notes,
  };
}
const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };

describe('a command of a shell', () => {
  const rows: [string, string, object][] = [
    ['a plain call', 'curl https://a.example/x', { url: 'https://a.example/x', method: 'GET', headers: {}, notes: [] }],
    ['a prompt before it', '$ curl https://a.example/x', { url: 'https://a.example/x' }],
    ['an address without a scheme', 'curl a.example/x', { url: 'http://a.example/x' }],
    ['--url and a request method', 'curl -X GET --url "https://a.example/x"', { url: 'https://a.example/x', method: 'GET' }],
    [
      'lines that go on',
      "curl 'https://a.example/x' \\\n  -H 'accept: text/csv' \\\r\n  --compressed",
      { headers: { accept: 'text/csv' }, notes: [] },
    ],
    [
      'options glued to their values',
      "curl -XPOST -H'X-A: 1' --header='X-B: 2' https://a.example/x -d'{}'",
      { method: 'POST', headers: { 'X-A': '1', 'X-B': '2' }, body: '{}' },
    ],
    ['several options in one word', 'curl -sSLX POST https://a.example/x', { method: 'POST', notes: [] }],
    [
      "a body within $'…'",
      String.raw`curl https://a.example/x --data-raw $'{"name":"\u00e9\n\'x\'"}'`,
      { method: 'POST', body: '{"name":"é\n\'x\'"}' },
    ],
    ['a form', 'curl https://a.example/x -d a=1 -d b=2', { method: 'POST', headers: FORM, body: 'a=1&b=2' }],
    [
      'a form that becomes the query',
      'curl -G https://a.example/x -d a=1 --data-urlencode "q=x y&z"',
      { method: 'GET', url: 'https://a.example/x?a=1&q=x%20y%26z', body: '' },
    ],
    [
      '--json',
      `curl --json '{"a":1}' https://a.example/x`,
      { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"a":1}' },
    ],
    ['a time limit', 'curl -m 12.5 https://a.example/x', { timeoutSeconds: 13 }],
    ['what follows a pipe', 'curl https://a.example/x | jq .', { url: 'https://a.example/x', notes: [] }],
    ['the head of an answer', 'curl -I https://a.example/x', { method: 'GET', notes: [expect.stringContaining('Only the head')] }],
  ];
  test.each(rows)('%s', (_name, text, expected) => expect(read(text)).toMatchObject(expected));
});

describe('a credential is put where it is kept secret', () => {
  const rows: [string, string, object][] = [
    ['a bearer token', "curl https://a.example/x -H 'Authorization: Bearer hush'", { kind: 'bearer', secret: 'hush' }],
    ['a user and password', 'curl -u ada:hush:x https://a.example/x', { kind: 'basic', username: 'ada', secret: 'hush:x' }],
    [
      'basic sign-in in its header',
      "curl https://a.example/x -H 'authorization: Basic YWRhOmh1c2g='",
      { kind: 'basic', username: 'ada', secret: 'hush' },
    ],
    ['a key in a header', "curl https://a.example/x -H 'X-Api-Key: hush'", { kind: 'header', name: 'X-Api-Key', secret: 'hush' }],
    ['a key in the query', "curl 'https://a.example/x?a=1&apiKey=hush'", { kind: 'query', name: 'apiKey', secret: 'hush' }],
    ['cookies', "curl https://a.example/x -b 'session=hush'", { kind: 'header', name: 'Cookie', secret: 'session=hush' }],
    ['an OAuth token', 'curl --oauth2-bearer hush https://a.example/x', { kind: 'bearer', secret: 'hush' }],
    [
      'a variable of the shell',
      'curl https://a.example/x -H "Authorization: Bearer $TOKEN"',
      { kind: 'bearer', from: 'env', env: 'TOKEN', secret: '' },
    ],
  ];
  test.each(rows)('%s', (_name, text, expected) => {
    const reading = read(text);
    expect(reading.auth).toMatchObject(expected);
    expect(JSON.stringify({ ...reading, auth: null })).not.toContain('hush');
  });

  test('of two, the second stays in the headers and that is said', () => {
    const { headers, notes } = read("curl https://a.example/x -H 'Authorization: Bearer hush' -b 'session=other'");
    expect(headers).toEqual({ Cookie: 'session=other' });
    expect(notes).toEqual([expect.stringContaining('Cookie looks like a credential too')]);
  });
});

describe('a command of cmd.exe, as browsers copy it', () => {
  test('with carets at the ends of lines', () => {
    const text = 'curl "https://a.example/x?a=1^&b=2" ^\r\n  -H "accept: */*" ^\r\n  -H "x-api-key: hush" ^\r\n  --compressed';
    expect(read(text)).toMatchObject({
      url: 'https://a.example/x?a=1&b=2',
      headers: { accept: '*/*' },
      auth: { secret: 'hush' },
      notes: [],
    });
  });

  test('with carets before quotes, and quotes within quotes', () => {
    const text = String.raw`curl ^"https://a.example/x^" ^
  -H ^"content-type: application/json^" ^
  --data-raw ^"^{^\^"q^\^":^\^"50^% \\ ^\^"^}^"`;
    expect(read(text)).toMatchObject({ url: 'https://a.example/x', method: 'POST', body: String.raw`{"q":"50% \\ "}` });
  });

  test('also after the field has joined its lines', () => {
    expect(read('curl "https://a.example/x" ^  -H "accept: text/csv"')).toMatchObject({ headers: { accept: 'text/csv' } });
  });
});

describe('what cannot be taken over is said', () => {
  const rows: [string, string, RegExp][] = [
    ['a body in a file', 'curl https://a.example/x -d @body.json', /in the file body\.json/],
    ['a form with files', 'curl https://a.example/x -F photo=@a.png', /form with files/],
    ['cookies in a file', 'curl -b jar.txt https://a.example/x', /Cookies are in the file jar\.txt/],
    ['a method that changes something', 'curl -X DELETE https://a.example/x/1', /DELETE changes something/],
    ['certificates that are not checked', 'curl -k https://a.example/x', /always checked/],
    ['a proxy', 'curl -x http://proxy:3128 https://a.example/x', /proxy cannot be set/],
    ['a certificate', 'curl --cert me.pem https://a.example/x', /Certificates of your own/],
    ['an option that nobody knows', 'curl --magic https://a.example/x', /--magic is not known/],
    ['several addresses', 'curl https://a.example/x https://b.example/y', /Only the first/],
    ['a variable in the address', 'curl "https://a.example/$ID"', /variable of the shell/],
  ];
  test.each(rows)('%s', (_name, text, words) => expect(read(text).notes.join(' ')).toMatch(words));
});

test.each(['', 'wget https://a.example/x', 'curl', 'curl -s', 'https://a.example/x'])('%j is no curl command', (text) => {
  expect(readCurl(text)).toBeNull();
});
