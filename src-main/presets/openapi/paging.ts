import { type Json, textOf } from './document.ts';

/** A query parameter of an operation, as far as paging is concerned. */
export interface PagingParameter {
  name: string;
  schema: Json;
}

const PAGE = /^(page|page_?number|page_?index|p)$/i;
const OFFSET = /^(offset|skip|start|start_?index|from)$/i;
const CURSOR = /^(cursor|after|next_?cursor|page_?token|next_?token|starting_after|continuation(_?token)?|next|marker)$/i;
const SIZE = /^(per_?page|page_?size|size|limit|count|max_?results|max_?items|top|take|rows)$/i;

/** What is asked for at once where nothing is said. */
const USUAL_SIZE = 100;

function sizeOf({ schema }: PagingParameter): number {
  const [most, standard] = [schema['maximum'], schema['default']];
  if (typeof most === 'number' && most >= 1) return Math.min(Math.floor(most), 1000);
  return typeof standard === 'number' && standard > USUAL_SIZE ? Math.floor(standard) : USUAL_SIZE;
}

/**
 * How an operation is read page by page, by the names of its parameters, and which of them are taken for it. `nextCursor`
 * is where an answer tells the next cursor, if it does.
 */
export function pagingOf(
  parameters: readonly PagingParameter[],
  nextCursor: string | null,
  hasLink: boolean,
): { paging: Json; taken: Set<string> } {
  const find = (pattern: RegExp) => parameters.find(({ name, schema }) => pattern.test(name) && textOf(schema['format']) !== 'date-time');
  const size = find(SIZE);
  const taken = (...names: (string | undefined)[]) => new Set(names.filter((name) => name !== undefined));
  const cursor = find(CURSOR);
  if (hasLink) return { paging: { kind: 'link' }, taken: taken(find(PAGE)?.name) };
  if (cursor !== undefined && nextCursor !== null)
    return { paging: { kind: 'cursor', param: cursor.name, cursor: nextCursor }, taken: taken(cursor.name) };
  const page = find(PAGE);
  if (page !== undefined) {
    const standard = page.schema['default'] ?? page.schema['minimum'];
    const sized = size === undefined ? {} : { sizeParam: size.name, size: sizeOf(size) };
    return { paging: { kind: 'page', param: page.name, start: standard === 0 ? 0 : 1, ...sized }, taken: taken(page.name, size?.name) };
  }
  const offset = find(OFFSET);
  // Without a size, nobody can tell where the next stretch begins.
  if (offset !== undefined && size !== undefined)
    return {
      paging: { kind: 'offset', param: offset.name, sizeParam: size.name, size: sizeOf(size) },
      taken: taken(offset.name, size.name),
    };
  return { paging: { kind: 'none' }, taken: taken() };
}
