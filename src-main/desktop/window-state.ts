import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { screen } from 'electron';
import type { BrowserWindow, Rectangle } from 'electron';

/** How a window was left. */
export interface SavedWindow {
  /** Of the window when it is not maximized; `null`: wherever the system puts it, in its first size. */
  bounds: Rectangle | null;
  maximized: boolean;
}

/** Moving and resizing raise events by the hundred. */
const SETTLE_MS = 500;
/** So much of the upper edge must be on a screen that the window can be taken hold of, pixels. */
const GRIP_WIDTH = 120;
const GRIP_HEIGHT = 40;

const firstTime: SavedWindow = { bounds: null, maximized: false };

function isRectangle(value: unknown): value is Rectangle {
  if (typeof value !== 'object' || value === null) return false;
  const sides = value as Record<string, unknown>;
  return (
    ['x', 'y', 'width', 'height'].every((side) => Number.isSafeInteger(sides[side])) &&
    Number(sides['width']) > 0 &&
    Number(sides['height']) > 0
  );
}

/** The bounds cut to the work area of their display; `null` when that display is gone and nobody could reach the window. */
export function reachableBounds(bounds: Rectangle, workArea: Rectangle): Rectangle | null {
  const width = Math.min(bounds.width, workArea.width);
  const height = Math.min(bounds.height, workArea.height);
  const seenWidth = Math.min(bounds.x + width, workArea.x + workArea.width) - Math.max(bounds.x, workArea.x);
  const gripIsSeen = bounds.y >= workArea.y && bounds.y + GRIP_HEIGHT <= workArea.y + workArea.height;
  return gripIsSeen && seenWidth >= Math.min(GRIP_WIDTH, width) ? { x: bounds.x, y: bounds.y, width, height } : null;
}

/** How the window was left, as far as today's displays allow it. Call it when the app is ready. A file that cannot be read counts as none. */
export function readWindowState(file: string): SavedWindow {
  let saved: unknown;
  try {
    saved = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return firstTime;
  }
  if (typeof saved !== 'object' || saved === null) return firstTime;
  const { bounds, maximized } = saved as Record<string, unknown>;
  return {
    bounds: isRectangle(bounds) ? reachableBounds(bounds, screen.getDisplayMatching(bounds).workArea) : null,
    maximized: maximized === true,
  };
}

/** Writes down where the window is whenever it comes to rest, and once more when it closes. */
export function rememberWindow(window: BrowserWindow, file: string): void {
  let timer: NodeJS.Timeout | null = null;
  const save = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (window.isDestroyed()) return;
    const state: SavedWindow = { bounds: window.getNormalBounds(), maximized: window.isMaximized() };
    try {
      writeFileSync(`${file}.tmp`, JSON.stringify(state));
      renameSync(`${file}.tmp`, file);
    } catch {
      // A place that cannot be kept costs the user a drag of the mouse; a message about it would cost more.
    }
  };
  const saveSoon = () => {
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(save, SETTLE_MS);
  };
  window.on('resize', saveSoon);
  window.on('move', saveSoon);
  window.on('maximize', saveSoon);
  window.on('unmaximize', saveSoon);
  window.on('close', save);
  window.on('closed', () => {
    if (timer !== null) clearTimeout(timer);
  });
}
