import {
  configFileSchema,
  schemaProblems,
  sourceDraftSchema,
  type SourceDraftInput,
  type SourcePreset,
  sourcePresetSchema,
} from '../../../src-preload/contract/index.ts';
import type { Problem } from '../../bridge/explain.ts';
import { fromConfig } from './from-config.ts';
import type { Draft, SecretDraft } from './shape.ts';
import { suggestName } from './to-input.ts';

/** What a file for import holds. */
export type SourceFile =
  | { kind: 'empty' }
  | { kind: 'preset'; preset: SourcePreset }
  | { kind: 'sources'; drafts: Draft[] }
  | { kind: 'unusable'; problems: Problem[] };

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A secret that is stored elsewhere is not stored here: it has to be entered. */
const toEnter = <T extends SecretDraft>(secret: T): T => (secret.from === 'stored' ? { ...secret, from: 'typed', secret: '' } : secret);

/** The draft of a source as a new one, with a name of its own where one is given, and without secrets that only the other one has. */
export function asNewDraft(config: SourceDraftInput, name = config.name): Draft {
  const draft = fromConfig(config);
  const { auth } = draft;
  const oauth = { ...auth.oauth, clientSecret: toEnter(auth.oauth.clientSecret), refreshToken: toEnter(auth.oauth.refreshToken) };
  return { ...draft, id: '', name, auth: { ...toEnter(auth), oauth } };
}

const unusable = (problems: readonly { path: readonly (string | number)[]; message: string }[]): SourceFile => ({
  kind: 'unusable',
  problems: problems.map(({ path, message }) => ({ path: path.join('.'), message })),
});

function readSources(list: readonly unknown[]): SourceFile {
  const drafts: Draft[] = [];
  for (const [index, each] of list.entries()) {
    const named = isObject(each) ? { name: suggestName(typeof each['url'] === 'string' ? each['url'] : '') || 'Source', ...each } : each;
    const parsed = sourceDraftSchema.safeParse(named);
    if (!parsed.success)
      return unusable(
        schemaProblems(parsed.error.issues).map(({ path, message }) => ({ path: list.length === 1 ? path : [index, ...path], message })),
      );
    // Fields that the file leaves out are still open to guesses, so what was written rather than the filled-in result is read.
    drafts.push({ ...asNewDraft(named as SourceDraftInput), id: parsed.data.id ?? '' });
  }
  return drafts.length === 0 ? unusable([{ path: [], message: 'The file holds no source.' }]) : { kind: 'sources', drafts };
}

/** Reads a file for import: a source, a list of them, a config file or a preset, as JSON. */
export function readSourceFile(text: string): SourceFile {
  if (text.trim() === '') return { kind: 'empty' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return unusable([{ path: [], message: `This is not JSON: ${error instanceof Error ? error.message : String(error)}` }]);
  }
  if (Array.isArray(value)) return readSources(value);
  if (!isObject(value)) return unusable([{ path: [], message: 'This is neither a source nor a list of sources.' }]);
  if (Array.isArray(value['sources']) && ('summary' in value || 'parameters' in value)) {
    const preset = sourcePresetSchema.safeParse(value);
    return preset.success ? { kind: 'preset', preset: preset.data } : unusable(schemaProblems(preset.error.issues));
  }
  const config = configFileSchema.safeParse(value);
  if (config.success && 'sources' in value) return readSources(value['sources'] as unknown[]);
  if ('sources' in value && !config.success) return unusable(schemaProblems(config.error.issues));
  return readSources([value]);
}
