import type { SourcePresetInput } from '../../../src-preload/contract/index.ts';

const fileNote = 'Its whole path. The file is watched and read as soon as it is saved; files of Freshet itself are not read.';

const name = { name: 'name', label: 'Name', example: 'Orders' };
const idField = (standard: string) => ({
  name: 'idField',
  label: 'Field that identifies a record',
  standard,
  help: 'Its name, or several joined by an expression such as a & b.',
});
const timeField = { name: 'timeField', label: 'Field with its time', required: false, example: 'created_at' };
const address = (example: string) => ({ name: 'address', label: 'Address', pattern: 'https?://\\S+', example });
const delimiter = {
  name: 'delimiter',
  label: 'Between cells stands',
  kind: 'choice' as const,
  standard: 'auto',
  choices: [
    { value: 'auto', label: 'found out' },
    { value: ',', label: 'a comma' },
    { value: ';', label: 'a semicolon' },
    { value: '\t', label: 'a tab' },
    { value: '|', label: 'a bar' },
  ],
};
const records = { id: '{{name}}', name: '{{name}}', idField: '{{idField}}', timeField: '{{timeField}}' };
const shared = {
  category: 'Files and feeds',
  documentation: 'https://www.rfc-editor.org/rfc/rfc4180',
  limits: 'Those of the server, if any.',
  verified: 'Answers over real HTTP, errors',
};

/** https://www.rssboard.org/rss-specification, RFC 4287 and https://www.jsonfeed.org: which one it is, the body tells. */
export const feed: SourcePresetInput = {
  ...shared,
  id: 'feed',
  name: 'RSS, Atom or JSON Feed',
  summary: 'The entries of any feed: news, blogs, podcasts, releases.',
  keywords: ['rss', 'atom', 'json feed', 'news', 'blog', 'podcast'],
  documentation: 'https://www.rssboard.org/rss-specification',
  parameters: [{ name: 'name', label: 'Name', example: 'News' }, address('https://example.com/feed.xml')],
  sources: [
    {
      source: {
        id: '{{name}}',
        name: '{{name}}',
        url: '{{address}}',
        format: { kind: 'feed' },
        timeField: 'publishedAt',
        policy: { preset: 'smart', whileActiveSeconds: 900, staleOnOpenSeconds: 1800 },
      },
    },
  ],
};

export const csvAddress: SourcePresetInput = {
  ...shared,
  id: 'csv',
  name: 'CSV at an address',
  summary: 'The rows of a table that a server gives as delimited text.',
  keywords: ['tsv', 'table', 'spreadsheet', 'open data'],
  parameters: [name, address('https://example.com/data.csv'), delimiter, idField('id'), timeField],
  sources: [{ source: { ...records, url: '{{address}}', format: { kind: 'csv', delimiter: '{{delimiter}}' } } }],
};

export const ndjsonAddress: SourcePresetInput = {
  ...shared,
  id: 'ndjson',
  name: 'NDJSON at an address',
  summary: 'One JSON value on each line, as logs and exports are written.',
  keywords: ['json lines', 'jsonl', 'logs'],
  documentation: 'https://github.com/ndjson/ndjson-spec',
  parameters: [name, address('https://example.com/data.ndjson'), idField('id'), timeField],
  sources: [{ source: { ...records, url: '{{address}}', format: { kind: 'ndjson' } } }],
};

export const localFile: SourcePresetInput = {
  ...shared,
  id: 'local-file',
  verified: 'A real file, changed and missing',
  name: 'Local file',
  summary: 'A JSON, NDJSON or CSV file on this computer, read as soon as it is saved.',
  keywords: ['json', 'csv', 'ndjson', 'disk', 'watch', 'folder'],
  limits: 'None.',
  parameters: [
    name,
    { name: 'path', label: 'File', pattern: '/.+', example: '/home/me/orders.csv', help: fileNote },
    {
      name: 'format',
      label: 'Written as',
      kind: 'choice',
      standard: 'csv',
      choices: [
        { value: 'csv', label: 'CSV' },
        { value: 'json', label: 'JSON' },
        { value: 'ndjson', label: 'NDJSON' },
      ],
    },
    idField('id'),
    timeField,
  ],
  sources: [{ source: { ...records, url: 'file://{{path}}', format: { kind: '{{format}}' } } }],
};

export const localCommand: SourcePresetInput = {
  ...shared,
  id: 'local-command',
  verified: 'A real program',
  name: 'Output of a program',
  summary: 'What a program on this computer prints, as JSON, NDJSON or CSV. It runs with your rights.',
  keywords: ['command', 'script', 'shell', 'exec', 'stdout'],
  limits: 'None. Each refresh starts the program.',
  parameters: [
    name,
    {
      name: 'program',
      label: 'Program',
      pattern: '/.+',
      example: '/usr/local/bin/report',
      help: 'Its whole path. It runs with your rights whenever the source is refreshed; add only what you trust. No shell reads the arguments. Commands have to be allowed where Freshet is started.',
    },
    { name: 'argument', label: 'Argument', required: false, help: 'Further ones can be added in the form.' },
    {
      name: 'format',
      label: 'It prints',
      kind: 'choice',
      standard: 'json',
      choices: [
        { value: 'json', label: 'JSON' },
        { value: 'ndjson', label: 'NDJSON' },
        { value: 'csv', label: 'CSV' },
      ],
    },
    idField('id'),
    timeField,
  ],
  sources: [{ source: { ...records, url: 'command:{{program}}', arguments: ['{{argument}}'], format: { kind: '{{format}}' } } }],
};

export const postgresql: SourcePresetInput = {
  ...shared,
  id: 'postgresql',
  name: 'PostgreSQL query',
  summary: 'The rows of a query, read in a transaction that cannot write.',
  category: 'Files and feeds',
  keywords: ['sql', 'database', 'postgres', 'table'],
  documentation: 'https://www.postgresql.org/docs/current/sql-select.html',
  auth: { kind: 'key', words: 'A user of the database with its password; one that may only read is best.' },
  limits: 'None; at most 100,000 rows.',
  verified: 'Its kind of source against a real PostgreSQL server',
  parameters: [
    name,
    { name: 'host', label: 'Host', standard: 'localhost', pattern: '[A-Za-z0-9._-]+' },
    { name: 'port', label: 'Port', kind: 'number', standard: 5432, min: 1, max: 65535 },
    { name: 'database', label: 'Database', pattern: '[^/?#]+' },
    { name: 'user', label: 'User' },
    { name: 'password', label: 'Password', kind: 'secret' },
    { name: 'query', label: 'Query', example: 'SELECT id, total, placed_at FROM orders' },
    idField('id'),
    timeField,
  ],
  sources: [
    {
      source: {
        ...records,
        url: 'postgresql://{{host}}:{{port}}/{{database}}',
        body: '{{query}}',
        auth: { kind: 'basic', username: '{{user}}', secret: '{{password}}' },
        policy: { preset: 'smart', whileActiveSeconds: 300, staleOnOpenSeconds: 900 },
      },
    },
  ],
};
