import type { Failure, Preview, SourceConfig } from '../../../src-preload/contract/index.ts';
import { guessShape, type Shape } from '../../connectors/guess.ts';
import { buildRequest, FIRST_PAGE, openJsonApi, readJson, shownUrl } from '../../connectors/json-api.ts';
import type { UpstreamResponse } from '../../connectors/http.ts';
import { UpstreamError, upstreamError } from '../../connectors/upstream-error.ts';
import { callOnce, limitsOf } from '../calls/call.ts';
import type { Core } from '../core.ts';
import type { SourceLedger } from '../calls/ledger.ts';
import { openSignIn } from '../sign-in/sign-in.ts';

const MOST_ROWS = 50;
const MOST_COLUMNS = 60;

type Used = Preview['used'];
type Table = Pick<Preview, 'used' | 'columns' | 'rows' | 'total' | 'rejected'>;

/** What the table could be made with: as the draft says, then with what was guessed in place of what was left as it was. */
function attempts(config: SourceConfig, shape: Shape): Used[] {
  const timeField = config.timeField ?? shape.timeField;
  const asSaid: Used = { list: config.list, idField: config.idField, timeField };
  const list = config.list === '' && shape.list !== null ? shape.list : config.list;
  const guessedId: Used = { list, idField: config.idField === 'id' && shape.idField !== null ? shape.idField : config.idField, timeField };
  return [asSaid, { ...asSaid, list }, guessedId];
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
    guess: { list: null, idField: null, timeField: null, nextCursor: null },
    used: { list: config.list, idField: config.idField, timeField: config.timeField ?? null },
    columns: [],
    rows: [],
    total: 0,
    rejected: [],
    quotaHeaders: {},
  };
  let response: UpstreamResponse;
  try {
    const signIn = await openSignIn(core, { id: config.id, config }, { ledger, signal });
    none.request.url = signIn.redact(none.request.url);
    response = await signIn.call((secret) =>
      callOnce(buildRequest(config, secret, FIRST_PAGE), {
        clock,
        random: core.random,
        fetch: core.fetch,
        ledger,
        signal,
        ...limitsOf(config),
        redact: signIn.redact,
      }),
    );
  } catch (error) {
    const failure = failureOf(error);
    return { ...none, failure, status: failure.status ?? null, milliseconds: clock.now() - startedAt };
  }
  const answered = {
    ...none,
    status: response.status,
    milliseconds: clock.now() - startedAt,
    bytes: response.body.byteLength,
    quotaHeaders: quotaHeaders(response.headers),
  };
  let shape: Shape;
  try {
    if (response.status === 304)
      throw upstreamError(
        'client-error',
        'The server says that nothing changed (304), but was not asked that.',
        'Remove If-None-Match and If-Modified-Since from the headers.',
      );
    const body = readJson(response);
    shape = guessShape(body);
    const list = config.list === '' ? null : await openJsonApi(config).listOf(body);
    if (list !== null && list.length > 0) shape = { ...guessShape(body, list), lists: shape.lists, list: shape.list };
  } catch (error) {
    return { ...answered, failure: failureOf(error) };
  }
  const { lists, ...guess } = shape;
  let failure: Failure | null = null;
  for (const used of attempts(config, shape)) {
    try {
      return { ...answered, lists, guess, ...(await tableOf(config, used, response)) };
    } catch (error) {
      // The last attempt went furthest, so its failure says most.
      failure = failureOf(error);
    }
  }
  return { ...answered, lists, guess, failure };
}
