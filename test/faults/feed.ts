import { createHash } from 'node:crypto';
import { json, startUpstream, type Upstream } from '../support/upstream.ts';

export const LISTED = 2_500;
/** Records of the listing that is only ever added to, and that a retention rule shortens. */
export const AGING = 6_000;
/** Records that have details, in the beginning. */
export const DETAILED = 40;

type Fields = Record<string, unknown>;

/** A record of the listing as the upstream has it at a version. No two versions of a record have more in common than its id. */
export function listedRecord(id: number, version: number): Fields {
  return { id, version, text: createHash('sha256').update(`${id} ${version}`).digest('base64').repeat(3) };
}

/** The details of a record, by field path, as they are stored. */
export const detailsOf = (id: number): Fields => ({ weight: id * 2, 'about.note': id % 3 === 0 ? null : `note ${id}` });

/** A real upstream with a listing that changes as a whole, and one whose records have details. */
export class Feed {
  version = 1;
  detailed = DETAILED;
  /** Answers nothing but an error. */
  isDown = false;
  #upstream: Upstream | null = null;
  readonly #asked = new Set<number>();
  #listings = 0;

  static async open(): Promise<Feed> {
    const feed = new Feed();
    feed.#upstream = await startUpstream((call, response) => {
      const detail = /^\/items\/(\d+)$/.exec(call.path)?.[1];
      if (feed.isDown) return json(response, {}, {}, 503);
      if (detail !== undefined) {
        feed.#asked.add(Number(detail));
        const { weight, 'about.note': note } = detailsOf(Number(detail));
        return json(response, { weight, note });
      }
      const listing = (count: number, record: (id: number) => Fields) => Array.from({ length: count }, (_, id) => record(id));
      if (call.path === '/items')
        return json(
          response,
          listing(feed.detailed, (id) => ({ id, name: `item ${id}` })),
        );
      if (call.path === '/aging')
        return json(
          response,
          listing(AGING, (id) => ({ id, text: `aged ${id} `.repeat(8) })),
        );
      feed.#listings += 1;
      return json(
        response,
        listing(LISTED, (id) => listedRecord(id, feed.version)),
      );
    });
    return feed;
  }

  get url(): string {
    return this.#upstream?.url ?? '';
  }

  /** How many calls for the listing that changes have come. */
  get listings(): number {
    return this.#listings;
  }

  /** Records whose details were asked for. */
  get asked(): ReadonlySet<number> {
    return this.#asked;
  }

  /** The settings of both sources. */
  sources(): Fields[] {
    const manual = { preset: 'manual' };
    const details = { url: '/items/{id}', fields: { weight: 'weight', 'about.note': 'note' } };
    return [
      { id: 'big', name: 'Big', url: `${this.url}/big`, policy: manual },
      {
        id: 'items',
        name: 'Items',
        url: `${this.url}/items`,
        policy: manual,
        enrichment: { requests: [details], everySeconds: 1, callsPerRun: 1_000 },
      },
    ];
  }

  async close(): Promise<void> {
    await this.#upstream?.close();
  }
}
