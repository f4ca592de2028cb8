import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parseJson } from '../../../src-main/connectors/json-text.ts';
import { makeRig } from '../../support/engine.ts';
import { addPreset, storedRecords } from '../../support/presets.ts';
import { json } from '../../support/upstream.ts';
import type { Wire } from '../../support/wire.ts';

/** Recorded from the services themselves; not part of the project, and used where it lies beside it. */
const folder = fileURLToPath(new URL('../../../../shared/fixtures', import.meta.url));

const recordings = [
  { file: 'usgs-earthquakes.json', preset: 'usgs-earthquakes', path: '/earthquakes/feed/v1.0/summary/2.5_day.geojson', list: 'features' },
  { file: 'odds-soccer-epl.json', preset: 'the-odds-api', path: '/v4/sports/soccer_epl/odds', list: '' },
  { file: 'strava-activities-summary.json', preset: 'strava-activities', path: '/api/v3/athlete/activities', list: '' },
];

for (const { file, preset, path, list } of recordings) {
  test(`every record of a recording passes through ${preset}`, async ({ skip }) => {
    const place = join(folder, file);
    if (!existsSync(place)) return skip(`there are no recordings beside the project (${file})`);
    const body = readFileSync(place);
    const rig = await makeRig({
      handler: (call, response) => {
        if (call.path === '/api/v3/oauth/token') return json(response, { access_token: 'a', token_type: 'Bearer', expires_in: 3600 });
        if (call.path !== path) return json(response, {}, {}, 404);
        return response.writeHead(200, { 'content-type': 'application/json' }).end(body);
      },
    });
    const [source] = await addPreset(rig, preset);
    const whole = parseJson(body.toString('utf8')) as Wire;
    const records: Wire[] = list === '' ? whole : whole[list];
    expect(source).toMatchObject({ failure: null, records: new Set(records.map(({ id }) => String(id))).size });
    const { items } = rig.engine.refreshes({ sourceId: source?.id, limit: 1 });
    expect(items[0]?.rejected ?? []).toEqual([]);
    expect(Object.keys(storedRecords(rig, source?.id ?? ''))).toHaveLength(source?.records ?? -1);
  });
}
