import type { SourceConfig } from '../../src-preload/contract/index.ts';
import type { UpstreamRequest } from './http.ts';

/** The settings of a source that is not asked over HTTP. */
export type LocalConfig = Pick<SourceConfig, 'url' | 'auth' | 'body'> & Partial<Pick<SourceConfig, 'arguments' | 'timeoutSeconds'>>;

/** Under this name a command finds the secret of its source where the sign-in names no other. */
const SECRET_VARIABLE = 'FRESHET_SECRET';

/**
 * The request for a file, a command or a database, as its transport reads it: what goes with the address in the body, and
 * what must stay secret in the headers. `secret` is the resolved secret of the source's auth.
 */
export function buildLocalRequest(
  { url, auth, body = '', arguments: args = [], timeoutSeconds = 30 }: LocalConfig,
  secret: string | null,
): UpstreamRequest {
  const base = { url, headers: {}, secretHeaders: [], page: 0 };
  switch (new URL(url).protocol) {
    case 'command:': {
      const name = auth.kind === 'header' ? auth.name : SECRET_VARIABLE;
      // What a command does may not be done twice without being asked for.
      return { ...base, method: 'POST', headers: secret === null ? {} : { [name]: secret }, body: JSON.stringify(args) };
    }
    case 'postgresql:': {
      const user: Record<string, string> = auth.kind === 'basic' ? { user: auth.username } : {};
      const headers = { ...user, ...(secret === null ? {} : { password: secret }) };
      return { ...base, method: 'GET', headers, body: JSON.stringify({ sql: body, timeoutMs: timeoutSeconds * 1000 }) };
    }
    default:
      return { ...base, method: 'GET' };
  }
}
