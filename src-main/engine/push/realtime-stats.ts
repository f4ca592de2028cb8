const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** Counts what a link did over the last hour, or since its start where that is less. Times are milliseconds since the epoch. */
export class RealtimeStats {
  #startedAt: number;
  /** Messages by the minute they came in. */
  readonly #perMinute = new Map<number, number>();
  /** Since when it has been connected or not, the oldest first; the first may lie before the hour. */
  #spans: { from: number; connected: boolean }[];

  constructor(now: number) {
    this.#startedAt = now;
    this.#spans = [{ from: now, connected: false }];
  }

  message(now: number): void {
    const minute = Math.floor(now / MINUTE_MS);
    this.#perMinute.set(minute, (this.#perMinute.get(minute) ?? 0) + 1);
    if (this.#perMinute.size > 61) this.#prune(now);
  }

  connection(connected: boolean, now: number): void {
    this.#prune(now);
    if (this.#spans.at(-1)?.connected !== connected) this.#spans.push({ from: now, connected });
  }

  /** Messages a minute over the last hour; over a minute at least, so that one message at the start is not sixty. */
  messagesPerMinute(now: number): number {
    this.#prune(now);
    const start = this.#windowStart(now);
    let messages = 0;
    for (const [minute, count] of this.#perMinute) {
      const isCut = start > this.#startedAt && minute * MINUTE_MS < start;
      messages += isCut ? count * (minute + 1 - start / MINUTE_MS) : count;
    }
    return messages / Math.max(1, (now - start) / MINUTE_MS);
  }

  /** The share of the last hour in which it was connected, from 0 to 1. */
  uptimeShare(now: number): number {
    this.#prune(now);
    const start = this.#windowStart(now);
    if (now <= start) return this.#spans.at(-1)?.connected === true ? 1 : 0;
    const connectedMs = this.#spans.reduce((sum, span, index) => {
      const to = this.#spans[index + 1]?.from ?? now;
      return span.connected ? sum + Math.max(0, to - Math.max(start, span.from)) : sum;
    }, 0);
    return connectedMs / (now - start);
  }

  #windowStart(now: number): number {
    return Math.max(this.#startedAt, now - HOUR_MS);
  }

  #prune(now: number): void {
    // The clock was set back: what lies ahead of it is moved to now, or it would count for as long again.
    this.#startedAt = Math.min(this.#startedAt, now);
    for (const span of this.#spans) span.from = Math.min(span.from, now);
    const lastSpanBefore = this.#spans.findLastIndex((span) => span.from <= now - HOUR_MS);
    if (lastSpanBefore > 0) this.#spans = this.#spans.slice(lastSpanBefore);
    for (const minute of this.#perMinute.keys()) {
      if (minute * MINUTE_MS > now || (minute + 1) * MINUTE_MS <= now - HOUR_MS) this.#perMinute.delete(minute);
    }
  }
}
