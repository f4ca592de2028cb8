import type { Failure, Format, Preview, SourceConfig } from '../../../src-preload/contract/index.ts';
import { guessFormat, readBody, standardList } from '../../connectors/formats/read-body.ts';
import { guessShape, isTellingId, type Shape } from '../../connectors/guess.ts';
import { buildRequest, FIRST_PAGE, openJsonApi, shownUrl } from '../../connectors/json-api.ts';
import type { UpstreamResponse } from '../../connectors/http.ts';
import { UpstreamError, upstreamError } from '../../connectors/upstream-error.ts';
import { callOnce, limitsOf } from '../calls/call.ts';
import { fetchFor } from '../calls/fetch-for.ts';
import type { Core } from '../core.ts';
import type { SourceLedger } from '../calls/ledger.ts';
import { openSignIn } from '../sign-in/sign-in.ts';

const MOST_ROWS = 50;
const MOST_COLUMNS = 60;

const JSON_FORMAT: Format = { kind: 'json' };

type Used = Preview['used'];
type Table = Pick<Preview, 'used' | 'columns' | 'rows' | 'total' | 'rejected'>;

/** What the table could be made with: as the draft says, then with what was guessed in place of what was left as it was. */
function attempts(config: SourceConfig, shape: Shape): Used[] {
  const timeField = config.timeField ?? shape.timeField;
  const asSaid: Used = { list: config.list, idField: config.idField, timeField };
  const list = config.list === '' && shape.list !== null && standardList(config.format) === '' ? shape.list : config.list;
  const guessedId: Used = { list, idField: config.idField === 'id' && shape.idField !== null ? shape.idField : config.idField, timeField };
  // Rows of a table always have some id; a column that seems to be one is better than none.
  return config.format?.kind === 'csv' ? [guessedId, asSaid] : [asSaid, { ...asSaid, list }, guessedId];
}

/** What a body holds. What is guessed for a format with a list of its own is about that list. */
async function shapeOf(config: SourceConfig, body: unknown): Promise<Shape> {
  const shape = guessShape(body);
  const list = config.list === '' && standardList(config.format) === '' ? null : await openJsonApi(config).listOf(body);
  const chosen = list !== null && list.length > 0 ? { ...guessShape(body, list), lists: shape.lists, list: shape.list } : shape;
  if (config.format?.kind === 'feed') return { ...chosen, list: null, idField: 'id' };
  return config.format?.kind === 'csv' && !isTellingId(chosen.idField) ? { ...chosen, idField: null } : chosen;
}

async function tableOf(config: SourceConfig, used: Used, response: UpstreamResponse): Promise<Table> {
  const { timeField: _timeField, ...rest } = config;
  const api = openJsonApi({
    ...rest,
    list: used.list,
    idField: used.idField,
    ...(used.timeField === null ? {} : { timeField: used.timeField }),
  });
  const page = await api.readPage(response, FIRST_PAGE);
  const rows = page.records.slice(0, MOST_ROWS).map(({ id, fields }) => ({ id, fields }));
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row.fields)))].slice(0, MOST_COLUMNS);
  return { used, columns, rows, total: page.entries, rejected: page.rejected };
}

const failureOf = (error: unknown): Failure => {
  if (error instanceof UpstreamError) return error.failure;
  throw error;
};

function quotaHeaders(headers: Headers): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => /rate-?limit|x-requests-|retry-after|quota|x-poll-interval/i.test(name)));
}

/**
 * Calls a source once, without retries because somebody waits, and shows what came. Never throws for what the upstream
 * does; a failure says what was wrong. `ledger` counts the call where the source exists already.
 */
export async function previewSource(core: Core, config: SourceConfig, ledger: SourceLedger, signal: AbortSignal): Promise<Preview> {
  const { clock } = core;
  const startedAt = clock.now();
  const none: Preview = {
    failure: null,
    request: { method: config.method, url: shownUrl(config, buildRequest(config, '•••', FIRST_PAGE).url) },
    status: null,
    milliseconds: null,
    bytes: null,
    lists: [],
    format: config.format ?? JSON_FORMAT,
    guess: { list: null, idField: null, timeField: null, nextCursor: null },
    used: { list: config.list, idField: config.idField, timeField: config.timeField ?? null },
    columns: [],
    rows: [],
    total: 0,
    rejected: [],
    quotaHeaders: {},
  };
  let response: UpstreamResponse;
  let redact = (text: string) => text;
  try {
    const signIn = await openSignIn(core, { id: config.id, config }, { ledger, signal });
    redact = signIn.redact;
    none.request.url = signIn.redact(none.request.url);
    response = await signIn.call((secret) =>
      callOnce(buildRequest(config, secret, FIRST_PAGE), {
        clock,
        random: core.random,
        fetch: fetchFor(core, config),
        ledger,
        signal,
        ...limitsOf(config),
        redact: signIn.redact,
      }),
    );
  } catch (error) {
    const said = failureOf(error);
    const failure = { ...said, message: redact(said.message) };
    return { ...none, failure, status: failure.status ?? null, milliseconds: clock.now() - startedAt };
  }
  const answered = {
    ...none,
    status: response.status,
    milliseconds: clock.now() - startedAt,
    bytes: response.body.byteLength,
    quotaHeaders: quotaHeaders(response.headers),
  };
  const said: SourceConfig = { ...config, format: config.format ?? guessFormat(response) };
  answered.format = said.format ?? JSON_FORMAT;
  let shape: Shape;
  try {
    if (response.status === 304)
      throw upstreamError(
        'client-error',
        'The server says that nothing changed (304), but was not asked that.',
        'Remove If-None-Match and If-Modified-Since from the headers.',
      );
    shape = await shapeOf(said, readBody(response, said.format));
  } catch (error) {
    return { ...answered, failure: failureOf(error) };
  }
  const { lists, ...guess } = shape;
  let failure: Failure | null = null;
  for (const used of attempts(said, shape)) {
    try {
      return { ...answered, lists, guess, ...(await tableOf(said, used, response)) };
    } catch (error) {
      // The last attempt went furthest, so its failure says most.
      failure = failureOf(error);
    }
  }
  return { ...answered, lists, guess, failure };
}
