import type { Format, FormatKind, SourceDraftInput } from '../../../src-preload/contract/index.ts';
import { formatOf } from '../../../src-preload/contract/index.ts';

/** How the answer is written, as the form holds it; without a kind it is recognised. */
export interface FormatDraft {
  kind: '' | FormatKind;
  /** `auto`, or one character; a tab is written as \t. */
  delimiter: string;
  header: boolean;
  quote: string;
  numbers: boolean;
}

export function emptyFormat(): FormatDraft {
  return { kind: '', delimiter: 'auto', header: true, quote: '"', numbers: true };
}

export function formatFrom(format: NonNullable<SourceDraftInput['format']> | undefined): FormatDraft {
  const empty = emptyFormat();
  if (format === undefined) return empty;
  if (format.kind !== 'csv') return { ...empty, kind: format.kind };
  const { kind, delimiter = empty.delimiter, header = empty.header, quote = empty.quote, numbers = empty.numbers } = format;
  return { kind, delimiter: delimiter === '\t' ? '\\t' : delimiter, header, quote, numbers };
}

export function formatToInput({ kind, delimiter, header, quote, numbers }: FormatDraft): Format | undefined {
  if (kind === '') return undefined;
  if (kind !== 'csv') return formatOf(kind);
  return { kind, delimiter: delimiter === '\\t' ? '\t' : delimiter || 'auto', header, quote: quote || '"', numbers };
}
