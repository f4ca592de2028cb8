import { type SourceConfig, sourceConfigSchema } from '../../src-preload/contract/index.ts';
import { DEMO_HOURLY_LIMIT } from './upstream.ts';

/** The sources of the demo workspace. Their ages are short, so that a newcomer sees them refresh within the minute. */
export function demoSources(url: string, key: string): SourceConfig[] {
  const auth = { kind: 'header', name: 'x-api-key', secret: key };
  const quota = { windows: [{ limit: DEMO_HOURLY_LIMIT / 4, per: 'hour' }], reserveForManualPercent: 10 };
  const sources = [
    {
      id: 'demo-odds',
      name: 'Match odds',
      url: `${url}/v1/odds`,
      list: 'matches',
      idField: 'id',
      timeField: 'updated_at',
      computed: { best_home_margin: '$round(best_home_price - $average(bookmakers.home), 3)' },
      policy: { preset: 'smart', whileActiveSeconds: 30, staleOnOpenSeconds: 60 },
      enrichment: {
        requests: [
          { name: 'venue', url: '/v1/odds/{id}', fields: { 'venue.name': 'venue.name', 'venue.seats': 'venue.seats', referee: 'referee' } },
        ],
        // Slow enough to be watched.
        everySeconds: 15,
        callsPerRun: 4,
      },
    },
    {
      id: 'demo-meters',
      name: 'Energy meters',
      url: `${url}/v1/meters`,
      list: 'data',
      idField: 'meter',
      timeField: 'read_at',
      paging: { kind: 'offset', param: 'offset', sizeParam: 'limit', size: 100 },
      policy: { preset: 'smart', whileActiveSeconds: 120, staleOnOpenSeconds: 240 },
    },
    {
      id: 'demo-executions',
      name: 'Workflow runs',
      url: `${url}/v1/executions`,
      list: 'data',
      idField: 'execution',
      timeField: 'finished_at',
      policy: { preset: 'smart', whileActiveSeconds: 45, staleOnOpenSeconds: 90 },
    },
    {
      id: 'demo-parcels',
      name: 'Parcels on their way',
      url: `${url}/v1/parcels`,
      list: 'data',
      idField: 'parcel',
      timeField: 'moved_at',
      completeListing: true,
      push: { kind: 'sse', url: `${url}/v1/parcels/stream`, messages: 'parcels' },
      policy: { preset: 'realtime' },
    },
  ];
  return sources.map((source) => sourceConfigSchema.parse({ ...source, auth, quota }));
}
