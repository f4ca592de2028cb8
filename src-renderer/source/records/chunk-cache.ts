import type { SourceRecord } from '../../../src-preload/contract/index.ts';

export const CHUNK_ROWS = 200;
const KEPT_CHUNKS = 60;

export interface Chunk {
  items: readonly SourceRecord[];
  version: number;
}

/** Stretches of a long list by their number, forgetting those that were not looked at for longest. */
export class ChunkCache {
  readonly #chunks = new Map<number, Chunk>();

  peek(index: number): Chunk | undefined {
    return this.#chunks.get(index);
  }

  /** Marks stretches as looked at. */
  touch(indexes: readonly number[]): void {
    for (const index of indexes) {
      const chunk = this.#chunks.get(index);
      if (chunk === undefined) continue;
      this.#chunks.delete(index);
      this.#chunks.set(index, chunk);
    }
  }

  put(index: number, chunk: Chunk): void {
    this.#chunks.delete(index);
    this.#chunks.set(index, chunk);
    for (const oldest of this.#chunks.keys()) {
      if (this.#chunks.size <= KEPT_CHUNKS) break;
      this.#chunks.delete(oldest);
    }
  }

  row(row: number): SourceRecord | undefined {
    return this.#chunks.get(Math.floor(row / CHUNK_ROWS))?.items[row % CHUNK_ROWS];
  }

  /** Forgets what lies beyond the end of the list. */
  cutAt(total: number): void {
    for (const index of [...this.#chunks.keys()]) if (index * CHUNK_ROWS >= total) this.#chunks.delete(index);
  }

  /** All records held, by id. */
  byId(): Map<string, SourceRecord> {
    const records = new Map<string, SourceRecord>();
    for (const chunk of this.#chunks.values()) for (const record of chunk.items) records.set(record.id, record);
    return records;
  }
}
