import { durationWords } from '../../src-preload/contract/index.ts';
import type { SourceStatus } from '../../src-preload/contract/index.ts';
import { absoluteTime, timeWords } from '../ui/format.ts';

/** From where on the next refresh asks: 'what changed since 14:02, 1 h before the newest record'. */
export function sinceWords(incremental: NonNullable<SourceStatus['incremental']>): { text: string; title: string | undefined } {
  const { since, sinceAt, newestAt, fullAt } = incremental;
  const full = fullAt === null ? undefined : `Everything is asked for again from ${absoluteTime(fullAt)} on`;
  if (since === null) return { text: 'everything', title: undefined };
  if (sinceAt === null) return { text: `what comes from ${since} on`, title: full };
  const before =
    newestAt === null ? '' : `, ${durationWords((Date.parse(newestAt) - Date.parse(sinceAt)) / 1000)} before the newest record`;
  const title = [`Since ${absoluteTime(sinceAt)}`, full].filter((each) => each !== undefined).join('. ');
  return { text: `what changed since ${timeWords(sinceAt)}${before}`, title };
}
