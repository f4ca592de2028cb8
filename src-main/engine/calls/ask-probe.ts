import type { Probe } from '../../../src-preload/contract/index.ts';
import { ExpressionError } from '../../connectors/expression.ts';
import { readProbe } from '../../connectors/probe.ts';
import type { UpstreamResponse } from '../../connectors/http.ts';
import { UpstreamError } from '../../connectors/upstream-error.ts';

/** What a probe came to. */
export interface Probed {
  /** A fingerprint of its value; `null` when it could not be asked or held none. */
  value: string | null;
  /** Whether it is the value of the last good refresh, so that the costly call need not be made. */
  isSame: boolean;
  /** For the history; `null` where there is nothing to say. */
  note: string | null;
}

const CALLED = 'so the costly call was made.';

const missed = (words: string): Probed => ({ value: null, isSame: false, note: `${words}, ${CALLED}` });

/**
 * Asks the probe of a source whether there is anything new since the value `before`, that of the last good refresh.
 * A probe that fails never stands in the way: the costly call is then made. `ask` makes the call; where it gives `null`,
 * the refresh does without, and so does this. Throws what is not a failure of the upstream, such as a cancellation.
 */
export async function askProbe(probe: Probe, before: string | null, ask: () => Promise<UpstreamResponse | null>): Promise<Probed | null> {
  try {
    const answer = await ask();
    if (answer === null) return null;
    const value = await readProbe(answer, probe.value);
    if (value === null)
      return missed(probe.value === '' ? 'The answer of the probe was empty' : `The probe held nothing at "${probe.value}"`);
    if (before === null) return { value, isSame: false, note: null };
    if (value !== before) return { value, isSame: false, note: 'The probe said that something is new.' };
    return { value, isSame: true, note: 'The probe said that nothing is new, so the costly call was not made.' };
  } catch (error) {
    if (error instanceof ExpressionError) return missed(`The probe could not be read: ${error.message}`);
    if (!(error instanceof UpstreamError)) throw error;
    const { code, message } = error.failure;
    if (code === 'quota-spent') return missed('The quota had no room for the probe beside the costly call');
    return missed(`The probe failed (${message.replace(/\.$/, '')})`);
  }
}
