import { type DemoAnswer, type DemoCall, type DemoRefusal, type DemoService, jsonAnswer, wholeNumber } from '../service.ts';
import { type Execution, executionsOf, INSTANCES, type Workflow, workflowsOf } from './n8n-executions.ts';

const KEY = 'demo-key';
const STANDARD_LIMIT = 100;
const MOST_A_PAGE = 250;
const STATUSES = new Set(['canceled', 'crashed', 'error', 'new', 'running', 'success', 'unknown', 'waiting']);

const toIso = (at: number | null) => (at === null ? null : new Date(at).toISOString());
const toText = (id: number | null) => (id === null ? null : String(id));
const message = (text: string, status: number) => jsonAnswer({ message: text }, status);

/** What was run, as `includeData` asks for. */
function dataOf({ status, startedAt, stoppedAt, workflow }: Execution) {
  const node = { startTime: startedAt, executionTime: (stoppedAt ?? startedAt) - startedAt, executionStatus: status };
  const error =
    status === 'error' ? { error: { name: 'NodeApiError', message: `The service behind ${workflow.name} did not answer` } } : {};
  return {
    data: { resultData: { runData: { [workflow.name]: [node] }, lastNodeExecuted: workflow.name, ...error } },
    workflowData: { id: workflow.id, name: workflow.name },
  };
}

function shownExecution(execution: Execution, withData: boolean) {
  const { id, workflow, status, mode, startedAt, stoppedAt, waitTill, retryOf, retrySuccessId } = execution;
  return {
    id: String(id),
    finished: status === 'success',
    mode,
    retryOf: toText(retryOf),
    retrySuccessId: toText(retrySuccessId),
    status,
    startedAt: toIso(startedAt),
    stoppedAt: toIso(stoppedAt),
    workflowId: workflow.id,
    waitTill: toIso(waitTill),
    ...(withData ? dataOf(execution) : {}),
  };
}

function shownWorkflow({ id, name, active, createdAt, updatedAt, tags, mode }: Workflow) {
  return {
    id,
    name,
    active,
    createdAt: toIso(createdAt),
    updatedAt: toIso(updatedAt),
    isArchived: false,
    nodes: [
      { name, type: mode === 'webhook' ? 'n8n-nodes-base.webhook' : 'n8n-nodes-base.scheduleTrigger', position: [0, 0], parameters: {} },
    ],
    connections: {},
    settings: { executionOrder: 'v1' },
    tags: tags.map((tag) => ({ id: tag, name: tag })),
  };
}

interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** The last thing on the page before, in base64 as n8n's own cursors are. */
const writeCursor = (last: string, limit: number) => Buffer.from(JSON.stringify({ lastId: last, limit })).toString('base64');

function readCursor(text: string): { last: string; limit: number } | null {
  try {
    const { lastId, limit } = JSON.parse(Buffer.from(text, 'base64').toString('utf8')) as { lastId?: unknown; limit?: unknown };
    return typeof lastId === 'string' && typeof limit === 'number' && limit >= 1 && limit <= MOST_A_PAGE ? { last: lastId, limit } : null;
  } catch {
    return null;
  }
}

/** n8n's public API v1: executions and workflows of several instances. */
export class N8nService implements DemoService {
  readonly id = 'n8n';
  readonly prefix = '/n8n';
  readonly medianLatencyMs = 90;
  readonly #seed: number;

  constructor(seed: number) {
    this.#seed = seed;
  }

  answer(call: DemoCall): DemoAnswer {
    const parts = call.path.split('/').slice(1);
    // An instance of its own address has no name in the path.
    const name = parts[0] === 'api' ? INSTANCES[0] : parts.shift();
    const instance = INSTANCES.find((each) => each === name);
    if (instance === undefined || parts[0] !== 'api' || parts[1] !== 'v1') return message('not found', 404);
    const key = call.headers['x-n8n-api-key'];
    if (key === undefined) return message("'X-N8N-API-KEY' header required", 401);
    if (key !== KEY) return message('unauthorized', 401);
    if (call.method !== 'GET') return message(`${call.method} method not allowed`, 405);
    const [, , kind, id] = parts;
    if (kind === 'executions') return id === undefined ? this.#executions(instance, call) : this.#execution(instance, id, call);
    if (kind === 'workflows') return id === undefined ? this.#workflows(instance, call) : this.#workflow(instance, id);
    return message('not found', 404);
  }

  refuse(refusal: DemoRefusal): DemoAnswer {
    if (refusal === 'rate-limited') return message('Too many requests', 429);
    return refusal === 'unauthorized' ? message('unauthorized', 401) : message('Internal server error', 500);
  }

  #executions(instance: string, { query, now }: DemoCall): DemoAnswer {
    const status = query.get('status');
    if (status !== null && !STATUSES.has(status))
      return message(`request/query/status must be equal to one of the allowed values: ${[...STATUSES].join(', ')}`, 400);
    const workflowId = query.get('workflowId');
    const isAsked = (each: Execution) =>
      (status === null || each.status === status) && (workflowId === null || each.workflow.id === workflowId);
    const page = this.#page(
      query,
      (last) => executionsOf(this.#seed, instance, now, last === null ? undefined : Number(last)),
      ({ id }) => String(id),
      isAsked,
    );
    if ('status' in page) return page;
    const withData = query.get('includeData') === 'true';
    return { ...jsonAnswer({ data: page.items.map((each) => shownExecution(each, withData)), nextCursor: page.nextCursor }), etag: 'weak' };
  }

  #execution(instance: string, id: string, { query, now }: DemoCall): DemoAnswer {
    const [found] = /^\d{1,15}$/.test(id) ? executionsOf(this.#seed, instance, now, Number(id) + 1) : [];
    if (found === undefined || String(found.id) !== id) return message('Not Found', 404);
    return { ...jsonAnswer(shownExecution(found, query.get('includeData') === 'true')), etag: 'weak' };
  }

  #workflows(instance: string, { query }: DemoCall): DemoAnswer {
    const active = query.get('active');
    const known = workflowsOf(this.#seed, instance).sort((a, b) => (a.id < b.id ? -1 : 1));
    const page = this.#page(
      query,
      (last) => known.filter(({ id }) => last === null || id > last),
      ({ id }) => id,
      (each) => active === null || String(each.active) === active,
    );
    if ('status' in page) return page;
    return { ...jsonAnswer({ data: page.items.map(shownWorkflow), nextCursor: page.nextCursor }), etag: 'weak' };
  }

  #workflow(instance: string, id: string): DemoAnswer {
    const found = workflowsOf(this.#seed, instance).find((each) => each.id === id);
    return found === undefined ? message('Not Found', 404) : { ...jsonAnswer(shownWorkflow(found)), etag: 'weak' };
  }

  /** What follows the cursor, which names the last item of the page before: what came in meanwhile moves nothing. */
  #page<T>(
    query: URLSearchParams,
    itemsAfter: (last: string | null) => Iterable<T>,
    nameOf: (item: T) => string,
    isAsked: (item: T) => boolean,
  ): Page<T> | DemoAnswer {
    const text = query.get('cursor');
    const cursor = text === null ? null : readCursor(text);
    if (text !== null && cursor === null) return message('An invalid cursor was provided', 400);
    const asked = query.get('limit');
    const limit = cursor?.limit ?? (asked === null ? STANDARD_LIMIT : wholeNumber(asked, 1, MOST_A_PAGE));
    if (limit === null) return message(`request/query/limit must be a whole number from 1 to ${MOST_A_PAGE}`, 400);
    const items: T[] = [];
    for (const item of itemsAfter(cursor?.last ?? null)) {
      if (!isAsked(item)) continue;
      const last = items.at(-1);
      if (items.length === limit && last !== undefined) return { items, nextCursor: writeCursor(nameOf(last), limit) };
      items.push(item);
    }
    return { items, nextCursor: null };
  }
}
