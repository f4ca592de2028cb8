import { expect, test } from 'vitest';
import { alertSchema } from '../../../../src-preload/contract/index.ts';
import { type AlertForm, formOf, newForm, readForm } from '../../../../src-renderer/alerts/alert-form.ts';

const onPanel = (part: Partial<AlertForm> = {}) => ({
  ...newForm({ kind: 'panel', dashboardId: 'odds', panelId: 'best' }, { team: 'Alder' }),
  ...part,
});
const problemsOf = (form: AlertForm) => {
  const read = readForm(form, 'Suggested');
  return 'problems' in read ? read.problems : [];
};

test.each([
  ['a limit', { condition: { is: 'above', value: -4.5 } }],
  ['two limits', { condition: { is: 'outside', from: 1, to: 2 } }],
  ['a text', { condition: { is: 'equal', value: 'Alder' } }],
  ['an age', { condition: { is: 'older-than', seconds: 90 }, subject: { kind: 'source', sourceId: null } }],
  ['states', { condition: { is: 'in-state', states: ['error'] }, subject: { kind: 'source', sourceId: 'odds' } }],
  [
    'a column',
    { subject: { kind: 'panel', dashboardId: 'odds', panelId: 'best', parameters: { team: 'Alder' }, column: 'price', take: 'sum' } },
  ],
  ['how often', { forSeconds: 60, readings: 3, resendSeconds: 3600, mostResends: 5, tellResolved: false, staleData: 'wait' }],
  ['quiet hours', { quiet: { days: ['sat', 'sun'], from: '20:00', to: '09:00', timeZone: 'Europe/Berlin' } }],
  ['no delivery', { deliver: { desktop: false, sound: false }, enabled: false }],
  [
    'a webhook',
    { deliver: { desktop: true, sound: true, webhook: { url: 'https://a.example/', headers: { 'X-A': 'b' }, secret: { stored: true } } } },
  ],
  ['a secret of the environment', { deliver: { desktop: true, webhook: { url: 'https://a.example/', secret: { env: 'HOOK' } } } }],
])('an alert with %s comes out of the form as it went in', (_what, more) => {
  const alert = alertSchema.parse({
    id: 'a',
    name: 'An alert',
    subject: { kind: 'panel', dashboardId: 'odds', panelId: 'best' },
    condition: { is: 'at-most', value: 0 },
    ...more,
  });
  const { id: _id, ...draft } = alert;
  expect(readForm(formOf(alert), 'Suggested')).toEqual({ draft });
});

test('a new alert is on what it was opened for, with the parameters that were chosen, and takes the suggested name', () => {
  expect(readForm(onPanel({ value: 2 }), 'Best above 2')).toMatchObject({
    draft: {
      name: 'Best above 2',
      subject: { kind: 'panel', dashboardId: 'odds', panelId: 'best', parameters: { team: 'Alder' } },
      condition: { is: 'above', value: 2 },
      deliver: { desktop: true, sound: false },
    },
  });
  expect(readForm(newForm({ kind: 'source', sourceId: 'odds' }, {}), 'x')).toMatchObject({
    draft: { subject: { kind: 'source', sourceId: 'odds' }, condition: { is: 'in-state', states: ['error', 'sign-in'] } },
  });
});

test('what is missing is said at its field', () => {
  expect(problemsOf(onPanel())).toEqual([{ path: 'condition.value', message: 'Enter a number.' }]);
  expect(problemsOf(newForm(undefined, {}))).toEqual(
    expect.arrayContaining([
      { path: 'subject.dashboardId', message: 'Choose a dashboard.' },
      { path: 'subject.panelId', message: 'Choose a panel.' },
    ]),
  );
  expect(problemsOf(onPanel({ is: 'in-state', states: [] }))).toEqual([
    { path: 'condition.states', message: 'Choose at least one state.' },
  ]);
  expect(problemsOf(onPanel({ value: 1, webhook: true }))).toMatchObject([{ path: 'deliver.webhook.url' }]);
});

test('an empty secret sends none, and a number that was typed is compared as one', () => {
  const read = readForm(onPanel({ is: 'equal', text: '3.0', webhook: true, url: ' https://a.example/ ' }), 'x');
  expect(read).toMatchObject({ draft: { condition: { value: 3 }, deliver: { webhook: { url: 'https://a.example/' } } } });
  expect(JSON.stringify(read)).not.toContain('secret');
});
