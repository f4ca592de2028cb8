import type { Alert, AlertEvent, AlertMessage } from '../../src-preload/contract/index.ts';
import { alertSchema, toIso } from '../../src-preload/contract/index.ts';
import type { Db } from './database.ts';
import { cursorRow } from './rows.ts';

export type AlertChannel = 'desktop' | 'webhook';

export interface StoredAlert {
  row: number;
  alert: Alert;
  /** Milliseconds since the epoch. */
  snoozedUntil: number | null;
}

/** A message that waits to be sent through one channel. Moments are milliseconds since the epoch. */
export interface Delivery {
  message: number;
  alertRow: number;
  channel: AlertChannel;
  tries: number;
  at: number;
  sentAt: number;
  event: AlertEvent;
  title: string;
  words: string;
}

/** How many messages are kept of one alert. */
const KEPT_MESSAGES = 500;

interface MessageRow {
  row: number;
  alertId: string;
  at: number;
  event: AlertEvent;
  title: string;
  words: string;
  deliveries: string;
}

const DELIVERIES = `(SELECT json_group_array(json_object('channel', d.channel, 'state', d.state, 'tries', d.tries, 'at', d.at, 'problem', d.problem))
  FROM alert_deliveries AS d WHERE d.message_row = m.row)`;

function messageOf({ row, alertId, at, event, title, words, deliveries }: MessageRow): AlertMessage {
  const sent = JSON.parse(deliveries) as (Omit<AlertMessage['deliveries'][number], 'at'> & { at: number })[];
  return {
    id: String(row),
    alertId,
    name: title,
    at: toIso(at),
    event,
    words,
    deliveries: sent.map((each) => ({ ...each, at: toIso(each.at) })),
  };
}

/** Alerts, where they stand, and the messages that they send. */
export function alertsTable(db: Db) {
  const insert = db.prepare<[string, string]>('INSERT INTO alerts (id, body) VALUES (?, ?)');
  const replace = db.prepare<[string, number]>('UPDATE alerts SET body = ? WHERE row = ?');
  const list = db.prepare<[], { row: number; body: string; snoozed_until: number | null }>(
    'SELECT row, body, snoozed_until FROM alerts WHERE removed_at IS NULL ORDER BY row',
  );
  const removed = db.prepare<[string], { row: number }>('SELECT row FROM alerts WHERE id = ? AND removed_at IS NOT NULL');
  const mark = db.prepare<[number | null, number]>('UPDATE alerts SET removed_at = ? WHERE row = ?');
  const snooze = db.prepare<[number | null, number]>('UPDATE alerts SET snoozed_until = ? WHERE row = ?');
  const old = db.prepare<[number], { row: number }>('SELECT row FROM alerts WHERE removed_at < ?');
  const states = db.prepare<[number], { subject: string; state: string }>('SELECT subject, state FROM alert_states WHERE alert_row = ?');
  const putState = db.prepare<[number, string, string]>(
    'INSERT INTO alert_states VALUES (?, ?, ?) ON CONFLICT (alert_row, subject) DO UPDATE SET state = excluded.state',
  );
  const dropState = db.prepare<[number, string]>('DELETE FROM alert_states WHERE alert_row = ? AND subject = ?');
  const addMessage = db.prepare<[number, number, string, string, string]>(
    'INSERT INTO alert_messages (alert_row, at, event, title, words) VALUES (?, ?, ?, ?, ?)',
  );
  const addDelivery = db.prepare<[number, string, number]>("INSERT INTO alert_deliveries VALUES (?, ?, 'waiting', 0, ?, NULL)");
  const waiting = db.prepare<[], Delivery>(
    `SELECT m.row AS message, m.alert_row AS alertRow, d.channel, d.tries, d.at, m.at AS sentAt, m.event, m.title, m.words
     FROM alert_deliveries AS d JOIN alert_messages AS m ON m.row = d.message_row WHERE d.state = 'waiting' ORDER BY d.at, m.row`,
  );
  const deliver = db.prepare<[string, number, string | null, number, string]>(
    'UPDATE alert_deliveries SET state = ?, tries = tries + 1, at = ?, problem = ? WHERE message_row = ? AND channel = ?',
  );
  const hasten = db.prepare<[number, string]>("UPDATE alert_deliveries SET at = min(at, ?) WHERE state = 'waiting' AND channel = ?");
  const undelivered = db
    .prepare<[number]>(
      "SELECT count(*) FROM alert_deliveries AS d JOIN alert_messages AS m ON m.row = d.message_row WHERE d.state = 'waiting' AND m.alert_row = ?",
    )
    .pluck();
  const messages = (where: string) =>
    db.prepare<(string | number)[], MessageRow>(
      `SELECT m.row, a.id AS alertId, m.at, m.event, m.title, m.words, ${DELIVERIES} AS deliveries
       FROM alert_messages AS m JOIN alerts AS a ON a.row = m.alert_row WHERE m.row < ? ${where} ORDER BY m.row DESC LIMIT ?`,
    );
  const all = messages('');
  const ofOne = messages('AND a.id = ?');
  const oldest = db
    .prepare<[number, number], number>('SELECT row FROM alert_messages WHERE alert_row = ? ORDER BY row DESC LIMIT 1 OFFSET ?')
    .pluck();
  const dropDeliveries = db.prepare<[number, number]>(
    'DELETE FROM alert_deliveries WHERE message_row IN (SELECT row FROM alert_messages WHERE alert_row = ? AND row <= ?)',
  );
  const dropMessages = db.prepare<[number, number]>('DELETE FROM alert_messages WHERE alert_row = ? AND row <= ?');
  const dropStates = db.prepare<[number]>('DELETE FROM alert_states WHERE alert_row = ?');
  const drop = db.prepare<[number]>('DELETE FROM alerts WHERE row = ?');

  const forget = (alertRow: number, upTo: number): void => {
    dropDeliveries.run(alertRow, upTo);
    dropMessages.run(alertRow, upTo);
  };

  return {
    /** Adds an alert; one of the same id that was removed goes for good. */
    add: db.transaction((alert: Alert): StoredAlert => {
      const before = removed.get(alert.id);
      if (before !== undefined) {
        forget(before.row, Number.MAX_SAFE_INTEGER);
        dropStates.run(before.row);
        drop.run(before.row);
      }
      return { row: Number(insert.run(alert.id, JSON.stringify(alert)).lastInsertRowid), alert, snoozedUntil: null };
    }),

    replace: (row: number, alert: Alert): void => void replace.run(JSON.stringify(alert), row),

    /** All that were not removed. One that this version cannot read is left alone and not among them. */
    list(): StoredAlert[] {
      return list.all().flatMap(({ row, body, snoozed_until: snoozedUntil }) => {
        const read = alertSchema.safeParse(JSON.parse(body));
        return read.success ? [{ row, alert: read.data, snoozedUntil }] : [];
      });
    },

    remove: (row: number, now: number): void => void mark.run(now, row),

    /** Brings back what was removed; whether there was such an alert. */
    restore(id: string): boolean {
      const found = removed.get(id);
      if (found === undefined) return false;
      mark.run(null, found.row);
      return true;
    },

    /** Removes for good what was removed before a moment. */
    purge: db.transaction((before: number): void => {
      for (const { row } of old.all(before)) {
        forget(row, Number.MAX_SAFE_INTEGER);
        dropStates.run(row);
        drop.run(row);
      }
    }),

    snooze: (row: number, until: number | null): void => void snooze.run(until, row),

    /** States as JSON, by subject. */
    states: (row: number): Map<string, unknown> =>
      new Map(states.all(row).map(({ subject, state }) => [subject, JSON.parse(state) as unknown])),

    dropState: (row: number, subject: string): void => void dropState.run(row, subject),

    /**
     * Keeps a state and, in the same transaction, what is to be sent because of it: neither is there without the other,
     * so a message is neither lost nor sent twice by a kill in between. Gives the row of the message.
     */
    step: db.transaction(
      (
        row: number,
        subject: string,
        state: object,
        message: { at: number; event: AlertEvent; title: string; words: string; channels: readonly AlertChannel[] } | null,
      ): number | null => {
        putState.run(row, subject, JSON.stringify(state));
        if (message === null) return null;
        const added = Number(addMessage.run(row, message.at, message.event, message.title, message.words).lastInsertRowid);
        for (const channel of message.channels) addDelivery.run(added, channel, message.at);
        const last = oldest.get(row, KEPT_MESSAGES);
        if (last !== undefined) forget(row, last);
        return added;
      },
    ),

    /** A message that belongs to no state, as that of a test. */
    send: db.transaction(
      (
        row: number,
        message: { at: number; event: AlertEvent; title: string; words: string; channels: readonly AlertChannel[] },
      ): number => {
        const added = Number(addMessage.run(row, message.at, message.event, message.title, message.words).lastInsertRowid);
        for (const channel of message.channels) addDelivery.run(added, channel, message.at);
        return added;
      },
    ),

    /** The outbox, what is due first. */
    waiting: (): Delivery[] => waiting.all(),

    /** What a try came to. `at`: when it was, or for `waiting` when the next one is. */
    tried(delivery: Pick<Delivery, 'message' | 'channel'>, state: 'waiting' | 'sent' | 'failed', at: number, problem: string | null): void {
      deliver.run(state, at, problem, delivery.message, delivery.channel);
    },

    /** What waits for a channel is due now. */
    hasten: (channel: AlertChannel, now: number): void => void hasten.run(now, channel),

    undelivered: (row: number): number => Number(undelivered.get(row)),

    /** The history of messages, newest first. */
    messages({ alertId, limit, cursor }: { alertId: string | undefined; limit: number; cursor: string | undefined }): {
      items: AlertMessage[];
      nextCursor: string | null;
    } {
      const below = cursorRow(cursor, Number.MAX_SAFE_INTEGER);
      const rows = alertId === undefined ? all.all(below, limit + 1) : ofOne.all(below, alertId, limit + 1);
      const page = rows.slice(0, limit);
      return { items: page.map(messageOf), nextCursor: rows.length > limit ? String(page.at(-1)?.row ?? 0) : null };
    },
  };
}
