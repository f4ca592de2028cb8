import type { SourceDraftInput } from '../../../src-preload/contract/index.ts';
import type { NumberText } from './number-text.ts';

/** What sources that share calls may differ in: nothing of the request, their ids, or the number of records. */
export type SharingKind = 'same' | 'batch' | 'widest';

export interface SharingDraft {
  kind: SharingKind;
  param: string;
  separator: string;
  most: NumberText;
  key: string;
}

const MOST = 50;
const PARAM: Record<SharingKind, string> = { same: '', batch: 'ids', widest: 'limit' };

export function emptySharing(kind: SharingKind = 'same'): SharingDraft {
  return { kind, param: PARAM[kind], separator: ',', most: MOST, key: '' };
}

export function sharingFrom({ batch, widest }: Pick<SourceDraftInput, 'batch' | 'widest'>): SharingDraft {
  if (batch !== undefined) {
    const empty = emptySharing('batch');
    return {
      ...empty,
      param: batch.param ?? empty.param,
      separator: batch.separator ?? empty.separator,
      most: batch.most ?? empty.most,
      key: batch.key ?? '',
    };
  }
  if (widest === undefined) return emptySharing();
  const empty = emptySharing('widest');
  return { ...empty, param: widest.param ?? empty.param };
}

/** The settings of the source, as far as there is something to set. */
export function sharingToInput(sharing: SharingDraft): Pick<SourceDraftInput, 'batch' | 'widest'> {
  const { kind, separator, most, key } = sharing;
  const param = sharing.param.trim() || PARAM[kind];
  if (kind === 'same') return {};
  if (kind === 'widest') return { widest: { param } };
  return {
    batch: {
      param,
      ...(separator === '' || separator === ',' ? {} : { separator }),
      ...(most === '' || most === MOST ? {} : { most }),
      ...(key.trim() === '' ? {} : { key: key.trim() }),
    },
  };
}
