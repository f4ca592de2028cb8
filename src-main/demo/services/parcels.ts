import { chance, pick } from '../random.ts';
import { type DemoAnswer, type DemoCall, type DemoRefusal, type DemoService, type DemoStream, jsonAnswer } from '../service.ts';

const KEY = 'demo-key';
const HOURLY_LIMIT = 600;
const HOUR_MS = 3_600_000;
const SECOND_MS = 1_000;
const PARCELS = 40;

/** No parcel rests for longer than this, seconds. */
const LONGEST_REST_S = 120;

const STATES = ['collected', 'in the depot', 'on the road', 'out for delivery', 'delivered'];
const REGIONS = ['north', 'east', 'south', 'west'];

interface Parcel extends Record<string, unknown> {
  parcel: string;
  moved_at: string;
}

/** Parcels on their way, about one of which moves in a second: a list that is complete, and events of what moved. */
export class ParcelsService implements DemoService {
  readonly id = 'parcels';
  readonly prefix = '/parcels';
  readonly medianLatencyMs = 30;
  readonly #seed: number;
  #hour = { at: 0, calls: 0 };

  constructor(seed: number) {
    this.#seed = seed;
  }

  answer(call: DemoCall): DemoAnswer {
    const refused = this.#admit(call);
    if (refused !== null) return refused;
    const limits = this.#limits(call.now);
    if (call.path !== '/v1/parcels') return jsonAnswer({ message: `There is no ${call.path}. Try /v1/parcels.` }, 404, limits);
    return { ...jsonAnswer({ data: this.#parcels(call.now) }, 200, { ...limits, 'cache-control': 'no-cache' }), etag: 'strong' };
  }

  refuse(refusal: DemoRefusal): DemoAnswer {
    if (refusal === 'rate-limited') return jsonAnswer({ message: 'The calls of this hour are used up.' }, 429);
    return refusal === 'unauthorized'
      ? jsonAnswer({ message: 'The header x-api-key is missing or wrong.' }, 401)
      : jsonAnswer({ message: 'Something broke.' }, 500);
  }

  openEvents(call: DemoCall): DemoStream | DemoAnswer | null {
    if (call.path !== '/v1/parcels/stream') return null;
    const refused = this.#admit(call);
    if (refused !== null) return refused;
    let since = Math.floor(call.now / SECOND_MS) * SECOND_MS;
    return {
      next: (now) => {
        const moved = this.#parcels(now).filter(({ moved_at: at }) => Date.parse(at) > since);
        since = Math.max(since, Math.floor(now / SECOND_MS) * SECOND_MS);
        return moved.length === 0 ? [] : [`data: ${JSON.stringify({ event: 'moved', parcels: moved })}\n\n`];
      },
      endsAt: Infinity,
    };
  }

  /** Counts a call; the refusal where it is one too many or has no key. */
  #admit({ headers, now }: DemoCall): DemoAnswer | null {
    if (headers['x-api-key'] !== KEY) return this.refuse('unauthorized');
    const at = Math.floor(now / HOUR_MS);
    this.#hour = { at, calls: at === this.#hour.at ? this.#hour.calls + 1 : 1 };
    if (this.#hour.calls <= HOURLY_LIMIT) return null;
    return { ...this.refuse('rate-limited'), headers: { ...this.#limits(now), 'retry-after': String(this.#secondsLeft(now)) } };
  }

  #secondsLeft(now: number): number {
    return Math.ceil(((Math.floor(now / HOUR_MS) + 1) * HOUR_MS - now) / SECOND_MS);
  }

  /** As draft-ietf-httpapi-ratelimit-headers has them. */
  #limits(now: number): Record<string, string> {
    return {
      'ratelimit-policy': `"hour";q=${HOURLY_LIMIT};w=3600`,
      ratelimit: `"hour";r=${Math.max(0, HOURLY_LIMIT - this.#hour.calls)};t=${this.#secondsLeft(now)}`,
    };
  }

  #lastMove(parcel: number, second: number): number {
    let at = second;
    while (chance(this.#seed, parcel, at, 'moves') >= 0.02 && (at + parcel) % LONGEST_REST_S !== 0) at -= 1;
    return at;
  }

  #parcels(now: number): Parcel[] {
    return Array.from({ length: PARCELS }, (_, parcel) => {
      const moved = this.#lastMove(parcel, Math.floor(now / SECOND_MS));
      return {
        parcel: `P-${1_000 + parcel}`,
        status: pick(STATES, chance(this.#seed, parcel, moved, 'state')),
        region: pick(REGIONS, chance(this.#seed, parcel, moved, 'region')),
        kilometres_left: Math.round(chance(this.#seed, parcel, moved, 'left') * 400),
        moved_at: new Date(moved * SECOND_MS).toISOString(),
      };
    });
  }
}
