/** Animation frames stop in a hidden page, but the data must go on arriving. */
const HIDDEN_FLUSH_MS = 250;

/** Gathers items and hands them over once per animation frame. */
export function frameBatch<T>(flush: (items: readonly T[]) => void): (item: T) => void {
  let waiting: T[] = [];
  const run = () => {
    const items = waiting;
    waiting = [];
    flush(items);
  };
  return (item) => {
    waiting.push(item);
    if (waiting.length > 1) return;
    if (document.visibilityState === 'visible') requestAnimationFrame(run);
    else setTimeout(run, HIDDEN_FLUSH_MS);
  };
}
