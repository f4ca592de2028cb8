import { expect, test } from 'vitest';
import { fromConfig, toInput } from '../../../../../src-renderer/add-source/draft.ts';

test.each([{ allowedHosts: ['cdn.example.com', '*.example.net'] }, { allowPrivate: true }, { allowPrivate: false }, {}])(
  '%j comes back from the form as it was',
  (place) => {
    const { allowedHosts, allowPrivate } = toInput(fromConfig({ name: 'S', url: 'https://x.org/', ...place }));
    expect({ ...(allowedHosts === undefined ? {} : { allowedHosts }), ...(allowPrivate === undefined ? {} : { allowPrivate }) }).toEqual(
      place,
    );
  },
);

test('hosts are written as addresses have them', () => {
  const draft = fromConfig({ name: 'S', url: 'https://x.org/' });
  expect(toInput({ ...draft, place: { ...draft.place, allowedHosts: [' CDN.example.com ', ''] } }).allowedHosts).toEqual([
    'cdn.example.com',
  ]);
});

test('a command takes its arguments line by line, a database its query, and neither has what is for HTTP', () => {
  expect(toInput(fromConfig({ name: 'S', url: 'command:git', arguments: ['log', '', '--format=%H %s'] }))).toMatchObject({
    url: 'command:git',
    arguments: ['log', '', '--format=%H %s'],
  });
  expect(toInput(fromConfig({ name: 'S', url: 'postgresql://db/app', body: 'SELECT 1' }))).toMatchObject({ body: 'SELECT 1' });
  expect(toInput(fromConfig({ name: 'S', url: 'https://x.org/', body: 'left from before' }))).not.toHaveProperty('body');
});
