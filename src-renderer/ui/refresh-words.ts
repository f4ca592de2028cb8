import { durationWords } from '../../src-preload/contract/index.ts';
import type { Refresh, Trigger } from '../../src-preload/contract/index.ts';
import { numberWords } from './format.ts';

const triggers: Record<Trigger, string> = {
  schedule: 'by its rule',
  open: 'on opening',
  manual: 'you asked',
  force: 'you forced it',
  resume: 'after waking up',
  startup: 'at the start',
  shared: 'with another source',
  repair: 'after a restore',
  push: 'a change may have been missed',
};

export function triggerWords(trigger: Trigger): string {
  return triggers[trigger];
}

/** What a refresh brought, or what went wrong. */
export function resultWords({ failure, counts, note }: Refresh): string {
  if (failure !== null) return failure.message;
  const parts = [
    ...(counts.added > 0 ? [`${numberWords(counts.added)} new`] : []),
    ...(counts.updated > 0 ? [`${numberWords(counts.updated)} changed`] : []),
    ...(counts.unchanged > 0 ? [`${numberWords(counts.unchanged)} as before`] : []),
    ...(counts.deleted > 0 ? [`${numberWords(counts.deleted)} gone`] : []),
    ...(counts.rejected > 0 ? [`${numberWords(counts.rejected)} rejected`] : []),
    ...(note === null ? [] : [note]),
  ];
  return parts.join(', ');
}

export function tookWords({ startedAt, endedAt }: Refresh): string {
  if (endedAt === null) return '';
  const ms = Date.parse(endedAt) - Date.parse(startedAt);
  return ms < 1000 ? `${numberWords(Math.max(0, ms))} ms` : durationWords(ms / 1000);
}
