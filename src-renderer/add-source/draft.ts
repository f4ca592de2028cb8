export { checkDraft } from './draft/check.ts';
export { fromConfig, policyFrom, quotaFrom } from './draft/from-config.ts';
export { applyGuess, showsDraft } from './draft/guess.ts';
export { readKept, withoutSecrets } from './draft/keep.ts';
export { applyPaste, parsePaste } from './draft/paste.ts';
export type { Pasted } from './draft/paste.ts';
export { emptyDraft, emptyPaging } from './draft/shape.ts';
export type { AuthDraft, Draft, NumberText, Pair, PagingDraft, PolicyDraft, QuotaDraft, WindowDraft } from './draft/shape.ts';
export { policyToInput, quotaToInput, suggestName, toInput } from './draft/to-input.ts';
