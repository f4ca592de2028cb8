import type { Draft } from '../draft.ts';

/** What every part of the form gets: the draft, and how to change some of its fields. */
export interface PartProps {
  draft: Draft;
  set: (part: Partial<Draft>) => void;
  disabled: boolean;
}
