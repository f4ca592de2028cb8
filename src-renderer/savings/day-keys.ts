/** Which day a key leads to from day `index` of `count`; `null` for keys that lead nowhere. */
export function dayAfterKey(key: string, index: number, count: number): number | null {
  const clamp = (to: number) => Math.min(count - 1, Math.max(0, to));
  switch (key) {
    case 'ArrowLeft':
      return clamp(index - 1);
    case 'ArrowRight':
      return clamp(index + 1);
    case 'PageUp':
      return clamp(index - 7);
    case 'PageDown':
      return clamp(index + 7);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
