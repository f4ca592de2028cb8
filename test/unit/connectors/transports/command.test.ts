import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { callUpstream } from '../../../../src-main/connectors/http.ts';
import { buildLocalRequest } from '../../../../src-main/connectors/local-request.ts';
import { commandTransport } from '../../../../src-main/connectors/transports/command.ts';
import { UpstreamError } from '../../../../src-main/connectors/upstream-error.ts';
import { sourceConfigSchema } from '../../../../src-preload/contract/index.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

interface Asking {
  program?: string;
  auth?: object;
  secret?: string | null;
  isAllowed?: boolean;
  maxBytes?: number;
  signal?: AbortSignal;
}

/** Runs a script of Node. */
function run(
  script: string,
  args: string[] = [],
  { program = process.execPath, auth, secret = null, isAllowed = true, maxBytes = 1000, signal }: Asking = {},
) {
  const config = sourceConfigSchema.parse({
    id: 's',
    name: 'S',
    url: `command:${encodeURI(program)}`,
    arguments: ['-e', script, ...args],
    ...(auth === undefined ? {} : { auth }),
  });
  return callUpstream(
    commandTransport({ PATH: process.env['PATH'], HOME: '/home/me', AWS_SECRET_ACCESS_KEY: 'planted' }, () => isAllowed),
    buildLocalRequest(config, secret),
    maxBytes,
    signal ?? new AbortController().signal,
  );
}
const failure = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof UpstreamError ? error.failure : error),
  );

test('what a program prints is the answer', async () => {
  expect((await run('console.log(JSON.stringify([1]))')).body.toString()).toBe('[1]\n');
});

test('arguments reach the program one by one; no shell reads them', async () => {
  const args = ['a b', '$(touch /tmp/x)', '; ls', '"', '*'];
  const { body } = await run('console.log(JSON.stringify(process.argv.slice(1)))', args);
  expect(JSON.parse(body.toString())).toEqual(args);
});

test('the environment holds what a program needs, the secret of its source and nothing else', async () => {
  const print = 'console.log(JSON.stringify(process.env))';
  const plain = JSON.parse((await run(print)).body.toString()) as Record<string, string>;
  expect(Object.keys(plain).sort()).toEqual(['HOME', 'PATH']);
  const bearer = { auth: { kind: 'bearer', secret: 's3cret' }, secret: 's3cret' };
  expect(JSON.parse((await run(print, [], bearer)).body.toString())).toMatchObject({ FRESHET_SECRET: 's3cret' });
  const named = { auth: { kind: 'header', name: 'GH_TOKEN', secret: 's3cret' }, secret: 's3cret' };
  expect(JSON.parse((await run(print, [], named)).body.toString())).toMatchObject({ GH_TOKEN: 's3cret' });
});

describe('is refused', () => {
  test('where nobody has allowed it, in words that say how, and is not run', async () => {
    const file = join(tempFolder(), 'ran');
    const refused = await failure(run(`require('fs').writeFileSync(${JSON.stringify(file)}, '')`, [], { isAllowed: false }));
    expect(refused).toMatchObject({ code: 'not-allowed', advice: expect.stringContaining('--allow-commands') as string });
    expect(() => writeFileSync(file, '', { flag: 'wx' })).not.toThrow();
  });

  test('by a path that depends on where Freshet was started', async () => {
    expect(await failure(run('', [], { program: './report' }))).toMatchObject({ code: 'client-error' });
  });
});

describe('fails in words', () => {
  test('with the code and what the program said', async () => {
    expect(await failure(run('console.error("no such table"); process.exit(3)'))).toMatchObject({
      code: 'client-error',
      message: `${process.execPath} ended with code 3. It said: no such table`,
    });
  });

  test('when there is no such program', async () => {
    expect(await failure(run('', [], { program: 'no-such-program-here' }))).toMatchObject({
      code: 'not-found',
      message: 'There is no program no-such-program-here.',
    });
  });

  test('when it prints too much, and ends it', async () => {
    expect(await failure(run('for (;;) console.log("x".repeat(10000))'))).toMatchObject({ code: 'too-large' });
  });
});

test('a program that takes too long is ended, with what it has started', async () => {
  const abort = new AbortController();
  const reason = new UpstreamError({ code: 'timeout', message: 'too long', advice: '' });
  const script = `const child = require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    console.log(child.pid); setInterval(() => {}, 1000)`;
  let childPid = 0;
  const fetch = commandTransport(process.env, () => true);
  const response = await fetch(`command:${process.execPath}`, { body: JSON.stringify(['-e', script]), headers: {}, signal: abort.signal });
  const reader = response.body?.getReader();
  childPid = Number(Buffer.from((await reader?.read())?.value ?? []).toString());
  expect(() => process.kill(childPid, 0)).not.toThrow();
  abort.abort(reason);
  await expect(reader?.read()).rejects.toBe(reason);
  await expect.poll(() => isAlive(childPid)).toBe(false);
});

/** Whether a process runs; one that has ended and was not waited for does not. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^\d+ \(.*\) Z/.test(readStat(pid));
  } catch {
    return false;
  }
}

const readStat = (pid: number) => readFileSync(`/proc/${pid}/stat`, 'utf8');
