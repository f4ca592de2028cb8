const two = (n: number) => String(n).padStart(2, '0');

/** A moment as a `datetime-local` input holds it: the user's own clock, to the second. */
export function toLocalInput(date: Date): string {
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/**
 * The moment that such an input holds, as ISO 8601 in UTC; `null` while it holds none. A second or a minute that is
 * chosen means its end: what came within it was known then.
 */
export function fromLocalInput(text: string): string | null {
  const date = new Date(text);
  if (text === '' || Number.isNaN(date.getTime())) return null;
  const hasSeconds = /T\d{2}:\d{2}:\d{2}/.test(text);
  return new Date(date.getTime() + (hasSeconds ? 999 : 59_999)).toISOString();
}
