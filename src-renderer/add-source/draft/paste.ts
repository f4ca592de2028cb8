import { configFileSchema, sourceDraftSchema } from '../../../src-preload/contract/index.ts';
import { withCredentialsApart } from './credentials.ts';
import { readCurl } from './curl.ts';
import { fromConfig } from './from-config.ts';
import { emptyDraft } from './shape.ts';
import type { Draft } from './shape.ts';
import { suggestName } from './to-input.ts';

export interface Pasted {
  draft: Draft;
  /** How much of the form the text speaks of. */
  takes: 'all' | 'request' | 'credential';
  /** What was done with the text, for the screen. */
  words: string;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/,\s*$/, ''));
  } catch {
    return undefined;
  }
}

function fromJson(text: string): Pasted | null {
  const value = parse(text);
  if (!isObject(value)) return null;
  const file = configFileSchema.safeParse(value);
  const first = file.success ? file.data.sources[0] : undefined;
  if (first !== undefined) {
    const more = (file.data?.sources.length ?? 1) - 1;
    return {
      draft: fromConfig(first),
      takes: 'all',
      words: more === 0 ? 'Filled in from the config file' : `Filled in from the first source of the file; ${more} more left out`,
    };
  }
  if (typeof value['url'] !== 'string') return null;
  const named = { name: suggestName(value['url']), ...value };
  const source = sourceDraftSchema.safeParse(named);
  if (source.success) {
    // Fields that the text leaves out are still open to guesses, so the text rather than the filled-in result is read.
    return { draft: fromConfig(named as Parameters<typeof fromConfig>[0]), takes: 'all', words: 'Filled in from the pasted source' };
  }
  const where = source.error.issues.map((issue) => issue.path.join('.')).filter((path) => path !== '');
  return {
    draft: { ...emptyDraft(), url: value['url'], name: suggestName(value['url']) },
    takes: 'all',
    words: `Only the URL was taken: the rest is not accepted (${where.slice(0, 3).join(', ') || 'unknown names'})`,
  };
}

/**
 * Reads a pasted source in JSON, a curl command, or a URL that holds a credential. `null` for anything else, such as a
 * plain URL, which needs no reading.
 */
export function parsePaste(text: string): Pasted | null {
  const trimmed = text.trim();
  if (trimmed.startsWith('{')) return fromJson(trimmed);
  const curl = readCurl(trimmed);
  if (curl !== null) return { draft: curl.draft, takes: 'request', words: ['Filled in from the curl command', ...curl.notes].join('. ') };
  if (/\s/.test(trimmed) || !URL.canParse(trimmed)) return null;
  const plain = { ...emptyDraft(), url: trimmed };
  const apart = withCredentialsApart(plain);
  return apart === plain
    ? null
    : { draft: apart, takes: 'credential', words: 'The credential was moved out of the URL to Sign-in, where it is kept secret' };
}

/** Fills the form with what was pasted. The id of a source that exists stays. */
export function applyPaste(draft: Draft, pasted: Pasted, keepId: boolean): Draft {
  const { url, method, headers, body, auth } = pasted.draft;
  switch (pasted.takes) {
    case 'all':
      return keepId ? { ...pasted.draft, id: draft.id } : pasted.draft;
    case 'request':
      return { ...draft, url, method, headers, body, auth };
    case 'credential':
      return { ...draft, url, auth };
  }
}
