/** Browsers cut the height of an element off somewhere above 16 million pixels; half of that is safe everywhere. */
export const MAX_HEIGHT = 8_000_000;

/**
 * Maps a body of any height to an element of bounded height. Small steps of the scroll bar move the body by as much;
 * the difference is made up in jumps between the pages into which the body is cut.
 */
export interface Scale {
  /** Height of all rows. */
  total: number;
  /** Height of the element that scrolls. */
  height: number;
  viewport: number;
  /** What is drawn moves on in steps of this many pixels; within a step nothing is drawn anew. */
  step: number;
  pageHeight: number;
  pages: number;
  jump: number;
}

/** Where the view stands: `y` in the body, `scrollTop` in the element, and what lies between them. */
export interface Place {
  y: number;
  scrollTop: number;
  shift: number;
}

const PAGES_OF_ELEMENT = 100;

export const AT_TOP: Place = { y: 0, scrollTop: 0, shift: 0 };

export function scaleFor(total: number, viewport: number, step: number): Scale {
  if (total <= MAX_HEIGHT) return { total, height: total, viewport, step, pageHeight: Math.max(total, 1), pages: 1, jump: 0 };
  const pageHeight = MAX_HEIGHT / PAGES_OF_ELEMENT;
  const pages = Math.floor(total / pageHeight);
  return { total, height: MAX_HEIGHT, viewport, step, pageHeight, pages, jump: (total - MAX_HEIGHT) / (pages - 1) };
}

const lowest = (scale: Scale) => Math.max(0, scale.total - scale.viewport);

/** The start of the step in which a point of the body lies; a body that became shorter has its last one. */
export function stepAt(scale: Scale, y: number): number {
  return Math.floor(Math.max(0, Math.min(y, lowest(scale))) / scale.step) * scale.step;
}

/** How far the body is moved up against the element. The same for all points of a step. */
export function shiftAt(scale: Scale, y: number): number {
  const start = stepAt(scale, y);
  const page = Math.floor(start / scale.pageHeight);
  // Near the end of a very long body the element could not be scrolled far enough to reach the next page.
  const least = start + scale.step - Math.max(0, scale.height - scale.viewport);
  return Math.min(scale.total - scale.height, Math.max(Math.round(Math.min(scale.pages - 1, page) * scale.jump), Math.ceil(least)));
}

/** The place for a point of the body at the top of the view. */
export function placeAt(scale: Scale, wanted: number): Place {
  const y = Math.max(0, Math.min(wanted, lowest(scale)));
  const shift = shiftAt(scale, y);
  return { y, scrollTop: y - shift, shift };
}

/** The place after the element was scrolled to `scrollTop`. A step keeps to the pixel; a leap is taken in proportion. */
export function placeAfterScroll(scale: Scale, scrollTop: number, before: Place): Place {
  if (scale.pages === 1) return { y: scrollTop, scrollTop, shift: 0 };
  if (Math.abs(scrollTop - before.scrollTop) < scale.viewport) return placeAt(scale, scrollTop + before.shift);
  return placeAt(scale, (scrollTop / Math.max(1, scale.height - scale.viewport)) * lowest(scale));
}
