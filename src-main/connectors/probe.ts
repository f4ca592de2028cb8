import { hash } from 'node:crypto';
import type { Probe, SourceConfig } from '../../src-preload/contract/index.ts';
import { compileExpression } from './expression.ts';
import type { UpstreamRequest, UpstreamResponse } from './http.ts';
import { readBody } from './formats/read-body.ts';
import { buildRequest, FIRST_PAGE } from './json-api.ts';

type Probed = Pick<SourceConfig, 'url' | 'auth' | 'headers'>;

/** Whether the probe would have to take the sign-in or the headers of its source, which may be one, to another origin. */
export function probeLeaksCredentials(source: Probed, probe: Pick<Probe, 'url' | 'withCredentials'>): boolean {
  const hasSome = source.auth.kind !== 'none' || Object.keys(source.headers).length > 0;
  return probe.withCredentials && hasSome && new URL(probe.url).origin !== new URL(source.url).origin;
}

/** The request that asks a probe. `secret` is that of its source; it is sent to the origin of the source and nowhere else. */
export function buildProbe(source: Probed, probe: Probe, secret: string | null): UpstreamRequest {
  const signsIn = probe.withCredentials && !probeLeaksCredentials(source, probe);
  return buildRequest(
    {
      url: probe.url,
      method: 'GET',
      query: probe.query,
      headers: signsIn ? { ...source.headers, ...probe.headers } : probe.headers,
      auth: signsIn ? source.auth : { kind: 'none' },
      paging: { kind: 'none' },
    },
    signsIn ? secret : null,
    FIRST_PAGE,
  );
}

/**
 * The value that a probe's answer holds, as a fingerprint of it; `null` where it holds none.
 * Throws `UpstreamError` when the answer is no JSON, `ExpressionError` when the expression fails.
 */
export async function readProbe(response: UpstreamResponse, expression: string): Promise<string | null> {
  const value = await compileExpression(expression)(readBody(response));
  if (value === undefined || value === null || value === '') return null;
  return hash('sha256', JSON.stringify(value), 'base64url').slice(0, 22);
}
