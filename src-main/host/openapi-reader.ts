import type { OpenApiReading } from '../../src-preload/contract/index.ts';
import { callUpstream, type Fetch } from '../connectors/http.ts';
import { USER_AGENT } from '../connectors/user-agent.ts';
import { statusFailure, UpstreamError } from '../connectors/upstream-error.ts';
import { Problem } from '../engine/calls/problem.ts';
import { OpenApiError, readDocument } from '../presets/openapi/document.ts';
import { operationsOf } from '../presets/openapi/operations.ts';

const MOST_BYTES = 16 * 1024 * 1024;
const TIMEOUT_MS = 30_000;

const notAccepted = (path: string, message: string, advice: string) => new Problem('UNPROCESSABLE', message, advice, [{ path, message }]);

async function fetchText(fetch: Fetch, url: string, signal: AbortSignal): Promise<string> {
  const headers = { accept: 'application/json, application/yaml, text/yaml, */*;q=0.5', 'user-agent': USER_AGENT };
  try {
    const response = await callUpstream(
      fetch,
      { method: 'GET', url, headers, secretHeaders: [] },
      MOST_BYTES,
      AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    );
    const failure = statusFailure(response.status, new URL(url).host, '');
    if (failure !== null) throw new UpstreamError(failure);
    return new TextDecoder().decode(response.body);
  } catch (error) {
    if (error instanceof UpstreamError) throw notAccepted('url', error.failure.message, error.failure.advice);
    if (error instanceof DOMException && error.name === 'TimeoutError')
      throw notAccepted('url', `${new URL(url).host} did not answer within ${TIMEOUT_MS / 1000} s.`, 'Try again, or paste the document.');
    throw error;
  }
}

/** The operations of an OpenAPI document that lies at an address or was pasted. No key is sent. Throws `Problem`. */
export async function readOpenApi(
  fetch: Fetch,
  { url, text }: { url?: string | undefined; text?: string | undefined },
  signal: AbortSignal,
): Promise<OpenApiReading> {
  const given = url === undefined ? 'text' : 'url';
  if (url === undefined && (text === undefined || text.trim() === ''))
    throw notAccepted('text', 'There is no document.', 'Give its address, or paste its text.');
  const document = url === undefined ? (text ?? '') : await fetchText(fetch, url, signal);
  try {
    const operations = operationsOf(readDocument(document), url ?? null);
    if (operations.operations.length === 0)
      throw notAccepted(
        given,
        'The document has no operation that lists something.',
        'Operations by GET are taken, and those by POST that answer with a list.',
      );
    return operations;
  } catch (error) {
    if (error instanceof OpenApiError) throw notAccepted(given, error.message, error.advice);
    throw error;
  }
}
