import type { SourceDraftInput } from '../../../src-preload/contract/index.ts';
import type { NumberText } from './number-text.ts';
import { type Pair, pairsToRecord, recordToPairs } from './pairs.ts';

type ProbeInput = NonNullable<SourceDraftInput['probe']>;

/** The cheap call that is asked first; without a URL there is none. */
export interface ProbeDraft {
  url: string;
  value: string;
  query: Pair[];
  headers: Pair[];
  withCredentials: boolean;
  cost: NumberText;
}

export function emptyProbe(): ProbeDraft {
  return { url: '', value: '', query: [], headers: [], withCredentials: true, cost: '' };
}

export function probeFrom(probe: ProbeInput | undefined): ProbeDraft {
  const empty = emptyProbe();
  if (probe === undefined) return empty;
  return {
    url: probe.url,
    value: probe.value ?? '',
    query: recordToPairs(probe.query),
    headers: recordToPairs(probe.headers),
    withCredentials: probe.withCredentials ?? true,
    cost: probe.cost === 1 ? '' : (probe.cost ?? ''),
  };
}

/** `undefined` where no probe is to be asked. */
export function probeToInput(probe: ProbeDraft): ProbeInput | undefined {
  if (probe.url.trim() === '') return undefined;
  const query = pairsToRecord(probe.query);
  const headers = pairsToRecord(probe.headers);
  return {
    url: probe.url.trim(),
    ...(probe.value.trim() === '' ? {} : { value: probe.value.trim() }),
    ...(Object.keys(query).length === 0 ? {} : { query }),
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
    ...(probe.withCredentials ? {} : { withCredentials: false }),
    ...(probe.cost === '' ? {} : { cost: probe.cost }),
  };
}
