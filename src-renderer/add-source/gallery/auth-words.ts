import type { SourcePreset } from '../../../src-preload/contract/index.ts';

/** What a preset takes to sign in, in a few words. */
export const AUTH_WORDS: Record<SourcePreset['auth']['kind'], string> = {
  none: 'No key needed',
  'optional-key': 'Works with and without a key',
  key: 'Needs a key',
  oauth: 'Needs to sign in (OAuth)',
};
