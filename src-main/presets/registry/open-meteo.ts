import type { SourcePresetInput } from '../../../src-preload/contract/index.ts';

const VARIABLES = ['temperature_2m', 'apparent_temperature', 'precipitation', 'precipitation_probability', 'cloud_cover', 'wind_speed_10m'];

/** The service answers with a list for each variable; this makes one record of each hour. */
const HOURS = `[$map(hourly.time, function($time, $at) { {
  "time": $time,
  ${VARIABLES.map((name) => `"${name}": $$.hourly.${name}[$at]`).join(',\n  ')}
} })]`;

/** https://open-meteo.com/en/docs: free for use without profit. */
export const openMeteo: SourcePresetInput = {
  id: 'open-meteo',
  name: 'Open-Meteo forecast',
  summary: 'The weather forecast of a place, hour by hour, from the free service Open-Meteo.',
  category: 'Earth and weather',
  keywords: ['weather', 'temperature', 'rain', 'wind', 'hourly'],
  documentation: 'https://open-meteo.com/en/docs',
  auth: { kind: 'none' },
  limits: '10,000 calls a day, 5,000 an hour, 600 a minute, for use without profit.',
  verified: 'Recorded responses, documented errors',
  parameters: [
    { name: 'place', label: 'Name of the place', standard: 'Berlin' },
    { name: 'latitude', label: 'Latitude', kind: 'number', standard: 52.52, min: -90, max: 90, help: 'In degrees, south is negative.' },
    { name: 'longitude', label: 'Longitude', kind: 'number', standard: 13.41, min: -180, max: 180, help: 'In degrees, west is negative.' },
    { name: 'days', label: 'Days ahead', kind: 'number', standard: 3, min: 1, max: 16 },
    {
      name: 'temperature',
      label: 'Temperature in',
      kind: 'choice',
      standard: 'celsius',
      choices: [
        { value: 'celsius', label: '°C' },
        { value: 'fahrenheit', label: '°F' },
      ],
    },
  ],
  sources: [
    {
      source: {
        id: 'weather-{{place}}',
        name: 'Weather in {{place}}',
        url: 'https://api.open-meteo.com/v1/forecast',
        query: {
          latitude: '{{latitude}}',
          longitude: '{{longitude}}',
          hourly: VARIABLES.join(','),
          forecast_days: '{{days}}',
          temperature_unit: '{{temperature}}',
          timeformat: 'unixtime',
          timezone: 'UTC',
        },
        list: HOURS,
        idField: 'time',
        timeField: 'time',
        quota: {
          key: 'open-meteo',
          windows: [
            { limit: 600, per: 'minute' },
            { limit: 5_000, per: 'hour' },
            { limit: 10_000, per: 'day' },
          ],
        },
        policy: { preset: 'smart', whileActiveSeconds: 3600, staleOnOpenSeconds: 3600 },
      },
    },
  ],
  dashboards: [
    {
      title: 'Weather in {{place}}',
      range: { all: true },
      panels: [
        {
          id: 'temperature',
          title: 'Temperature',
          query: {
            kind: 'form',
            source: '{{source.main}}',
            values: [
              { aggregate: 'average', field: 'temperature_2m', as: 'temperature' },
              { aggregate: 'average', field: 'apparent_temperature', as: 'feels like' },
            ],
            by: [{ field: '$time', grain: 'hour' }],
          },
          show: { kind: 'line', unit: { kind: 'number', decimals: 1, suffix: '°' } },
          place: { x: 0, y: 0, width: 12, height: 8 },
        },
        {
          id: 'rain',
          title: 'Rain',
          query: {
            kind: 'form',
            source: '{{source.main}}',
            values: [{ aggregate: 'sum', field: 'precipitation', as: 'rain' }],
            by: [{ field: '$time', grain: 'hour' }],
          },
          show: { kind: 'bar', unit: { kind: 'number', decimals: 1, suffix: ' mm' } },
          place: { x: 0, y: 8, width: 6, height: 6 },
        },
        {
          id: 'wind',
          title: 'Wind',
          query: {
            kind: 'form',
            source: '{{source.main}}',
            values: [{ aggregate: 'average', field: 'wind_speed_10m', as: 'wind' }],
            by: [{ field: '$time', grain: 'hour' }],
          },
          show: { kind: 'line', unit: { kind: 'number', suffix: ' km/h' } },
          place: { x: 6, y: 8, width: 6, height: 6 },
        },
      ],
    },
  ],
};
