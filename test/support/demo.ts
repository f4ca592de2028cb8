import { onTestFinished } from 'vitest';
import { type DemoServer, type DemoServerOptions, startDemoServer } from '../../src-main/demo/server.ts';
import type { DemoServiceId } from '../../src-preload/contract/index.ts';
import type { Wire } from './wire.ts';

export interface DemoReply {
  status: number;
  headers: Headers;
  body: Wire;
}

/** The demo upstream over real HTTP, without latency, at a moment that a test sets. */
export interface Demo {
  server: DemoServer;
  /** Milliseconds since the epoch. */
  now: number;
  /** Calls a service below its prefix. */
  call(service: DemoServiceId, path: string, headers?: Record<string, string>, init?: RequestInit): Promise<DemoReply>;
}

/** A Friday afternoon. */
export const FRIDAY = Date.parse('2026-11-20T14:00:00.000Z');

export async function startDemo(options: Partial<DemoServerOptions> = {}): Promise<Demo> {
  const demo: Demo = {
    now: FRIDAY,
    server: await startDemoServer({ seed: 7, now: () => demo.now, latency: 0, ...options }),
    call: async (service, path, headers = {}, init = {}) => {
      const response = await fetch(`${demo.server.urlOf(service)}${path}`, { redirect: 'manual', ...init, headers });
      const text = await response.text();
      const isJson = response.headers.get('content-type')?.includes('json') === true && text !== '';
      return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
    },
  };
  onTestFinished(() => demo.server.close());
  return demo;
}
