import type { Alert } from '../../../src-preload/contract/index.ts';
import { toIso } from '../../../src-preload/contract/index.ts';
import type { Fetch } from '../../connectors/http.ts';
import type { AlertChannel, Delivery } from '../../store/alerts.ts';
import type { Store } from '../../store/store.ts';
import type { Clock } from '../clock.ts';
import { redactor, resolveSecret, type SecretStore } from '../sign-in/secrets.ts';
import { nextTryAt } from './delivery-plan.ts';
import { retryAfterMs as retryAfterIn } from '../decide/backoff.ts';

/** How long a receiver may take, milliseconds. */
const TIMEOUT_MS = 15_000;

/** A message as a notification shows it. */
export interface Notification {
  alertId: string;
  title: string;
  words: string;
  sound: boolean;
}

export interface OutboxDeps {
  clock: Clock;
  store: { alerts: Pick<Store['alerts'], 'waiting' | 'tried'> };
  fetch: Fetch;
  secrets: SecretStore;
  environment: NodeJS.ProcessEnv;
  /** Shows a notification; `false`: it could not be shown now. */
  notify: (notification: Notification) => Promise<boolean>;
  /** `null` where there is no such alert any more. */
  alertOf: (alertRow: number) => Alert | null;
  onTried: (alertRow: number) => void;
  report: (error: unknown) => void;
}

/** Why something was not delivered, in words without addresses or secrets. */
class Undelivered extends Error {
  readonly retryAfterMs: number | null;

  constructor(message: string, retryAfterMs: number | null = null) {
    super(message);
    this.retryAfterMs = retryAfterMs;
  }
}

/** The name of the secret of an alert in the secret store. */
export const alertSecretName = (alertId: string): string => `alert:${alertId}`;

/** Sends what waits to be sent, and tries again what could not be. What it has not sent outlives the process. */
export class Outbox {
  readonly #deps: OutboxDeps;
  readonly #stop = new AbortController();
  #running = false;

  constructor(deps: OutboxDeps) {
    this.#deps = deps;
  }

  /** When something is to be tried next, milliseconds since the epoch; `Infinity` when nothing waits. */
  nextAt(): number {
    return this.#running ? Infinity : (this.#deps.store.alerts.waiting()[0]?.at ?? Infinity);
  }

  stop(): void {
    this.#stop.abort();
  }

  /** Tries everything that is due, one after the other. */
  async send(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    try {
      const { clock, store } = this.#deps;
      for (const delivery of store.alerts.waiting()) {
        if (this.#stop.signal.aborted || delivery.at > clock.now()) break;
        await this.#try(delivery);
      }
    } catch (error) {
      this.#deps.report(error);
    } finally {
      this.#running = false;
    }
  }

  async #try(delivery: Delivery): Promise<void> {
    const { store, clock, alertOf, onTried } = this.#deps;
    const alert = alertOf(delivery.alertRow);
    try {
      if (alert === null) throw new Undelivered('The alert was removed.', Infinity);
      await this.#deliver(delivery.channel, alert, delivery);
      store.alerts.tried(delivery, 'sent', clock.now(), null);
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      const [problem, retryAfterMs] = error instanceof Undelivered ? [error.message, error.retryAfterMs] : ['It could not be sent.', null];
      const now = clock.now();
      const at = retryAfterMs === Infinity ? null : nextTryAt(delivery.sentAt, delivery.tries + 1, now, retryAfterMs);
      store.alerts.tried(delivery, at === null ? 'failed' : 'waiting', at ?? now, problem);
      if (!(error instanceof Undelivered)) this.#deps.report(error);
    }
    onTried(delivery.alertRow);
  }

  async #deliver(channel: AlertChannel, alert: Alert, { title, words, event, sentAt, message }: Delivery): Promise<void> {
    if (channel === 'desktop') {
      const isShown = await this.#deps.notify({ alertId: alert.id, title, words, sound: alert.deliver.sound });
      if (!isShown) throw new Undelivered('No window or notification could show it.');
      return;
    }
    const { webhook } = alert.deliver;
    if (webhook === undefined) throw new Undelivered('The alert has no webhook any more.', Infinity);
    await this.#post(alert, webhook, { id: String(message), alertId: alert.id, name: title, event, text: words, at: toIso(sentAt) });
  }

  async #post(alert: Alert, webhook: NonNullable<Alert['deliver']['webhook']>, body: object): Promise<void> {
    const { clock, fetch, secrets, environment } = this.#deps;
    const { url, headers, secret } = webhook;
    const token = secret === undefined ? null : await resolveSecret(secrets, named(alert.id, secret), environment);
    if (secret !== undefined && token === null) throw new Undelivered('The secret of the webhook is missing: enter it again.');
    const redact = redactor(token, url);
    const host = new URL(url).host;
    const ended = new AbortController();
    const cancel = clock.after(TIMEOUT_MS, () => ended.abort());
    try {
      const response = await fetch(url, {
        method: 'POST',
        // A message goes to the address that was entered and nowhere else.
        redirect: 'manual',
        headers: { 'content-type': 'application/json', ...headers, ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
        body: JSON.stringify(body),
        signal: AbortSignal.any([ended.signal, this.#stop.signal]),
      });
      await response.body?.cancel();
      if (response.status >= 300 && response.status < 400) throw new Undelivered(`${host} redirects to another address; enter that one.`);
      if (!response.ok)
        throw new Undelivered(`${host} answered ${response.status}.`, retryAfterIn(response.headers.get('retry-after'), clock.now()));
    } catch (error) {
      if (error instanceof Undelivered) throw error;
      if (ended.signal.aborted) throw new Undelivered(`${host} did not answer within ${TIMEOUT_MS / 1000} s.`);
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      throw new Undelivered(redact(`${host} could not be reached: ${cause instanceof Error ? cause.message : String(cause)}`));
    } finally {
      cancel();
    }
  }
}

/** The secret of a webhook as the secret store knows it. */
export function named(alertId: string, secret: NonNullable<NonNullable<Alert['deliver']['webhook']>['secret']>) {
  return { field: 'secret' as const, name: alertSecretName(alertId), secret };
}
