/**
 * What a text was before it changed: for each stretch that differs, where it begins in the text as it is now, how long
 * it is there, and what stood there before. Flat, as it is stored.
 */
export type TextChanges = (number | string)[];

/** With less than this between the first and the last difference there is nothing to gain from telling stretches apart. */
const SHORT = 96;

/** The differences between two JSON texts, found by their commas where the texts have as many of them. Pure. */
export function changesBetween(before: string, now: string): TextChanges {
  const shorter = Math.min(before.length, now.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === now.charCodeAt(start)) start += 1;
  let end = 0;
  while (end < shorter - start && before.charCodeAt(before.length - 1 - end) === now.charCodeAt(now.length - 1 - end)) end += 1;
  const old = before.slice(start, before.length - end);
  const length = now.length - end - start;
  if (old.length === 0 && length === 0) return [];
  if (old.length < SHORT) return [start, length, old];
  const oldParts = old.split(',');
  const parts = now.slice(start, now.length - end).split(',');
  if (parts.length === 1 || oldParts.length !== parts.length) return [start, length, old];
  const found: TextChanges = [];
  let at = start;
  for (const [index, part] of parts.entries()) {
    const oldPart = oldParts[index] ?? '';
    if (oldPart !== part) found.push(at, part.length, oldPart);
    at += part.length + 1;
  }
  return found;
}

/** The text as it was before `changes`, which were found in `now`. Pure. */
export function textBefore(now: string, changes: TextChanges): string {
  let text = '';
  let from = 0;
  for (let index = 0; index < changes.length; index += 3) {
    const start = Number(changes[index]);
    text += now.slice(from, start) + String(changes[index + 2]);
    from = start + Number(changes[index + 1]);
  }
  return text + now.slice(from);
}
