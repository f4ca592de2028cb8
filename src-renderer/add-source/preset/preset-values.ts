import type { PresetParameter, PresetValues, SourcePreset } from '../../../src-preload/contract/index.ts';
import { emptySecret } from '../draft/shape.ts';
import type { SecretDraft } from '../draft.ts';

/** What is entered for the parameters of a preset, as the fields hold it. */
export interface PresetDraft {
  texts: Readonly<Record<string, string>>;
  switches: Readonly<Record<string, boolean>>;
  secrets: Readonly<Record<string, SecretDraft>>;
}

/** A preset as it comes, with its standard values. */
export function standardDraft({ parameters }: Pick<SourcePreset, 'parameters'>): PresetDraft {
  const of = (...kinds: PresetParameter['kind'][]) => parameters.filter(({ kind }) => kinds.includes(kind));
  return {
    texts: Object.fromEntries(
      of('text', 'number', 'choice').map(({ name, standard, choices }) => [name, String(standard ?? choices[0]?.value ?? '')]),
    ),
    switches: Object.fromEntries(of('boolean').map(({ name, standard }) => [name, standard === true])),
    secrets: Object.fromEntries(of('secret').map(({ name }) => [name, emptySecret()])),
  };
}

/** The values as the engine takes them. Empty ones are sent too: they stand for nothing rather than for the standard. */
export function toValues(draft: PresetDraft): PresetValues {
  const secrets = Object.entries(draft.secrets).map(([name, { from, secret, env }]): [string, PresetValues[string]] => [
    name,
    from === 'env' ? { env: env.trim() } : secret,
  ]);
  return { ...draft.texts, ...draft.switches, ...Object.fromEntries(secrets) };
}

/** How many sources come of it, which is how many calls a test makes. */
export function countSources(preset: Pick<SourcePreset, 'sources' | 'parameters'>, draft: PresetDraft): number {
  const countOf = (name: string) => (draft.texts[name] ?? '').split(/[,\r\n]+/).filter((part) => part.trim() !== '').length;
  return preset.sources.reduce((sum, { repeat }) => sum + Math.max(1, ...repeat.map(countOf)), 0);
}
