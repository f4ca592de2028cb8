import type { SourcePresetInput } from '../../../src-preload/contract/index.ts';

/** https://earthquake.usgs.gov/earthquakes/feed/v1.0/geojson.php: the feeds are made anew every minute and say how long they are good for. */
export const usgsEarthquakes: SourcePresetInput = {
  id: 'usgs-earthquakes',
  name: 'USGS earthquakes',
  summary: 'Earthquakes of the last hour, day, week or month anywhere on Earth, as the US Geological Survey publishes them.',
  category: 'Earth and weather',
  keywords: ['seismic', 'geojson', 'magnitude', 'quakes'],
  documentation: 'https://earthquake.usgs.gov/earthquakes/feed/v1.0/geojson.php',
  auth: { kind: 'none' },
  limits: 'None stated; the feeds are good for 60 s.',
  verified: 'Recorded responses, documented errors',
  parameters: [
    {
      name: 'magnitude',
      label: 'Magnitude',
      kind: 'choice',
      standard: '2.5',
      choices: [
        { value: 'significant', label: 'Significant ones' },
        { value: '4.5', label: '4.5 and more' },
        { value: '2.5', label: '2.5 and more' },
        { value: '1.0', label: '1.0 and more' },
        { value: 'all', label: 'All' },
      ],
    },
    {
      name: 'period',
      label: 'Of the last',
      kind: 'choice',
      standard: 'day',
      choices: [
        { value: 'hour', label: 'hour' },
        { value: 'day', label: 'day' },
        { value: 'week', label: '7 days' },
        { value: 'month', label: '30 days' },
      ],
      help: 'Earthquakes stay stored when they are no longer in the feed.',
    },
  ],
  sources: [
    {
      source: {
        id: 'earthquakes-{{magnitude}}-{{period}}',
        name: 'Earthquakes {{magnitude}}, {{period}}',
        url: 'https://earthquake.usgs.gov/earthquakes/feed/v1.0/summary/{{magnitude}}_{{period}}.geojson',
        list: 'features',
        idField: 'id',
        timeField: 'properties.time',
        policy: { preset: 'smart', whileActiveSeconds: 300, staleOnOpenSeconds: 900 },
      },
    },
  ],
  dashboards: [
    {
      title: 'Earthquakes',
      about: 'Of the last 7 days, as far as they were seen.',
      range: { lastSeconds: 604_800 },
      panels: [
        {
          id: 'count',
          title: 'Earthquakes',
          query: { kind: 'form', source: '{{source.main}}', values: [{ aggregate: 'count', as: 'earthquakes' }] },
          show: { kind: 'number' },
          place: { x: 0, y: 0, width: 3, height: 4 },
        },
        {
          id: 'strongest',
          title: 'Strongest',
          query: { kind: 'form', source: '{{source.main}}', values: [{ aggregate: 'max', field: 'properties.mag', as: 'magnitude' }] },
          show: { kind: 'number', unit: { kind: 'number', decimals: 1 } },
          place: { x: 3, y: 0, width: 3, height: 4 },
        },
        {
          id: 'by-hour',
          title: 'By hour',
          query: {
            kind: 'form',
            source: '{{source.main}}',
            values: [{ aggregate: 'count', as: 'earthquakes' }],
            by: [{ field: '$time', grain: 'hour' }],
          },
          show: { kind: 'bar' },
          place: { x: 6, y: 0, width: 6, height: 8 },
        },
        {
          id: 'list',
          title: 'The strongest',
          query: {
            kind: 'form',
            source: '{{source.main}}',
            columns: ['properties.mag', 'properties.place', 'properties.time', 'properties.url'],
            order: { by: 'properties.mag', descending: true },
            limit: 50,
          },
          show: { kind: 'table' },
          place: { x: 0, y: 8, width: 12, height: 10 },
        },
      ],
    },
  ],
};
