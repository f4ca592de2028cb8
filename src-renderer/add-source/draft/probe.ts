import type { SourceDraftInput } from '../../../src-preload/contract/index.ts';
import { pairsFrom, pairsTo } from './pairs.ts';
import { emptyProbe, type ProbeDraft } from './shape.ts';

type ProbeInput = NonNullable<SourceDraftInput['probe']>;

export function probeFrom(probe: ProbeInput | undefined): ProbeDraft {
  const empty = emptyProbe();
  if (probe === undefined) return empty;
  return {
    url: probe.url,
    value: probe.value ?? '',
    query: pairsFrom(probe.query),
    headers: pairsFrom(probe.headers),
    withCredentials: probe.withCredentials ?? true,
    cost: probe.cost === 1 ? '' : (probe.cost ?? ''),
  };
}

/** `undefined` where no probe is to be asked. */
export function probeToInput(probe: ProbeDraft): ProbeInput | undefined {
  if (probe.url.trim() === '') return undefined;
  const query = pairsTo(probe.query);
  const headers = pairsTo(probe.headers);
  return {
    url: probe.url.trim(),
    ...(probe.value.trim() === '' ? {} : { value: probe.value.trim() }),
    ...(Object.keys(query).length === 0 ? {} : { query }),
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
    ...(probe.withCredentials ? {} : { withCredentials: false }),
    ...(probe.cost === '' ? {} : { cost: probe.cost }),
  };
}
