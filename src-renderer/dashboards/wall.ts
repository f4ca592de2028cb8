import { go } from '../shell/route.ts';

export const WALL_SECONDS = 30;

/** Shows dashboards one after the other on the whole screen. A browser that does not give the whole screen shows them in its window. */
export function startWall(ids: readonly string[]): void {
  void document.documentElement.requestFullscreen().catch(() => undefined);
  go({ screen: 'wallboard', ids: [...ids], seconds: WALL_SECONDS });
}

/** The dashboard after `shown`, or before it. */
export function nextOnWall(ids: readonly string[], shown: string, by: 1 | -1): string {
  const at = ids.indexOf(shown);
  return ids[(at + by + ids.length) % ids.length] ?? shown;
}
