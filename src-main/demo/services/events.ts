import { hexadecimal } from '../random.ts';
import {
  type DemoAnswer,
  type DemoCall,
  type DemoRefusal,
  type DemoService,
  type DemoStream,
  fieldsOf,
  jsonAnswer,
  wholeNumber,
} from '../service.ts';
import { bearerOf, readToken, signToken } from '../signed-token.ts';
import { type CalendarChange, type CalendarEvent, calendarAt, changesBetween, USERS } from './events-calendar.ts';

const CLIENT_SECRET = 'demo-secret';

/** An access token is good for a quarter of an hour. */
const TOKEN_SECONDS = 900;

const STANDARD_LIMIT = 100;
const MOST_A_PAGE = 500;

/** So much of what clients write is kept; it is held in memory. */
const MOST_WRITTEN = 1_000;

/** The code with which a WebSocket is closed when its token has ended. */
const CLOSE_EXPIRED = 4401;

type User = (typeof USERS)[number];
const isUser = (name: unknown): name is User => USERS.some((user) => user === name);

const refusal = (status: number, error: string, message: string, headers: Record<string, string> = {}) =>
  jsonAnswer({ error, message }, status, headers);

const unauthorized = (description: string) =>
  refusal(401, 'invalid_token', description, { 'www-authenticate': `Bearer error="invalid_token", error_description="${description}"` });

interface SignedIn {
  user: User;
  /** When the token ends, milliseconds since the epoch. */
  until: number;
}

/** A change that came through the API rather than from the world. */
interface Written extends CalendarChange {
  user: User;
}

const pushed = ({ type, at, event }: CalendarChange) =>
  JSON.stringify({
    type,
    at: new Date(at).toISOString(),
    ...(type === 'event.deleted' ? { id: event.id } : { id: event.id, event }),
  });

/** The fields of an event that a client may set, where they are of their kind; `null` where one is not. */
function settableOf(fields: Record<string, unknown>): Partial<CalendarEvent> | null {
  const set: Partial<CalendarEvent> = {};
  for (const name of ['title', 'description', 'location'] as const) {
    if (fields[name] === undefined) continue;
    if (typeof fields[name] !== 'string') return null;
    set[name] = fields[name];
  }
  for (const name of ['startsAt', 'endsAt'] as const) {
    if (fields[name] === undefined) continue;
    if (typeof fields[name] !== 'string' || Number.isNaN(Date.parse(fields[name]))) return null;
    set[name] = new Date(fields[name]).toISOString();
  }
  return set;
}

/** An app for appointments: a list and its changes over REST, and pushes of them over a WebSocket for each user. */
export class EventsService implements DemoService {
  readonly id = 'events';
  readonly prefix = '/events';
  readonly medianLatencyMs = 50;
  readonly #seed: number;
  /** What clients have written. The world itself needs no memory. */
  readonly #written: Written[] = [];

  constructor(seed: number) {
    this.#seed = seed;
  }

  isSignIn({ path }: DemoCall): boolean {
    return path === '/oauth/token';
  }

  answer(call: DemoCall): DemoAnswer {
    if (this.isSignIn(call)) return this.#token(call);
    const [, api, version, kind, id, ...rest] = call.path.split('/');
    if (api !== 'api' || version !== 'v1' || rest.length > 0) return refusal(404, 'not_found', 'There is no such address.');
    const who = this.#signedIn(call);
    if ('status' in who) return who;
    if (kind === 'me' && id === undefined) return jsonAnswer({ user: who.user, tokenEndsAt: new Date(who.until).toISOString() });
    if (kind !== 'events') return refusal(404, 'not_found', 'There is no such address.');
    if (call.method !== 'GET' && this.#written.length >= MOST_WRITTEN)
      return refusal(507, 'full', 'The demo keeps no more changes; it forgets them when it is left and entered again.');
    if (id === undefined) return call.method === 'POST' ? this.#create(who.user, call) : this.#list(who.user, call);
    return this.#one(who.user, id, call);
  }

  refuse(kind: DemoRefusal): DemoAnswer {
    if (kind === 'rate-limited') return refusal(429, 'too_many_requests', 'Too many requests.');
    return kind === 'unauthorized' ? unauthorized('The access token expired') : refusal(500, 'internal', 'Something went wrong.');
  }

  openSocket(call: DemoCall): DemoStream | DemoAnswer {
    if (call.path !== '/api/v1/stream') return refusal(404, 'not_found', 'There is no such address.');
    const who = this.#signedIn(call);
    if ('status' in who) return who;
    let since = call.now;
    let known = this.#written.length;
    return {
      next: (now) => {
        const written = this.#written.slice(known).filter(({ user }) => user === who.user);
        // What a client wrote stands: the world says nothing more of such an event.
        const own = new Set(this.#written.filter(({ user }) => user === who.user).map(({ event }) => event.id));
        const changes = [...changesBetween(this.#seed, who.user, since, now).filter(({ event }) => !own.has(event.id)), ...written];
        since = Math.max(since, now);
        known = this.#written.length;
        return changes.map(pushed);
      },
      endsAt: who.until,
      closing: { code: CLOSE_EXPIRED, reason: 'the access token expired' },
    };
  }

  /** RFC 6749, 4.4: a user of the demo is its own client. */
  #token(call: DemoCall): DemoAnswer {
    if (call.method !== 'POST') return refusal(405, 'method_not_allowed', 'A token is asked for with POST.', { allow: 'POST' });
    const fields = fieldsOf(call) ?? {};
    const basic = /^Basic (\S+)$/i.exec(call.headers.authorization ?? '')?.[1];
    const [basicId, basicSecret] = Buffer.from(basic ?? '', 'base64')
      .toString('utf8')
      .split(':')
      .map(decodeURIComponent);
    if (fields['grant_type'] !== 'client_credentials') return jsonAnswer({ error: 'unsupported_grant_type' }, 400);
    const user = fields['client_id'] ?? basicId;
    if (!isUser(user) || (fields['client_secret'] ?? basicSecret) !== CLIENT_SECRET)
      return jsonAnswer({ error: 'invalid_client', error_description: 'The client is not known or its secret is wrong.' }, 401);
    const issuedAt = Math.floor(call.now / 1000);
    const token = signToken(this.#seed, { iss: 'demo-events', sub: user, iat: issuedAt, exp: issuedAt + TOKEN_SECONDS });
    return jsonAnswer({ access_token: token, token_type: 'Bearer', expires_in: TOKEN_SECONDS }, 200, { 'cache-control': 'no-store' });
  }

  #signedIn({ headers, query, now }: DemoCall): SignedIn | DemoAnswer {
    // A browser cannot give a WebSocket a header.
    const token = bearerOf(headers.authorization) ?? query.get('access_token');
    if (token === null) return unauthorized('An access token is missing');
    const claims = readToken(this.#seed, token);
    const { sub: user, exp, iss } = claims ?? {};
    if (iss !== 'demo-events' || !isUser(user) || typeof exp !== 'number') return unauthorized('The access token is not valid');
    return now < exp * 1000 ? { user, until: exp * 1000 } : unauthorized('The access token expired');
  }

  #calendar(user: User, now: number): CalendarEvent[] {
    const events = new Map(calendarAt(this.#seed, user, now).map((event) => [event.id, event]));
    for (const { user: whose, type, event } of this.#written) {
      if (whose !== user) continue;
      if (type === 'event.deleted') events.delete(event.id);
      else events.set(event.id, event);
    }
    return [...events.values()].sort((a, b) => (a.startsAt < b.startsAt ? -1 : a.startsAt > b.startsAt ? 1 : a.id < b.id ? -1 : 1));
  }

  #list(user: User, { method, query, now }: DemoCall): DemoAnswer {
    if (method !== 'GET')
      return refusal(405, 'method_not_allowed', 'The list is read with GET and added to with POST.', { allow: 'GET, POST' });
    const limit = query.has('limit') ? wholeNumber(query.get('limit'), 1, MOST_A_PAGE) : STANDARD_LIMIT;
    const offset = query.has('offset') ? wholeNumber(query.get('offset'), 0, 1_000_000) : 0;
    const [from, to, since] = ['from', 'to', 'updatedSince'].map((name) => {
      const text = query.get(name);
      return text === null ? null : Date.parse(text);
    });
    if (limit === null || offset === null || [from, to, since].some(Number.isNaN))
      return refusal(400, 'bad_request', 'limit, offset, from, to or updatedSince cannot be read.');
    const events = this.#calendar(user, now).filter(
      ({ startsAt, endsAt, updatedAt }) =>
        Date.parse(endsAt) > (from ?? -Infinity) &&
        Date.parse(startsAt) < (to ?? Infinity) &&
        Date.parse(updatedAt) >= (since ?? -Infinity),
    );
    const items = events.slice(offset, offset + limit);
    const nextOffset = offset + limit < events.length ? offset + limit : null;
    return { ...jsonAnswer({ items, total: events.length, nextOffset }), etag: 'strong' };
  }

  #create(user: User, call: DemoCall): DemoAnswer {
    const fields = fieldsOf(call);
    const set = fields === null ? null : settableOf(fields);
    if (set?.title === undefined || set.startsAt === undefined)
      return refusal(422, 'unprocessable', 'An event needs a title and startsAt, an ISO 8601 time.');
    const at = new Date(call.now).toISOString();
    const event: CalendarEvent = {
      id: hexadecimal(12, this.#seed, user, 'written', this.#written.length),
      title: set.title,
      description: set.description ?? '',
      location: set.location ?? '',
      startsAt: set.startsAt,
      endsAt: set.endsAt ?? new Date(Date.parse(set.startsAt) + 1_800_000).toISOString(),
      allDay: false,
      status: 'confirmed',
      organizer: user,
      attendees: [{ user, answer: 'accepted' }],
      createdAt: at,
      updatedAt: at,
      version: 1,
    };
    this.#write(user, 'event.created', call.now, event);
    const invited = Array.isArray(fields?.['invite']) ? fields['invite'].filter(isUser).filter((each) => each !== user) : [];
    for (const other of invited) this.#write(other, 'invitation.created', call.now, { ...event, status: 'tentative' });
    return jsonAnswer(event, 201, { location: `${call.baseUrl}/api/v1/events/${event.id}` });
  }

  #one(user: User, id: string, call: DemoCall): DemoAnswer {
    const event = this.#calendar(user, call.now).find((each) => each.id === id);
    if (event === undefined) return refusal(404, 'not_found', 'There is no such event.');
    if (call.method === 'GET') return { ...jsonAnswer(event), etag: 'strong' };
    const updatedAt = new Date(call.now).toISOString();
    const version = event.version + 1;
    if (call.method === 'DELETE') {
      this.#write(user, 'event.deleted', call.now, { ...event, status: 'cancelled', updatedAt, version });
      return { status: 204, headers: {}, body: '' };
    }
    if (call.method !== 'PATCH' && call.method !== 'PUT')
      return refusal(405, 'method_not_allowed', 'An event is read, changed or deleted.', { allow: 'GET, PATCH, PUT, DELETE' });
    const fields = fieldsOf(call);
    const set = fields === null ? null : settableOf(fields);
    if (set === null) return refusal(422, 'unprocessable', 'A field is not of its kind.');
    const changed = { ...event, ...set, updatedAt, version };
    this.#write(user, 'event.updated', call.now, changed);
    return jsonAnswer(changed);
  }

  #write(user: User, type: Written['type'], at: number, event: CalendarEvent): void {
    this.#written.push({ user, type, at, event });
  }
}
