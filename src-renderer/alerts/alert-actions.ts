import { api } from '../bridge/connection.ts';
import { go } from '../shell/route.ts';
import { secondsUntilTomorrow } from '../ui/actions.ts';
import { announce } from '../ui/announce.ts';
import { attempt, notify, notifyUndo } from '../ui/notify.tsx';

interface Named {
  id: string;
  name: string;
}

const HOUR_S = 3_600;

/** For how long alerts are usually snoozed, in seconds from now. */
export const snoozes: readonly { words: string; seconds: () => number }[] = [
  { words: 'For 1 h', seconds: () => HOUR_S },
  { words: 'Until tomorrow', seconds: secondsUntilTomorrow },
  { words: 'For 1 week', seconds: () => 7 * 24 * HOUR_S },
];

/** `forSeconds` null: ends it. */
export async function snooze({ id, name }: Named, forSeconds: number | null): Promise<void> {
  const done = await attempt(() => api().alerts.snooze({ id, forSeconds }));
  if (done === undefined) return;
  if (forSeconds === null) announce(`${name} is heard again`);
  else notifyUndo(`Snoozed ${name}`, () => api().alerts.snooze({ id, forSeconds: null }));
}

export async function sendTest({ id, name }: Named): Promise<void> {
  const done = await attempt(() => api().alerts.test({ id }));
  if (done === undefined) return;
  const { desktop, webhook } = done.alert.deliver;
  if (desktop || webhook !== undefined) announce(`A test of ${name} is on its way`);
  else notify({ title: `${name} is sent nowhere`, text: 'Switch on notifications, or give it a webhook.', tone: 'warning' });
}

export async function removeAlert({ id, name }: Named): Promise<void> {
  const done = await attempt(() => api().alerts.remove({ id }));
  if (done === undefined) return;
  go({ screen: 'alerts' });
  notifyUndo(`Removed ${name}`, () => api().alerts.restore({ id }));
}
