import type { Fetch } from '../../connectors/http.ts';
import { type Reaching, reachOf, withinReach } from '../../connectors/reach.ts';
import type { Core } from '../core.ts';

/** What makes the calls of a source, wherever its settings let them go. */
export function fetchFor(core: Pick<Core, 'fetch' | 'allowPrivate'>, config: Reaching): Fetch {
  return withinReach(core.fetch, reachOf(config, core.allowPrivate));
}
