import type { Connect, PushConnection, PushEnd, PushMessage } from '../../connectors/push/connection.ts';
import { openPushReader, type PushChange, type PushReader } from '../../connectors/push/message.ts';
import type { PushSettings } from '../../../src-preload/contract/index.ts';
import { Rejections } from '../../connectors/rejections.ts';
import type { Failure, Rejected } from '../../../src-preload/contract/index.ts';
import { retryAfterMs, withJitter } from '../decide/backoff.ts';
import type { Cancel, Clock } from '../clock.ts';
import { Batches } from './realtime-batch.ts';
import { Inbox, type Received } from './realtime-inbox.ts';
import { RealtimeStats } from './realtime-stats.ts';

/** Waits before the first, second, third and every further reconnect in a row, milliseconds, before jitter. */
const RECONNECT_MS: readonly number[] = [5_000, 10_000, 20_000];
const LONGEST_RECONNECT_MS = 60_000;

/** A connection that lasted this long was a good one: the next wait is the first again. */
const GOOD_MS = 60_000;

/** After opening, a subscription may take this long to take effect; a refresh before that could miss a change. */
const SETTLE_MS = 1_000;

/** While messages come, the state is told at most this often. */
const STATE_MS = 1_000;

/** A change as it is handed over. */
export interface RealtimeChange extends PushChange {
  /** When its message came, milliseconds since the epoch. */
  receivedAt: number;
}

/** How a link is doing. Times are milliseconds since the epoch. */
export interface RealtimeState {
  connected: boolean;
  /** Since when it has been connected, or not. */
  since: number;
  lastMessageAt: number | null;
  /** When the server last gave a sign of life; `null` before the first connection. */
  aliveAt: number | null;
  /** Since `start()`, duplicates and rejected ones included. */
  messages: number;
  /** Over the last hour, or since `start()` where that is less. */
  messagesPerMinute: number;
  /** Since `start()`, by reason. */
  rejected: Rejected[];
  /** How often it was connected again since `start()`. */
  reconnects: number;
  /** The share of the last hour, or of the time since `start()`, in which it was connected, 0 to 1. */
  uptimeShare: number;
  /** When it connects again; `null` while it is connected, connecting or stopped. */
  nextTryAt: number | null;
  /** Why it is not connected; `null` while it is. */
  failure: Failure | null;
}

/** Why what is stored may lack changes: a message was missed, or there was no connection. */
export type RefreshReason = 'gap' | 'connected';

export interface RealtimeOptions {
  clock: Clock;
  /** From 0 to below 1. */
  random: () => number;
  settings: PushSettings;
  /** The expression of the source for the id of a record. */
  idField: string;
  connect: Connect;
  /** Strikes secrets out of a text. */
  redact: (text: string) => string;
  /** The changes of a batch, in order; each id at most once, unless updates are partial. None of the callbacks may throw. */
  onChanges: (changes: RealtimeChange[]) => void;
  onNeedRefresh: (reason: RefreshReason) => void;
  onState: (state: RealtimeState) => void;
}

interface Attempt {
  connection: PushConnection | null;
  inbox: Inbox;
  isOpen: boolean;
  ended: boolean;
}

const nothing = () => undefined;

/** Keeps one source connected to its push address, and says what came and when a refresh is needed. */
export class RealtimeLink {
  readonly #options: RealtimeOptions;
  readonly #reader: PushReader;
  readonly #host: string;
  readonly #batches: Batches<RealtimeChange>;
  #running = false;
  /** Counts the starts. */
  #run = 0;
  #attempt: Attempt | null = null;
  #resume: string | null = null;
  /** Ends in a row of connections that did not last. */
  #failures = 0;
  #wasConnected = false;
  #aliveAt: number | null = null;

  #cancelSilence: Cancel = nothing;
  #cancelGood: Cancel = nothing;
  #cancelSettle: Cancel = nothing;
  #cancelRetry: Cancel = nothing;
  #cancelState: Cancel | null = null;

  #stats: RealtimeStats;
  #rejections = new Rejections();
  #since: number;
  #lastMessageAt: number | null = null;
  #messages = 0;
  #reconnects = 0;
  #nextTryAt: number | null = null;
  #failure: Failure | null = null;

  /** Throws `UpstreamError` with code expression when an expression of the settings cannot be read. */
  constructor(options: RealtimeOptions) {
    this.#options = options;
    this.#reader = openPushReader(options.settings, options.idField, options.redact);
    this.#host = new URL(options.settings.url).host;
    this.#since = options.clock.now();
    this.#stats = new RealtimeStats(this.#since);
    this.#batches = new Batches(
      options.clock,
      // Of whole records the last one says all; of partial updates every one counts.
      (change) => (options.settings.partial && change.action === 'update' ? null : change.id),
      (changes) => options.onChanges(changes),
    );
  }

  /** Connects, and stays connected. Counts begin anew. Does nothing while it runs. */
  start(): void {
    if (this.#running) return;
    const now = this.#options.clock.now();
    this.#running = true;
    this.#aliveAt = null;
    this.#run += 1;
    this.#resume = null;
    this.#failures = 0;
    this.#wasConnected = false;
    this.#stats = new RealtimeStats(now);
    this.#rejections = new Rejections();
    this.#since = now;
    this.#lastMessageAt = null;
    this.#messages = 0;
    this.#reconnects = 0;
    this.#failure = null;
    this.#connect();
  }

  /** Ends the connection. What was read is handed over and the state told; after that nothing is reported. */
  stop(): void {
    this.#halt(null);
  }

  /** The computer is online again, or awake: tries at once where it waits, and does not trust a connection that fell silent. */
  networkReturned(): void {
    if (!this.#running) return;
    const silentMs = this.#options.clock.now() - (this.#aliveAt ?? -Infinity);
    if (this.#attempt?.isOpen === true && silentMs <= this.#heartbeatMs) return;
    const attempt = this.#attempt;
    if (attempt !== null) {
      this.#close(attempt);
      if (attempt.isOpen) this.#disconnected();
    }
    this.#cancelRetry();
    this.#connect();
  }

  /** How it is doing now; the shares and rates change with time although nothing is told. */
  state(): RealtimeState {
    const now = this.#options.clock.now();
    return {
      connected: this.#attempt?.isOpen === true,
      since: this.#since,
      lastMessageAt: this.#lastMessageAt,
      aliveAt: this.#aliveAt,
      messages: this.#messages,
      messagesPerMinute: this.#stats.messagesPerMinute(now),
      rejected: this.#rejections.list().map((each) => ({ ...each })),
      reconnects: this.#reconnects,
      uptimeShare: this.#stats.uptimeShare(now),
      nextTryAt: this.#nextTryAt,
      failure: this.#failure,
    };
  }

  get #heartbeatMs(): number {
    return this.#options.settings.heartbeatSeconds * 1000;
  }

  #connect(): void {
    const attempt: Attempt = { connection: null, inbox: this.#newInbox(), isOpen: false, ended: false };
    this.#attempt = attempt;
    this.#nextTryAt = null;
    this.#watch(attempt);
    const connection = this.#options.connect(this.#resume, {
      onOpen: () => this.#opened(attempt),
      onAlive: () => this.#alive(attempt),
      onMessage: (message) => this.#received(attempt, message),
      onEnd: (end) => this.#ended(attempt, end),
    });
    attempt.connection = connection;
    this.#tell();
  }

  #newInbox(): Inbox {
    // Messages of a lost connection may still be in reading when the link is stopped, and even started again.
    const run = this.#run;
    const isLive = () => this.#running && this.#run === run;
    return new Inbox({
      clock: this.#options.clock,
      reader: this.#reader,
      onReceived: (received) => {
        if (isLive()) this.#batches.add(changesOf(received));
      },
      onRejected: (rejected) => {
        if (!isLive()) return;
        this.#rejections.addAll(rejected);
        this.#tellSoon();
      },
      onGap: () => {
        if (isLive()) this.#options.onNeedRefresh('gap');
      },
    });
  }

  #opened(attempt: Attempt): void {
    if (attempt.ended || attempt.isOpen) return;
    const { clock } = this.#options;
    const now = clock.now();
    attempt.isOpen = true;
    this.#since = now;
    this.#failure = null;
    this.#stats.connection(true, now);
    this.#alive(attempt);
    this.#cancelGood = clock.after(GOOD_MS, () => (this.#failures = 0));
    if (this.#wasConnected) this.#reconnects += 1;
    // Also the first time: what happened since the last listing, perhaps before a crash, was told to nobody.
    this.#cancelSettle = clock.after(SETTLE_MS, () => this.#options.onNeedRefresh('connected'));
    this.#wasConnected = true;
    this.#tell();
  }

  #alive(attempt: Attempt): void {
    if (attempt.ended) return;
    this.#aliveAt = this.#options.clock.now();
    this.#watch(attempt);
  }

  /** From here on the server may be silent for one heartbeat. */
  #watch(attempt: Attempt): void {
    this.#cancelSilence();
    this.#cancelSilence = this.#options.clock.after(this.#heartbeatMs, () => this.#silent(attempt));
  }

  #silent(attempt: Attempt): void {
    const seconds = this.#options.settings.heartbeatSeconds;
    this.#ended(attempt, {
      failure: {
        code: 'timeout',
        message: attempt.isOpen ? `${this.#host} sent nothing for ${seconds} s.` : `${this.#host} did not answer within ${seconds} s.`,
        advice: 'Freshet connects again by itself. If the server is silent for longer as a rule, set a longer heartbeat.',
      },
      retryAfter: null,
      retryMs: null,
    });
  }

  #received(attempt: Attempt, message: PushMessage): Promise<void> {
    if (attempt.ended) return Promise.resolve();
    const now = this.#options.clock.now();
    this.#alive(attempt);
    this.#messages += 1;
    this.#lastMessageAt = now;
    this.#stats.message(now);
    this.#resume = message.resume;
    this.#tellSoon();
    return attempt.inbox.take(message.text);
  }

  #ended(attempt: Attempt, end: PushEnd): void {
    if (attempt.ended) return;
    const { code } = end.failure;
    if (code === 'unauthorized' || code === 'forbidden') {
      this.#halt(end.failure);
      return;
    }
    this.#close(attempt);
    if (attempt.isOpen) this.#disconnected();
    // To go on from there would bring the same message, or the same refusal, again.
    if (code === 'too-large' || code === 'gone' || code === 'client-error') this.#resume = null;
    if (code === 'too-large') this.#rejections.add('larger than 4 MiB', end.failure.message);
    this.#failure = end.failure;
    this.#retryLater(end);
    this.#tell();
  }

  #retryLater(end: PushEnd): void {
    const { clock, random } = this.#options;
    const now = clock.now();
    const waitMs = withJitter(RECONNECT_MS[this.#failures] ?? LONGEST_RECONNECT_MS, random);
    const askedMs = Math.max(retryAfterMs(end.retryAfter, now) ?? 0, Math.min(LONGEST_RECONNECT_MS, end.retryMs ?? 0));
    const delayMs = Math.max(waitMs, askedMs);
    this.#failures += 1;
    this.#nextTryAt = now + delayMs;
    this.#cancelRetry = clock.after(delayMs, () => this.#connect());
  }

  /** Ends an attempt without looking at what it was. */
  #close(attempt: Attempt): void {
    attempt.ended = true;
    this.#attempt = null;
    this.#cancelSilence();
    this.#cancelGood();
    this.#cancelSettle();
    attempt.connection?.close();
    attempt.inbox.end();
  }

  #disconnected(): void {
    const now = this.#options.clock.now();
    this.#since = now;
    this.#stats.connection(false, now);
  }

  #halt(failure: Failure | null): void {
    if (!this.#running) return;
    this.#running = false;
    const attempt = this.#attempt;
    if (attempt !== null) {
      attempt.inbox.drop();
      this.#close(attempt);
      if (attempt.isOpen) this.#disconnected();
    }
    this.#cancelRetry();
    this.#nextTryAt = null;
    this.#failure = failure;
    this.#batches.stop();
    this.#tell();
  }

  #tellSoon(): void {
    if (!this.#running) return;
    this.#cancelState ??= this.#options.clock.after(STATE_MS, () => this.#tell());
  }

  #tell(): void {
    this.#cancelState?.();
    this.#cancelState = null;
    this.#options.onState(this.state());
  }
}

function changesOf(received: readonly Received[]): RealtimeChange[] {
  return received.flatMap(({ changes, receivedAt }) => changes.map((change) => ({ ...change, receivedAt })));
}
