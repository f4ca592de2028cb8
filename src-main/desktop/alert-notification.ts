import { Notification } from 'electron';
import type { Notification as AlertNotification } from '../engine/alerts/outbox.ts';

/** A system that says nothing of a notification for so long shows none, milliseconds. */
const SHOWN_WITHIN_MS = 5_000;

/** What is on screen. Electron forgets one that nobody holds, and with it who is told of the click. */
const held = new Set<Notification>();

/**
 * Shows a message of an alert as a notification of the system; `open` is called when the user clicks it. Resolves with whether
 * it is shown.
 */
export function showAlertNotification(
  { alertId, title, words, sound }: AlertNotification,
  open: (alertId: string) => void,
): Promise<boolean> {
  if (!Notification.isSupported()) return Promise.resolve(false);
  const notification = new Notification({ title, body: words, silent: !sound });
  held.add(notification);
  return new Promise((resolve) => {
    const settle = (shown: boolean) => {
      clearTimeout(timer);
      if (!shown) held.delete(notification);
      resolve(shown);
    };
    const timer = setTimeout(() => settle(false), SHOWN_WITHIN_MS);
    notification.once('show', () => settle(true));
    notification.once('failed', () => settle(false));
    notification.once('close', () => held.delete(notification));
    notification.once('click', () => {
      held.delete(notification);
      open(alertId);
    });
    notification.show();
  });
}
