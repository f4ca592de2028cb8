import { emptyDraft } from './shape.ts';
import type { Draft, Pair } from './shape.ts';
import { looksSecret } from './secret-names.ts';

const bare = (pairs: readonly Pair[]): Pair[] => pairs.map((pair) => (looksSecret(pair.name) ? { ...pair, value: '' } : pair));

function bareUrl(url: string): string {
  return url.replace(/([?&])([^=&#]+)=([^&#]*)/g, (whole, before: string, name: string) =>
    looksSecret(name) ? `${before}${name}=` : whole,
  );
}

/** The draft without anything that may be a credential, so that it can be kept by the browser. */
export function withoutSecrets(draft: Draft): Draft {
  return {
    ...draft,
    url: bareUrl(draft.url),
    headers: bare(draft.headers),
    query: bare(draft.query),
    auth: { ...draft.auth, secret: '' },
  };
}

/** A draft that was kept as text; `null` when it cannot be read. */
export function readKept(text: string | null): Draft | null {
  if (text === null) return null;
  try {
    const kept: unknown = JSON.parse(text);
    if (typeof kept !== 'object' || kept === null || Array.isArray(kept)) return null;
    const empty = emptyDraft();
    // Kept by an earlier version, a part may be missing.
    const known = Object.fromEntries(
      Object.entries(kept).filter(([name, value]) => name in empty && typeof value === typeof empty[name as keyof Draft]),
    );
    return { ...empty, ...(known as Partial<Draft>) };
  } catch {
    return null;
  }
}
