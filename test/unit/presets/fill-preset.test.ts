import { describe, expect, test } from 'vitest';
import { fillPreset } from '../../../src-main/presets/fill-preset.ts';
import { type PresetValues, type SourcePresetInput, sourcePresetSchema } from '../../../src-preload/contract/index.ts';

const base = {
  id: 'shop',
  name: 'Shop',
  summary: 'Orders of a shop.',
  documentation: 'https://example.com/docs',
  parameters: [
    { name: 'server', label: 'Server', standard: 'https://shop.example.com/' },
    { name: 'key', label: 'Key', kind: 'secret', required: false },
    { name: 'size', label: 'Size', kind: 'number', standard: 50, min: 1, max: 100 },
    { name: 'deleted', label: 'Deleted', kind: 'boolean', standard: false },
    { name: 'state', label: 'State', kind: 'choice', standard: '', required: false, choices: [{ value: '' }, { value: 'open' }] },
    { name: 'text', label: 'Text', required: false },
  ],
} satisfies Partial<SourcePresetInput>;

const preset = (source: object, more: object = {}) => sourcePresetSchema.parse({ ...base, sources: [{ source }], ...more });
const source = { name: 'Orders', url: '{{server}}/orders' };
const fill = (template: object, values: PresetValues = {}, taken: string[] = []) => {
  const { sources, problems } = fillPreset(preset({ ...source, ...template }), values, taken);
  expect(problems).toEqual([]);
  return sources[0];
};

describe('a value', () => {
  test('takes its own type where it is the whole text and a text is not needed', () => {
    const draft = fill({
      completeListing: '{{deleted}}',
      paging: { kind: 'offset', size: '{{size}}' },
      query: { size: '{{size}}', deleted: '{{deleted}}' },
    });
    expect(draft).toMatchObject({ completeListing: false, paging: { size: 50 }, query: { size: '50', deleted: 'false' } });
  });

  test('that was not entered and is not needed leaves out what would hold it', () => {
    const draft = fill({ query: { state: '{{state}}', q: 'x {{text}}' }, auth: { kind: 'bearer', secret: '{{key}}' } });
    expect(draft?.query).toEqual({ q: 'x ' });
    expect(draft?.auth).toEqual({ kind: 'none' });
  });

  test('of a choice may be a tab', () => {
    const choice = { name: 'between', label: 'Between', kind: 'choice', choices: [{ value: '\t' }] };
    const filled = fillPreset(
      preset({ ...source, query: { between: '{{between}}' } }, { parameters: [...base.parameters, choice] }),
      { between: '\t' },
      [],
    );
    expect(filled).toMatchObject({ problems: [], sources: [{ query: { between: '\t' } }] });
  });

  test('cannot lead an address elsewhere, nor end the quotes of an expression', () => {
    const draft = fill({ url: '{{server}}/orders/{{text}}', computed: { x: '"{{text}}" & "!"' } }, { text: 'a/b?c#d"& e' });
    expect(draft?.url).toBe('https://shop.example.com/orders/a/b%3Fc%23d%22%26%20e');
    expect(draft?.computed['x']).toBe('"a/b?c#d\\u0022& e" & "!"');
  });

  test.each([
    ['size', 'many', 'Size is a number'],
    ['size', 101, 'Size is at most 100'],
    ['size', 0, 'Size is at least 1'],
    ['state', 'shut', 'State is one of , open'],
    ['deleted', 'perhaps', 'Deleted is true or false'],
    ['server', '  ', 'Server has to be filled in'],
    ['text', { env: 'HOME' }, 'Text cannot come from an environment variable; only secrets can'],
    ['colour', 'red', '"Shop" has no parameter "colour"'],
  ])('of %s that is not accepted (%o) is told at its parameter', (name, value, message) => {
    expect(fillPreset(preset(source), { [name]: value }, [])).toEqual({
      sources: [],
      dashboards: [],
      problems: [{ path: `values.${name}`, message }],
    });
  });
});

describe('a secret', () => {
  test('is put into the secret of a sign-in, also as the name of an environment variable', () => {
    const auth = { kind: 'header', name: 'X-Key', secret: '{{key}}' };
    expect(fill({ auth }, { key: 'hush' })?.auth).toEqual({ ...auth, secret: 'hush' });
    expect(fill({ auth }, { key: { env: 'SHOP_KEY' } })?.auth).toEqual({ ...auth, secret: { env: 'SHOP_KEY' } });
  });

  test.each([
    ['an address', { url: 'https://x.example/?key={{key}}' }, 'sources.0.url'],
    ['a header', { headers: { 'X-Key': '{{key}}' } }, 'sources.0.headers.X-Key'],
    ['a query', { query: { key: '{{key}}' } }, 'sources.0.query.key'],
    ['an expression', { computed: { key: '"{{key}}"' } }, 'sources.0.computed.key'],
    ['a name', { name: '{{key}}' }, 'sources.0.name'],
    ['the name of a sign-in', { auth: { kind: 'basic', username: '{{key}}', secret: '{{key}}' } }, 'sources.0.auth.username'],
  ])('is never put into %s', (_where, template, path) => {
    const filled = fillPreset(preset({ ...source, ...template }), { key: 'hush-hush' }, []);
    expect(filled.problems).toContainEqual({ path, message: '"key" is a secret and can stand in the secret of a sign-in only' });
    const { auth: _auth, ...rest } = filled.sources[0] ?? { auth: null };
    expect(JSON.stringify(rest)).not.toContain('hush-hush');
  });

  test('is never put into a dashboard', () => {
    const withDashboard = preset(source, { dashboards: [{ title: '{{key}}' }] });
    const filled = fillPreset(withDashboard, { key: 'hush-hush' }, []);
    expect(filled.problems[0]?.path).toBe('dashboards.0.title');
    expect(JSON.stringify(filled)).not.toContain('hush-hush');
  });
});

describe('several sources', () => {
  const many = (repeat: string[], values: PresetValues) =>
    fillPreset(
      sourcePresetSchema.parse({
        ...base,
        parameters: [
          { name: 'servers', label: 'Servers', many: true },
          { name: 'keys', label: 'Keys', kind: 'secret', many: true },
        ],
        sources: [
          { repeat, source: { name: 'Orders of {{servers}}', url: '{{servers}}/orders', auth: { kind: 'bearer', secret: '{{keys}}' } } },
        ],
      }),
      values,
      ['orders-of-https-a-example'],
    );

  test('come of several values, each with an id of its own', () => {
    const { sources, problems } = many(['servers', 'keys'], { servers: 'https://a.example, https://b.example', keys: 'one\ntwo' });
    expect(problems).toEqual([]);
    expect(sources.map(({ id, url, auth }) => [id, url, auth])).toEqual([
      ['orders-of-https-a-example-2', 'https://a.example/orders', { kind: 'bearer', secret: 'one' }],
      ['orders-of-https-b-example', 'https://b.example/orders', { kind: 'bearer', secret: 'two' }],
    ]);
  });

  test('share a single value', () => {
    const { sources } = many(['servers', 'keys'], { servers: 'https://a.example,https://b.example', keys: 'one' });
    expect(sources.map(({ auth }) => auth)).toEqual([
      { kind: 'bearer', secret: 'one' },
      { kind: 'bearer', secret: 'one' },
    ]);
  });

  test('are not guessed where the numbers of values differ', () => {
    const filled = many(['servers', 'keys'], { servers: 'https://a.example,https://b.example,https://c.example', keys: 'one,two' });
    expect(filled.problems).toEqual([{ path: 'values.servers', message: 'there are 2 of keys for 3 sources' }]);
  });
});

test('what the schema of sources does not accept is told at its path', () => {
  const { problems, sources } = fillPreset(preset({ ...source, paging: { kind: 'page', size: 'x' }, colour: 1 }), {}, []);
  expect(sources).toEqual([]);
  expect(problems.map(({ path }) => path)).toEqual(['sources.0.paging.size', 'sources.0.colour']);
});

test('a place that no parameter fills is told', () => {
  const { problems } = fillPreset(preset({ ...source, list: '{{where}}' }), {}, []);
  expect(problems).toEqual([{ path: 'sources.0.list', message: 'there is no parameter "where"' }]);
});

test('a dashboard speaks of the source by the id that it got, and keeps places of its own', () => {
  const panel = {
    id: 'words',
    query: { kind: 'sql', sql: "SELECT count(*) AS n FROM records WHERE source = '{{source.main}}' AND text = '{{text}}'" },
    show: { kind: 'text', markdown: '{{n}} orders' },
    place: { x: 0, y: 0, width: 3, height: 3 },
  };
  const filled = fillPreset(preset(source, { dashboards: [{ title: 'Orders', panels: [panel] }] }), { text: "it's" }, ['orders']);
  expect(filled.problems).toEqual([]);
  expect(filled.dashboards[0]?.panels[0]).toMatchObject({
    query: { sql: "SELECT count(*) AS n FROM records WHERE source = 'orders-2' AND text = 'it''s'" },
    show: { markdown: '{{n}} orders' },
  });
});

test('a template that is nested without end is refused rather than followed', () => {
  const deep = Array.from({ length: 100 }).reduce<object>((inner) => ({ inner }), {});
  expect(fillPreset(preset({ ...source, computed: deep }), {}, []).problems[0]?.message).toBe('is nested more than 50 deep');
});
