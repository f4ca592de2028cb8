import type { SearchHit } from '../../src-preload/contract/index.ts';

export interface HitGroup {
  sourceId: string;
  hits: SearchHit[];
}

/** Hits by their source, the source of the first one first. Those of a source keep their order. */
export function groupHits(hits: readonly SearchHit[]): HitGroup[] {
  const groups = new Map<string, SearchHit[]>();
  for (const hit of hits) {
    const known = groups.get(hit.sourceId);
    if (known === undefined) groups.set(hit.sourceId, [hit]);
    else known.push(hit);
  }
  return [...groups].map(([sourceId, group]) => ({ sourceId, hits: group }));
}

/** A text in pieces, each inside or outside of a match. */
export function piecesOf({ text, matches }: SearchHit['snippet']): { text: string; isMatch: boolean }[] {
  const pieces: { text: string; isMatch: boolean }[] = [];
  let at = 0;
  for (const { start, end } of matches) {
    if (start > at) pieces.push({ text: text.slice(at, start), isMatch: false });
    pieces.push({ text: text.slice(start, end), isMatch: true });
    at = end;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), isMatch: false });
  return pieces;
}
