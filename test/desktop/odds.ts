import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Upstream } from './upstream.ts';

/**
 * Two sources of one upstream: the odds under the policy of the odds dashboard (every 15 minutes while somebody looks, on opening
 * when older than 30 minutes), and one that is called by hand only.
 */
export async function configureOdds(folder: string, upstream: Upstream): Promise<void> {
  const sources = [
    {
      id: 'odds',
      name: 'Odds',
      url: upstream.urlOf('/odds'),
      policy: { preset: 'smart', whileActiveSeconds: 900, staleOnOpenSeconds: 1800 },
    },
    { id: 'by-hand', name: 'By hand', url: upstream.urlOf('/by-hand'), policy: { preset: 'manual', staleSeconds: 1800 } },
  ];
  await writeFile(join(folder, 'freshet.config.json'), JSON.stringify({ version: 1, sources }));
}
