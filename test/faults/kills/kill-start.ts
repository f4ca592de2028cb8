import { type Aim, until } from '../aim.ts';
import { type AttemptOptions, expectThat } from '../fault.ts';
import { begin, kill } from '../faulty-app.ts';

/**
 * Starts the app on a folder and kills it at a moment after it was heard to begin with something. Gives whether it had not
 * started by then. `after`: what that beginning is, in words.
 */
export async function killStart(
  dataFolder: string,
  words: readonly string[],
  aim: Aim,
  { random, atMs, note }: AttemptOptions,
  after: string,
): Promise<boolean> {
  const starting = begin({ dataFolder });
  const begun = await starting.said.heard(words, 0);
  expectThat(begun !== null, 'the start ended by itself before it came to that');
  const afterMs = atMs ?? aim.draw(random);
  let startedAt: number | null = null;
  const started = starting.started.then((app) => {
    if (app !== null) startedAt = performance.now();
  });
  note(`${afterMs.toFixed(2)} ${after}`, afterMs);
  await until(begun, afterMs);
  await kill(starting);
  await started;
  const at = startedAt as number | null;
  if (at === null) aim.landed();
  else aim.missed(at - begun);
  return at === null;
}
