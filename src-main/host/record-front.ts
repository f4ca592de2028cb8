import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { implement, onError } from '@orpc/server';
import { experimental_RPCHandler as PeerHandler } from '@orpc/server/crossws';
import { contract } from '../../src-preload/contract/index.ts';
import { QueryTimeout } from '../store/query-limit.ts';
import { ReaderClient } from '../store/reader-client.ts';
import { asCallError } from './call-errors.ts';
import { recordReads } from './record-reads.ts';

const { records, record, recordChanges, window } = contract.sources;
const readsContract = { sources: { records, record, recordChanges, window }, records: { search: contract.records.search } };

/** The addresses of those calls within the messages of a port. */
const ADDRESSES = Object.entries(readsContract).flatMap(([group, calls]) => Object.keys(calls).map((name) => `/${group}/${name}`));

/** A message of a port as its library writes it: a call has an address, what belongs to one under way only its id. */
interface CallMessage {
  i?: unknown;
  t?: unknown;
  p?: { u?: unknown };
}

function parsed(text: string): CallMessage {
  try {
    const message: unknown = JSON.parse(text);
    return typeof message === 'object' && message !== null ? message : {};
  } catch {
    // The engine closes a port that sends what is no call.
    return {};
  }
}

/**
 * Stands between clients and the engine's thread and answers the reads of records itself, on a reading thread: a merge
 * keeps the engine for as long as it writes, and whoever reads need not wait for that. All else passes through unchanged.
 */
export class RecordFront {
  /** The same reads by their names in the contract, for who is in the main thread already. */
  readonly calls: object;
  readonly #worker: URL;
  readonly #report: (error: unknown) => void;
  readonly #handler: PeerHandler<object>;
  #reader: Promise<ReaderClient>;
  #isReady: (reader: ReaderClient) => void = () => undefined;
  #now: ReaderClient | null = null;

  /** `worker`: where the built reading thread is. `report` is told what should not have happened. */
  constructor(worker: URL, report: (error: unknown) => void) {
    this.#worker = worker;
    this.#report = report;
    this.#reader = new Promise((resolve) => (this.#isReady = resolve));
    const { search, ...ofSource } = recordReads({
      listOf: (id, query) => this.#read((reader) => reader.listOf(id, query)),
      windowOf: (id, query) => this.#read((reader) => reader.windowOf(id, query)),
      recordOf: (id, query) => this.#read((reader) => reader.recordOf(id, query)),
      changesOf: (id, query) => this.#read((reader) => reader.changesOf(id, query)),
      searchOf: (query) => this.#read((reader) => reader.searchOf(query)),
    });
    this.calls = { sources: ofSource, records: { search } };
    const os = implement(readsContract);
    const router = os.router({
      sources: {
        records: os.sources.records.handler(({ input }) => ofSource.records(input)),
        record: os.sources.record.handler(({ input }) => ofSource.record(input)),
        recordChanges: os.sources.recordChanges.handler(({ input }) => ofSource.recordChanges(input)),
        window: os.sources.window.handler(({ input }) => ofSource.window(input)),
      },
      records: { search: os.records.search.handler(({ input }) => search(input)) },
    });
    this.#handler = new PeerHandler(router, {
      clientInterceptors: [
        onError((error) => {
          throw asCallError(error, () => undefined);
        }),
      ],
    });
  }

  /** From now on `file` is read. Whoever asked before is answered now. */
  open(file: string): void {
    this.#now = new ReaderClient(this.#worker, file);
    this.#isReady(this.#now);
  }

  /** Lets go of the database, as before another takes its place. Whoever asks afterwards waits for the next one. */
  async close(): Promise<void> {
    const before = this.#now;
    if (before === null) return;
    this.#now = null;
    this.#reader = new Promise((resolve) => (this.#isReady = resolve));
    await before.stop();
  }

  async #read<T>(read: (reader: ReaderClient) => Promise<T>): Promise<T> {
    const reader = await this.#reader;
    try {
      return await read(reader);
    } catch (error) {
      // The database has been replaced meanwhile.
      if (reader !== this.#now) return this.#read(read);
      if (!(error instanceof QueryTimeout)) this.#report(error);
      throw error;
    }
  }

  /** A port to stand before that of the engine. Closing either closes the other. */
  join(engine: MessagePort): MessagePort {
    const { port1, port2: client } = new MessageChannel();
    const peer = { send: (message: unknown) => client.postMessage(message) };
    const reading = new Set<unknown>();
    const answer = async (data: string, id: unknown) => {
      reading.add(id);
      try {
        await this.#handler.message(peer, { rawData: data, uint8Array: () => new Uint8Array() }, { context: {} });
      } finally {
        reading.delete(id);
      }
    };
    const isRead = (data: unknown): data is string => {
      // A look at the text spares parsing what is no read.
      if (typeof data !== 'string') return false;
      return reading.size > 0 || ADDRESSES.some((address) => data.includes(address));
    };
    client.on('message', (data: unknown) => {
      if (isRead(data)) {
        const { i: id, t: type, p: payload } = parsed(data);
        const isCall = type === undefined && ADDRESSES.some((address) => payload?.u === address);
        if (isCall || reading.has(id)) {
          answer(data, id).catch(() => client.close());
          return;
        }
      }
      engine.postMessage(data);
    });
    engine.on('message', (data: unknown) => client.postMessage(data));
    client.on('close', () => {
      this.#handler.close(peer);
      engine.close();
    });
    engine.on('close', () => client.close());
    return port1;
  }
}
