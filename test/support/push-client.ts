import { vi } from 'vitest';
import { pushConnector } from '../../src-main/connectors/push/connect.ts';
import type { PushConnection, PushEnd } from '../../src-main/connectors/push/connection.ts';
import { pushSchema, type PushSettingsInput } from '../../src-preload/contract/push.ts';
import { redactor } from '../../src-main/engine/sign-in/secrets.ts';
import { SimClock } from './sim-clock.ts';

/** A connection as a test sees it. */
export interface PushClient {
  clock: SimClock;
  connection: PushConnection;
  opened: number;
  alive: number;
  texts: string[];
  resumes: (string | null)[];
  ends: PushEnd[];
  /** What `onMessage` gives; a test may hold the transport back with it. */
  whenRead: Promise<void>;
}

/** Waits for something that real sockets bring about. */
export const until = (check: () => boolean) =>
  vi.waitFor(
    () => {
      if (!check()) throw new Error(`Not yet: ${String(check)}`);
    },
    { timeout: 4_000, interval: 2 },
  );

/** Connects, with a clock that stands still and `s3cret-key` for a secret. */
export function connectPush(input: PushSettingsInput, resume: string | null = null): PushClient {
  const clock = new SimClock();
  const client: PushClient = {
    clock,
    connection: { close: () => undefined },
    opened: 0,
    alive: 0,
    texts: [],
    resumes: [],
    ends: [],
    whenRead: Promise.resolve(),
  };
  const connect = pushConnector(pushSchema.parse(input), {
    clock,
    publicOnly: false,
    fetch: globalThis.fetch,
    redact: redactor('s3cret-key'),
  });
  client.connection = connect(resume, {
    onOpen: () => (client.opened += 1),
    onAlive: () => (client.alive += 1),
    onMessage: (message) => {
      client.texts.push(message.text);
      client.resumes.push(message.resume);
      return client.whenRead;
    },
    onEnd: (end) => client.ends.push(end),
  });
  return client;
}
