import { isHttpUrl } from '../../../src-preload/contract/http-fields.ts';
import { type PresetParameter, slugOf, type SourcePreset, sourcePresetSchema } from '../../../src-preload/contract/index.ts';
import { guessShape } from '../../connectors/guess.ts';
import { isObject, type Json, listOf, membersOf, type OpenApiDocument, textOf, wordsOf } from './document.ts';
import { pagingOf } from './paging.ts';
import { asPresetParameter, type Parameter, parametersOf, presetName } from './parameters.ts';
import { Sampler } from './sample.ts';
import { signInOf } from './sign-in.ts';

/** More operations than anybody chooses from. */
const MOST_OPERATIONS = 2000;
/** Optional parameters of an operation that are offered; the form takes all others. */
const MOST_OPTIONAL = 25;

/** Operations by POST that list something rather than change it, by their names. */
const LISTS = /search|query|list|find|filter|report|graphql|lookup|aggregate/i;
/** Headers that the app itself sends. */
const OWN_HEADERS = /^(accept|content-type|authorization|user-agent|host|if-none-match|if-modified-since)$/i;

/** What a document offers, each operation as a preset that can be filled in. */
export interface Operations {
  title: string;
  version: string;
  operations: SourcePreset[];
  /** What could not be taken over, in words. */
  notes: string[];
}

/** Where the API is: the first server, against the address of the document. */
function serverOf(document: OpenApiDocument, operation: Json, documentUrl: string | null): string {
  const { root, version } = document;
  let server: string;
  if (version === 2) {
    const scheme =
      listOf(root['schemes'])
        .map(textOf)
        .find((each) => each === 'https') ?? textOf(listOf(root['schemes'])[0]);
    const host = textOf(root['host']);
    server = host === '' ? textOf(root['basePath']) : `${scheme === '' ? 'https' : scheme}://${host}${textOf(root['basePath'])}`;
  } else {
    const first = document.resolve(listOf(operation['servers'])[0] ?? listOf(root['servers'])[0]);
    const variables = document.resolve(first['variables']);
    server = textOf(first['url']).replace(/\{([^{}]+)\}/g, (_place, name: string) => wordsOf(document.resolve(variables[name])['default']));
  }
  const base = documentUrl ?? undefined;
  const full = URL.canParse(server || '/', base) ? new URL(server || '/', base).href : server;
  return full.replace(/\/+$/, '');
}

/** The schema and the example of the answer that is no error. */
function answerOf(operation: Json, document: OpenApiDocument): { schema: unknown; example: unknown; hasLink: boolean } {
  const responses = membersOf(operation['responses']);
  const good = responses.find(([status]) => /^2/.test(status)) ?? responses.find(([status]) => status === 'default');
  const response = document.resolve(good?.[1]);
  const hasLink = membersOf(response['headers']).some(([name]) => /^link$/i.test(name));
  if (document.version === 2)
    return { schema: response['schema'], example: membersOf(response['examples']).find(([type]) => /json/.test(type))?.[1], hasLink };
  const content = document.resolve(membersOf(response['content']).find(([type]) => /[/+]json\b/.test(type))?.[1]);
  const examples = membersOf(content['examples']).map(([, each]) => document.resolve(each)['value']);
  return { schema: content['schema'], example: content['example'] ?? examples[0], hasLink };
}

/** An example of the body of a POST, as text. */
function bodyOf(operation: Json, parameters: readonly Parameter[], document: OpenApiDocument): string | null {
  const old = parameters.find(({ place }) => place === 'body');
  const body = document.resolve(operation['requestBody']);
  const content = document.resolve(membersOf(body['content']).find(([type]) => /[/+]json\b/.test(type))?.[1]);
  const schema = old?.schema ?? content['schema'];
  if (schema === undefined) return null;
  const sample = content['example'] ?? new Sampler(document).make(schema);
  return JSON.stringify(sample ?? {}, null, 2);
}

interface Found {
  method: 'GET' | 'POST';
  path: string;
  operation: Json;
  item: Json;
}

function asPreset(
  { method, path, operation, item }: Found,
  document: OpenApiDocument,
  documentUrl: string | null,
  ids: Set<string>,
): SourcePreset | null {
  const server = serverOf(document, operation, documentUrl);
  const parameters = parametersOf(item, operation, document);
  const answer = answerOf(operation, document);
  const sample = answer.example ?? new Sampler(document).make(answer.schema);
  const shape = guessShape(sample);
  // An answer of which nothing is known may still be a list; of one that is known not to be, a POST is an order.
  if (method === 'POST' && shape.list === null && !LISTS.test(`${path} ${textOf(operation['operationId'])}`)) return null;

  const taken = new Set(['server', 'secret', 'username', 'clientId', 'body']);
  const signIn = signInOf(operation, document);
  const inQuery = parameters.filter(({ place }) => place === 'query');
  const { paging, taken: forPaging } = pagingOf(inQuery, shape.nextCursor, answer.hasLink);
  const secretName = textOf(signIn.auth['name']).toLowerCase();
  const open = parameters.filter(
    ({ name, place }) =>
      (place === 'path' || place === 'query' || place === 'header') &&
      !(place === 'query' && forPaging.has(name)) &&
      !(place === 'header' && OWN_HEADERS.test(name)) &&
      !(place !== 'path' && name.toLowerCase() === secretName),
  );
  const optional = open.filter(({ required }) => !required).slice(0, MOST_OPTIONAL);
  const offered = open.filter((parameter) => parameter.required || optional.includes(parameter));
  const named = offered.map((parameter) => ({ ...parameter, called: presetName(parameter.name, taken) }));
  const places = (place: string) =>
    named.filter((each) => each.place === place).map(({ name, called }) => [name, `{{${called}}}`] as const);
  const filledPath = places('path').reduce((before, [name, value]) => before.replaceAll(`{${name}}`, value), path);
  const body = method === 'POST' ? bodyOf(operation, parameters, document) : null;

  const presetParameters: Partial<PresetParameter>[] = [
    { name: 'server', label: 'Server', standard: server, pattern: 'https?://\\S+', example: 'https://api.example.com' },
    ...signIn.parameters,
    ...named.map(({ called, ...parameter }) => asPresetParameter(parameter, called, document)),
    ...(body === null ? [] : [{ name: 'body', label: 'Body', standard: body.slice(0, 10_000), required: false, help: 'JSON.' }]),
  ];
  const name = textOf(operation['summary']).trim().slice(0, 100) || `${method} ${path}`.slice(0, 100);
  const info = document.resolve(document.root['info']);
  const docs = [
    document.resolve(operation['externalDocs'])['url'],
    document.resolve(document.root['externalDocs'])['url'],
    documentUrl,
    server,
  ];
  let id = slugOf(textOf(operation['operationId']) || `${method} ${path}`);
  for (let number = 2; ids.has(id); number += 1) id = `${id.replace(/-\d+$/, '')}-${number}`;
  ids.add(id);
  const made = sourcePresetSchema.safeParse({
    id,
    name,
    summary: `${method} ${path}`.slice(0, 300),
    category: textOf(listOf(operation['tags'])[0]).trim().slice(0, 60) || 'Operations',
    documentation: docs.map(textOf).find(isHttpUrl) ?? 'https://spec.openapis.org/oas/latest.html',
    auth: signIn.about,
    limits: '',
    verified: '',
    parameters: presetParameters,
    sources: [
      {
        source: {
          name: `${textOf(info['title'])} ${name}`.trim().slice(0, 200),
          url: `{{server}}${filledPath.startsWith('/') ? '' : '/'}${filledPath}`,
          method,
          query: Object.fromEntries(places('query')),
          headers: Object.fromEntries(places('header')),
          ...(body === null ? {} : { body: '{{body}}' }),
          auth: signIn.auth,
          list: shape.list ?? '',
          ...(shape.idField === null ? {} : { idField: shape.idField }),
          ...(shape.timeField === null ? {} : { timeField: shape.timeField }),
          paging,
        },
      },
    ],
  });
  return made.success ? made.data : null;
}

/** The operations of a document that list something, each as a preset. `documentUrl`: where it came from, if anywhere. */
export function operationsOf(document: OpenApiDocument, documentUrl: string | null): Operations {
  const ids = new Set<string>();
  const operations: SourcePreset[] = [];
  let unusable = 0;
  const all = membersOf(document.root['paths']).flatMap(([path, given]) => {
    const item = document.resolve(given);
    return (['get', 'post'] as const).flatMap((method): Found[] =>
      isObject(item[method]) ? [{ method: method === 'get' ? 'GET' : 'POST', path, operation: item[method], item }] : [],
    );
  });
  for (const found of all.slice(0, MOST_OPERATIONS)) {
    const preset = asPreset(found, document, documentUrl, ids);
    if (preset !== null) operations.push(preset);
    else if (found.method === 'GET') unusable += 1;
  }
  const info = document.resolve(document.root['info']);
  return {
    title: textOf(info['title']).slice(0, 200) || 'API',
    version: wordsOf(info['version']).slice(0, 100),
    operations,
    notes: [
      ...(document.elsewhere.size > 0
        ? [`Parts of it are in other documents, which are not fetched: ${[...document.elsewhere].slice(0, 3).join(', ')}.`]
        : []),
      ...(all.length > MOST_OPERATIONS ? [`Only the first ${MOST_OPERATIONS} of ${all.length} operations were read.`] : []),
      ...(unusable > 0 ? [`${unusable} operations could not be read.`] : []),
    ],
  };
}
