import type { SourceConfig } from '../../../src-preload/contract/index.ts';
import { probeLeaksCredentials } from '../../connectors/probe.ts';
import { idsOf, limitOf } from '../../connectors/shared-requests.ts';
import { Problem } from './problem.ts';

type Found = [path: string, message: string];

function probeProblem({ probe, ...source }: SourceConfig): Found | null {
  if (probe === undefined || !probeLeaksCredentials(source, probe)) return null;
  return [
    'probe.withCredentials',
    `the probe is at ${new URL(probe.url).origin}, and the sign-in and headers of the source are for ${new URL(source.url).origin} alone; let it be asked without them`,
  ];
}

function incrementalProblem({ incremental, timeField }: SourceConfig): Found | null {
  if (incremental === undefined || incremental.field !== undefined || timeField !== undefined) return null;
  return ['incremental.field', 'name the field that says when a record last changed, or a time field'];
}

function sharingProblem(config: SourceConfig): Found | null {
  const { batch, widest, incremental, paging } = config;
  if (batch === undefined && widest === undefined) return null;
  const path = batch === undefined ? 'widest' : 'batch';
  if (batch !== undefined && widest !== undefined)
    return ['widest', 'a source shares by its ids or by the number of its records, not by both'];
  if (paging.kind !== 'none') return [path, 'a source with paging cannot share its calls in this way'];
  if (incremental !== undefined) return [path, 'a source that asks only for what has changed shares its calls with no other'];
  if (batch !== undefined && idsOf(config, batch).length === 0) return ['batch.param', `the query has no ids in "${batch.param}"`];
  if (widest !== undefined && limitOf(config, widest) === null)
    return ['widest.param', `the query has no number of records in "${widest.param}"`];
  return null;
}

/** Says which settings for cheaper calls do not go together with the rest of a source. Throws `Problem`. */
export function checkCheaper(config: SourceConfig): void {
  const problems = [probeProblem(config), incrementalProblem(config), sharingProblem(config)].flatMap((each) =>
    each === null ? [] : [{ path: each[0], message: each[1] }],
  );
  const [first] = problems;
  if (first === undefined) return;
  const words = `${first.message[0]?.toUpperCase() ?? ''}${first.message.slice(1)}.`;
  throw new Problem('UNPROCESSABLE', words, 'Change these settings.', problems);
}
