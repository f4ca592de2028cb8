import type { SourceConfig } from '../../src-preload/contract/index.ts';
import { probeLeaksCredentials } from '../connectors/probe.ts';
import { Problem } from './problem.ts';

/** Says which settings for cheaper calls do not go together with the rest of a source. Throws `Problem`. */
export function checkCheaper(config: SourceConfig): void {
  const { probe, incremental } = config;
  if (probe !== undefined && probeLeaksCredentials(config, probe)) {
    const message = `The probe is at ${new URL(probe.url).origin}, and the sign-in and headers of the source are for ${new URL(config.url).origin} alone.`;
    throw new Problem('UNPROCESSABLE', message, 'Let the probe be asked without credentials, or at the origin of the source.', [
      { path: 'probe.withCredentials', message },
    ]);
  }
  if (incremental !== undefined && incremental.field === undefined && config.timeField === undefined) {
    const message = 'name the field that says when a record last changed, or a time field';
    throw new Problem('UNPROCESSABLE', 'The source asks for what has changed, but no field says when that was.', 'Name that field.', [
      { path: 'incremental.field', message },
    ]);
  }
}
