import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import pg from 'pg';
import { isPrivateAddress } from '../private-address.ts';
import { PrivateAddressError } from '../public-lookup.ts';
import type { Fetch } from '../http.ts';
import { networkError, statusFailure, UpstreamError, upstreamError } from '../upstream-error.ts';
import { valueParser } from './postgresql-types.ts';

/** More rows are no answer to be merged in one go. */
const MOST_ROWS = 100_000;

/** What `buildLocalRequest` puts into the body. */
interface Query {
  sql: string;
  timeoutMs: number;
}

/** SQLSTATE codes (PostgreSQL, appendix A) as failures. */
function databaseFailure({ code = '', message }: pg.DatabaseError, host: string, timeoutMs: number): UpstreamError {
  const said = `${host}: ${message}`;
  if (code.startsWith('28'))
    return new UpstreamError({
      ...(statusFailure(401, host, message) ?? { code: 'unauthorized', message: '', advice: '' }),
      message: `${host} refused the user or the password: ${message}.`,
      advice: 'Enter both under Sign-in, as user name and password.',
    });
  if (code === '57014')
    return upstreamError(
      'timeout',
      `${host} ended the query, which took longer than ${timeoutMs / 1000} s.`,
      'Ask for less, add an index, or give the source a longer timeout.',
    );
  if (code === '42501') return upstreamError('forbidden', `${said} (${code}).`, 'Let the user read what the query names (GRANT SELECT).');
  if (code === '25006')
    return upstreamError('forbidden', `${said} (${code}).`, 'A source only reads: its transaction cannot change anything.');
  if (code === '3D000') return upstreamError('not-found', `${said} (${code}).`, 'Check the name of the database at the end of the URL.');
  if (code.startsWith('42')) return upstreamError('client-error', `The query is not accepted by ${said} (${code}).`, 'Correct the query.');
  if (code.startsWith('53') || code.startsWith('57P'))
    return upstreamError('server-error', `${said} (${code}).`, 'Usually passes; Freshet tries again by itself.');
  return upstreamError('client-error', `${said} (${code}).`, 'Correct the query.');
}

/** The address to connect to. What is checked is what is connected to. */
async function addressOf(hostname: string, publicOnly: boolean): Promise<string> {
  const bare = hostname.replace(/^\[|\]$/g, '');
  if (!publicOnly || isIP(bare) !== 0) return bare;
  const { address } = await lookup(bare);
  if (isPrivateAddress(address)) throw new PrivateAddressError(bare, address);
  return address;
}

/** `sslmode` of the URL, as PostgreSQL's own clients read it; TLS is checked unless it says otherwise. */
function tlsOf(url: URL, hostname: string): pg.ClientConfig['ssl'] {
  const mode = url.searchParams.get('sslmode') ?? 'disable';
  switch (mode) {
    case 'disable':
      return false;
    case 'verify-full':
      return { servername: hostname };
    case 'require':
      return { servername: hostname, rejectUnauthorized: false };
    default:
      throw upstreamError('client-error', `sslmode=${mode} is not known.`, 'Use sslmode=verify-full, sslmode=require or sslmode=disable.');
  }
}

/** Columns may have the same name; each gets one of its own. */
function columnNames(fields: readonly pg.FieldDef[]): string[] {
  const taken = new Set<string>();
  return fields.map(({ name }) => {
    let free = name;
    for (let number = 2; taken.has(free); number += 1) free = `${name} ${number}`;
    taken.add(free);
    return free;
  });
}

async function rowsOf(client: pg.Client, { sql, timeoutMs }: Query): Promise<Record<string, unknown>[]> {
  await client.query('BEGIN TRANSACTION READ ONLY');
  await client.query(`SET LOCAL statement_timeout = ${Math.round(timeoutMs)}`);
  await client.query("SET LOCAL timezone = 'UTC'");
  // The extended protocol takes one statement and no more, so that nothing can end the transaction from within.
  const extended = { queryMode: 'extended' } as object;
  await client.query({ text: `DECLARE freshet NO SCROLL CURSOR FOR ${sql.trim().replace(/;+$/, '')}`, ...extended });
  const { rows, fields } = await client.query<unknown[]>({
    text: `FETCH FORWARD ${MOST_ROWS + 1} FROM freshet`,
    rowMode: 'array',
    ...extended,
  });
  await client.query('ROLLBACK');
  if (rows.length > MOST_ROWS)
    throw upstreamError('too-large', `The query gives more than ${MOST_ROWS.toLocaleString('en')} rows.`, 'Ask for less: WHERE, LIMIT.');
  const names = columnNames(fields);
  return rows.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index]])));
}

/**
 * Asks a PostgreSQL database with the SQL in the body, in a transaction that can only read, and answers with the list of
 * rows in JSON. Throws `UpstreamError`.
 */
export function postgresqlTransport(): Fetch {
  return async (address, { body, headers, signal, publicOnly = false } = {}) => {
    const url = new URL(address);
    const query = JSON.parse(body as string) as Query;
    const { user, password } = headers as { user?: string; password?: string };
    if (query.sql.trim() === '')
      throw upstreamError('client-error', 'The source has no query.', 'Write it in SQL as the body of the source.');
    const ssl = tlsOf(url, url.hostname);
    const host = url.host;
    let client: pg.Client | null = null;
    const stop = () => void client?.end().catch(() => undefined);
    try {
      client = new pg.Client({
        host: await addressOf(url.hostname, publicOnly),
        port: url.port === '' ? 5432 : Number(url.port),
        database: decodeURIComponent(url.pathname.slice(1)) || 'postgres',
        ...(user === undefined ? {} : { user }),
        ...(password === undefined ? {} : { password }),
        ssl,
        application_name: 'Freshet',
        connectionTimeoutMillis: query.timeoutMs,
        types: { getTypeParser: valueParser as unknown as pg.CustomTypesConfig['getTypeParser'] },
      });
      // A connection that is lost after the answer concerns nobody.
      client.on('error', () => undefined);
      signal?.addEventListener('abort', stop, { once: true });
      await client.connect();
      const rows = await rowsOf(client, query);
      return new Response(JSON.stringify(rows), { headers: { 'content-type': 'application/json' } });
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof pg.DatabaseError) throw databaseFailure(error, host, query.timeoutMs);
      const words = error instanceof Error ? error.message : '';
      if (/does not support SSL|password must be a string|no password/i.test(words)) {
        const isTls = /SSL/.test(words);
        throw upstreamError(
          isTls ? 'tls' : 'unauthorized',
          isTls ? `${host} offers no TLS.` : `${host} wants a password.`,
          isTls ? 'Use sslmode=disable in the URL where the network is to be trusted.' : 'Enter user name and password under Sign-in.',
        );
      }
      throw networkError(error, host);
    } finally {
      signal?.removeEventListener('abort', stop);
      await client?.end().catch(() => undefined);
    }
  };
}
