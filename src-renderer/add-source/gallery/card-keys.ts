/** Which card the arrow keys lead to: along the row, or to the nearest one in the rows above and below. */
export function nextCard(boxes: readonly { left: number; top: number }[], from: number, key: string): number | null {
  const here = boxes[from];
  if (here === undefined) return null;
  if (key === 'ArrowRight' || key === 'ArrowLeft') {
    const next = from + (key === 'ArrowRight' ? 1 : -1);
    return next >= 0 && next < boxes.length ? next : null;
  }
  if (key === 'Home') return 0;
  if (key === 'End') return boxes.length - 1;
  if (key !== 'ArrowDown' && key !== 'ArrowUp') return null;
  const isDown = key === 'ArrowDown';
  const tops = boxes.map(({ top }) => top).filter((top) => (isDown ? top > here.top : top < here.top));
  if (tops.length === 0) return null;
  const row = isDown ? Math.min(...tops) : Math.max(...tops);
  const inRow = boxes.map((box, index) => ({ box, index })).filter(({ box }) => box.top === row);
  const away = ({ box }: { box: { left: number } }) => Math.abs(box.left - here.left);
  return inRow.reduce((best, each) => (away(each) < away(best) ? each : best)).index;
}
