import {
  type DemoAnswer,
  type DemoCall,
  type DemoRefusal,
  type DemoService,
  type DemoStream,
  isoSeconds,
  jsonAnswer,
  wholeNumber,
} from '../service.ts';
import { type Edit, editsBetween } from './wikimedia-edits.ts';

const STREAM = '/v2/stream/recentchange';
const TOPIC = 'eqiad.mediawiki.recentchange';
const OTHER_TOPIC = 'codfw.mediawiki.recentchange';

/** A connection is ended by the service after a quarter of an hour. */
const CONNECTION_MS = 900_000;

/** Changes are kept this long for those who come back. */
const KEPT_MS = 3_600_000;

const STANDARD_LIMIT = 10;
const MOST_A_PAGE = 500;

/** The API answers its own errors with 200 and a header. */
const apiError = (code: string, info: string) => jsonAnswer({ error: { code, info } }, 200, { 'mediawiki-api-error': code });

function changeOf(edit: Edit): Record<string, unknown> {
  const address = `https://${edit.host}/wiki/${encodeURIComponent(edit.title.replaceAll(' ', '_'))}`;
  return {
    $schema: '/mediawiki/recentchange/1.0.0',
    meta: {
      uri: address,
      id: edit.uid,
      domain: edit.host,
      stream: 'mediawiki.recentchange',
      dt: new Date(edit.at).toISOString(),
      topic: TOPIC,
      partition: 0,
      offset: edit.rcid,
    },
    id: edit.rcid,
    type: edit.type,
    namespace: edit.namespace,
    title: edit.title,
    title_url: address,
    comment: edit.comment,
    timestamp: Math.floor(edit.at / 1000),
    user: edit.user,
    bot: edit.bot,
    minor: edit.minor,
    length: { old: edit.type === 'new' ? null : edit.oldLength, new: edit.newLength },
    revision: { old: edit.type === 'new' ? null : edit.revision - 1, new: edit.revision },
    server_name: edit.host,
    wiki: edit.wiki,
  };
}

const eventOf = (edit: Edit) => {
  const id = [
    { topic: TOPIC, partition: 0, timestamp: edit.at },
    { topic: OTHER_TOPIC, partition: 0, offset: -1 },
  ];
  return `event: message\nid: ${JSON.stringify(id)}\ndata: ${JSON.stringify(changeOf(edit))}\n\n`;
};

/** From when on a client that comes back wants changes: as its Last-Event-ID says, or else the parameter `since`. */
function resumeAt({ headers, query, now }: DemoCall): number | null {
  const last = headers['last-event-id'];
  const since = query.get('since');
  if (typeof last !== 'string') return since === null ? now : Date.parse(since);
  try {
    const parts = JSON.parse(last) as unknown;
    const times = (Array.isArray(parts) ? parts : []).map((part: unknown) =>
      typeof part === 'object' && part !== null && 'timestamp' in part ? Number(part.timestamp) : Number.NaN,
    );
    const known = times.filter((time) => !Number.isNaN(time));
    return known.length === 0 ? null : Math.max(...known);
  } catch {
    return null;
  }
}

/** Wikimedia's stream of recent changes (Server-Sent Events) and the list of them from MediaWiki's action API. */
export class WikimediaService implements DemoService {
  readonly id = 'wikimedia';
  readonly prefix = '/wikimedia';
  readonly medianLatencyMs = 110;
  readonly #seed: number;

  constructor(seed: number) {
    this.#seed = seed;
  }

  answer(call: DemoCall): DemoAnswer {
    if (call.path === '/w/api.php') return this.#list(call);
    return jsonAnswer({ type: 'not_found', detail: 'There is no such stream or address.' }, 404);
  }

  refuse(refusal: DemoRefusal): DemoAnswer {
    if (refusal === 'rate-limited') return jsonAnswer({ httpCode: 429, httpReason: 'Too many requests' }, 429);
    return refusal === 'unauthorized'
      ? jsonAnswer({ httpCode: 401, httpReason: 'Unauthorized' }, 401)
      : jsonAnswer({ httpCode: 500, httpReason: 'Internal server error' }, 500);
  }

  openEvents(call: DemoCall): DemoStream | DemoAnswer | null {
    if (call.path !== STREAM) return null;
    const from = resumeAt(call);
    if (from === null || Number.isNaN(from)) return jsonAnswer({ message: 'Last-Event-ID or since cannot be read.' }, 400);
    let since = Math.max(call.now - KEPT_MS, Math.min(call.now, from));
    return {
      next: (now) => {
        const edits = editsBetween(this.#seed, since, now);
        since = Math.max(since, now);
        return edits.map(eventOf);
      },
      endsAt: call.now + CONNECTION_MS,
    };
  }

  #list({ query, now }: DemoCall): DemoAnswer {
    if (query.get('action') !== 'query' || query.get('list') !== 'recentchanges')
      return apiError('badvalue', 'This demo knows action=query and list=recentchanges only.');
    if (query.get('format') !== 'json') return apiError('badformat', 'This demo answers format=json only.');
    const limit =
      query.get('rclimit') === 'max' ? MOST_A_PAGE : wholeNumber(query.get('rclimit') ?? String(STANDARD_LIMIT), 1, MOST_A_PAGE);
    if (limit === null) return apiError('badinteger', `rclimit must be from 1 to ${MOST_A_PAGE}.`);
    const [start, end] = ['rcstart', 'rcend'].map((name) => (query.has(name) ? Date.parse(query.get(name) ?? '') : null));
    if (Number.isNaN(start) || Number.isNaN(end)) return apiError('badtimestamp', 'rcstart or rcend is no time.');
    const isNewer = query.get('rcdir') === 'newer';
    const [first, last] = isNewer ? [start, end] : [end, start];
    const types = query.get('rctype')?.split('|');
    const found = editsBetween(this.#seed, Math.max(now - KEPT_MS, (first ?? 0) - 1), Math.min(now, last ?? now)).filter(
      ({ type }) => types === undefined || types.includes(type),
    );
    if (!isNewer) found.reverse();
    const cursor = query.get('rccontinue')?.split('|')[1];
    const from = cursor === undefined ? 0 : found.findIndex(({ rcid }) => (isNewer ? rcid >= Number(cursor) : rcid <= Number(cursor)));
    const rest = from < 0 ? [] : found.slice(from);
    const next = rest[limit];
    const stamp = (at: number) => isoSeconds(at).replace(/[-:TZ]/g, '');
    return jsonAnswer({
      ...(next === undefined ? { batchcomplete: true } : { continue: { rccontinue: `${stamp(next.at)}|${next.rcid}`, continue: '-||' } }),
      query: { recentchanges: rest.slice(0, limit).map((edit) => this.#row(edit, query.get('rcprop') ?? 'title|timestamp|ids')) },
    });
  }

  #row(edit: Edit, properties: string): Record<string, unknown> {
    const wanted = new Set(properties.split('|'));
    return {
      type: edit.type,
      ...(wanted.has('title') ? { ns: edit.namespace, title: edit.title } : {}),
      ...(wanted.has('ids')
        ? {
            pageid: edit.revision % 90_000_000,
            revid: edit.revision,
            old_revid: edit.type === 'new' ? 0 : edit.revision - 1,
            rcid: edit.rcid,
          }
        : {}),
      ...(wanted.has('user') ? { user: edit.user } : {}),
      ...(wanted.has('flags') ? { bot: edit.bot, new: edit.type === 'new', minor: edit.minor } : {}),
      ...(wanted.has('sizes') ? { oldlen: edit.oldLength, newlen: edit.newLength } : {}),
      ...(wanted.has('timestamp') ? { timestamp: isoSeconds(edit.at) } : {}),
      ...(wanted.has('comment') ? { comment: edit.comment } : {}),
    };
  }
}
