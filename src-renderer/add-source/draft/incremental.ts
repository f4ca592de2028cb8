import type { Incremental, SourceDraftInput } from '../../../src-preload/contract/index.ts';
import type { NumberText } from './number-text.ts';

type IncrementalInput = NonNullable<SourceDraftInput['incremental']>;

/** How a source asks only for what has changed; without a parameter it asks for everything. */
export interface IncrementalDraft {
  param: string;
  field: string;
  format: Incremental['format'];
  lookBackSeconds: NumberText;
  fullEveryHours: NumberText;
}

const LOOK_BACK_SECONDS = 3600;
const FULL_EVERY_HOURS = 168;

export function emptyIncremental(): IncrementalDraft {
  return { param: '', field: '', format: 'iso', lookBackSeconds: LOOK_BACK_SECONDS, fullEveryHours: FULL_EVERY_HOURS };
}

export function incrementalFrom(incremental: IncrementalInput | undefined): IncrementalDraft {
  const empty = emptyIncremental();
  if (incremental === undefined) return empty;
  return {
    param: incremental.param,
    field: incremental.field ?? '',
    format: incremental.format ?? empty.format,
    lookBackSeconds: incremental.lookBackSeconds ?? empty.lookBackSeconds,
    fullEveryHours: incremental.fullEveryHours ?? empty.fullEveryHours,
  };
}

/** `undefined` where everything is asked for. */
export function incrementalToInput(draft: IncrementalDraft): IncrementalInput | undefined {
  if (draft.param.trim() === '') return undefined;
  const { format, lookBackSeconds, fullEveryHours } = draft;
  return {
    param: draft.param.trim(),
    ...(draft.field.trim() === '' ? {} : { field: draft.field.trim() }),
    ...(format === 'iso' ? {} : { format }),
    ...(lookBackSeconds === '' || lookBackSeconds === LOOK_BACK_SECONDS ? {} : { lookBackSeconds }),
    ...(fullEveryHours === '' || fullEveryHours === FULL_EVERY_HOURS ? {} : { fullEveryHours }),
  };
}
