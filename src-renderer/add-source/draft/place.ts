import type { SourceDraftInput } from '../../../src-preload/contract/index.ts';

/** Where the calls of a source may go, as the form holds it. */
export interface PlaceDraft {
  allowedHosts: string[];
  /** `usual`: as the app is started. */
  allowPrivate: 'usual' | 'yes' | 'no';
}

export function emptyPlace(): PlaceDraft {
  return { allowedHosts: [], allowPrivate: 'usual' };
}

export function placeFrom({ allowedHosts, allowPrivate }: Pick<SourceDraftInput, 'allowedHosts' | 'allowPrivate'>): PlaceDraft {
  return {
    allowedHosts: [...(allowedHosts ?? [])],
    allowPrivate: allowPrivate === undefined ? 'usual' : allowPrivate ? 'yes' : 'no',
  };
}

export function placeToInput({ allowedHosts, allowPrivate }: PlaceDraft): Pick<SourceDraftInput, 'allowedHosts' | 'allowPrivate'> {
  const hosts = allowedHosts.map((host) => host.trim().toLowerCase()).filter((host) => host !== '');
  return {
    ...(hosts.length === 0 ? {} : { allowedHosts: hosts }),
    ...(allowPrivate === 'usual' ? {} : { allowPrivate: allowPrivate === 'yes' }),
  };
}
