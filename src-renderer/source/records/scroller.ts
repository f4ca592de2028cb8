import { AT_TOP, placeAfterScroll, placeAt, scaleFor, shiftAt, stepAt } from './scroll-scale.ts';
import type { Place, Scale } from './scroll-scale.ts';

const STEP_ROWS = 4;
const SPARE_ROWS = 8;
const STEP_WIDTH = 120;

/** What of a scrolled table is to be drawn. A new object with every change. */
export interface Drawn {
  /** Rows to draw, `last` included, with a few to spare on both sides. */
  first: number;
  last: number;
  /** How far the rows are moved up against the element that scrolls, in pixels. */
  shift: number;
  /** Height of all rows in the element that scrolls. */
  height: number;
  /** The stretch of columns in view, in pixels. */
  left: number;
  right: number;
  /** Rows that a page key moves by. */
  pageRows: number;
}

/** Scrolls any number of rows of one height under a head that stays. */
export class Scroller {
  readonly #headHeight: number;
  readonly #listeners = new Set<() => void>();
  #node: HTMLElement | null = null;
  #rows = 0;
  #rowHeight = 1;
  #width = 0;
  #scale: Scale = scaleFor(0, 0, 1);
  #place: Place = AT_TOP;
  #left = 0;
  #drawn: Drawn;

  constructor(headHeight: number) {
    this.#headHeight = headHeight;
    this.#drawn = this.#draw();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly drawn = (): Drawn => this.#drawn;

  /** Takes the element that scrolls. Returns a function that lets it go. */
  readonly attach = (node: HTMLElement | null): (() => void) | undefined => {
    if (node === null) return undefined;
    this.#node = node;
    const measure = () => {
      this.#width = node.clientWidth;
      this.#rescale(node.clientHeight - this.#headHeight);
    };
    const observer = new ResizeObserver(measure);
    observer.observe(node);
    const onScroll = () => this.#settle(placeAfterScroll(this.#scale, node.scrollTop, this.#place));
    node.addEventListener('scroll', onScroll, { passive: true });
    measure();
    return () => {
      observer.disconnect();
      node.removeEventListener('scroll', onScroll);
      this.#node = null;
    };
  };

  /** Says how many rows there are. The row at the top of the view stays where it is. */
  fit(rows: number, rowHeight: number): void {
    const topRow = this.#place.y / this.#rowHeight;
    // In another density the same row is at the top.
    if (rowHeight !== this.#rowHeight) this.#place = { ...this.#place, y: topRow * rowHeight };
    this.#rows = rows;
    this.#rowHeight = rowHeight;
    this.#rescale(this.#scale.viewport);
  }

  /** Puts the element where it should be, after its height has changed. */
  keepPlace(): void {
    this.#moveElement();
  }

  showRow(row: number): void {
    const top = row * this.#rowHeight;
    const { y } = this.#place;
    const bottom = top + this.#rowHeight - this.#scale.viewport;
    if (top < y) this.#settle(placeAt(this.#scale, top));
    else if (bottom > y) this.#settle(placeAt(this.#scale, bottom));
  }

  showColumn(left: number, width: number): void {
    const node = this.#node;
    if (node === null) return;
    if (left < node.scrollLeft) node.scrollLeft = left;
    else if (left + width > node.scrollLeft + node.clientWidth) node.scrollLeft = left + width - node.clientWidth;
  }

  toTop(): void {
    this.#settle(placeAt(this.#scale, 0));
  }

  #rescale(viewport: number): void {
    this.#scale = scaleFor(this.#rows * this.#rowHeight, Math.max(0, viewport), this.#rowHeight * STEP_ROWS);
    this.#settle(placeAt(this.#scale, this.#place.y));
  }

  #settle(next: Place): void {
    const node = this.#node;
    this.#place = next;
    this.#left = node === null ? 0 : Math.floor(node.scrollLeft / STEP_WIDTH) * STEP_WIDTH;
    const drawn = this.#draw();
    const known = this.#drawn;
    if ((Object.keys(drawn) as (keyof Drawn)[]).some((name) => drawn[name] !== known[name])) {
      this.#drawn = drawn;
      for (const listener of this.#listeners) listener();
    }
    this.#moveElement();
  }

  #moveElement(): void {
    const node = this.#node;
    if (node !== null && Math.abs(node.scrollTop - this.#place.scrollTop) >= 1) node.scrollTop = this.#place.scrollTop;
  }

  #draw(): Drawn {
    const { viewport, height } = this.#scale;
    const firstInView = stepAt(this.#scale, this.#place.y) / this.#rowHeight;
    const count = Math.ceil(viewport / this.#rowHeight) + STEP_ROWS + SPARE_ROWS;
    return {
      first: Math.max(0, firstInView - SPARE_ROWS),
      last: Math.min(this.#rows - 1, firstInView + count),
      shift: shiftAt(this.#scale, this.#place.y),
      height,
      left: this.#left - STEP_WIDTH,
      right: this.#left + this.#width + 2 * STEP_WIDTH,
      pageRows: Math.max(1, Math.floor(viewport / this.#rowHeight) - 1),
    };
  }
}
