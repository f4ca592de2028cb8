import { isHttp, type SourceConfig } from '../../../src-preload/contract/index.ts';
import { Problem } from './problem.ts';

const SCHEMES: Record<string, string> = { 'file:': 'a file', 'command:': 'a command', 'postgresql:': 'a database' };

/** Settings that only mean something over HTTP. */
function foreignSettings(config: SourceConfig): string[] {
  const { paging, push, incremental, batch, widest, probe, headers, query, enrichment } = config;
  const given: [string, boolean][] = [
    ['paging', paging.kind !== 'none'],
    ['push', push !== undefined],
    ['incremental', incremental !== undefined],
    ['batch', batch !== undefined],
    ['widest', widest !== undefined],
    ['probe', probe !== undefined],
    ['headers', Object.keys(headers).length > 0],
    ['query', Object.keys(query).length > 0],
  ];
  const relative = (enrichment?.requests ?? []).flatMap(({ url }, index) => (isHttp(url) ? [] : [`enrichment.requests.${index}.url`]));
  return [...given.flatMap(([path, isGiven]) => (isGiven ? [path] : [])), ...relative];
}

/** Says which settings of a source do not go together with the scheme of its URL. Throws `Problem`. */
export function checkTransport(config: SourceConfig): void {
  const { url, auth, arguments: args, body } = config;
  const { protocol } = new URL(url);
  const what = SCHEMES[protocol];
  const problems: { path: string; message: string }[] = [];
  const add = (path: string, message: string) => problems.push({ path, message });
  if (args !== undefined && protocol !== 'command:') add('arguments', 'only a command has arguments');
  if (what !== undefined) {
    for (const path of foreignSettings(config)) add(path, `a source that reads ${what} cannot have this; it is for HTTP`);
    if (protocol === 'postgresql:' && (body ?? '').trim() === '') add('body', 'write the query in SQL');
    if (protocol === 'postgresql:' && auth.kind !== 'basic' && auth.kind !== 'none')
      add('auth.kind', 'a database wants a user name and a password, which is "basic"');
    if (protocol === 'file:' && auth.kind !== 'none') add('auth.kind', 'a file wants no sign-in');
    if (protocol === 'command:' && (auth.kind === 'oauth2' || auth.kind === 'query' || auth.kind === 'basic'))
      add('auth.kind', 'a command finds its secret in the environment: use "header" with the name of the variable, or "bearer"');
  }
  const [first] = problems;
  if (first === undefined) return;
  throw new Problem(
    'UNPROCESSABLE',
    `${first.message[0]?.toUpperCase() ?? ''}${first.message.slice(1)}.`,
    'Change these settings.',
    problems,
  );
}
