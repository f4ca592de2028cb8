import { implement } from '@orpc/server';
import { contract } from '../../src-preload/contract/index.ts';
import type { Alerts } from '../engine/alerts/alerts.ts';
import type { ClientInfo } from './messages.ts';

/** The part of the contract that is about alerts. */
export function alertRoutes(alerts: Alerts) {
  const os = implement(contract).$context<ClientInfo>();
  return {
    list: os.alerts.list.handler(() => ({ items: alerts.list(), nextCursor: null })),
    get: os.alerts.get.handler(({ input }) => alerts.status(input.id)),
    add: os.alerts.add.handler(({ input }) => alerts.add(input)),
    replace: os.alerts.replace.handler(({ input }) => alerts.replace(input.id, input.alert)),
    remove: os.alerts.remove.handler(({ input }) => alerts.remove(input.id)),
    restore: os.alerts.restore.handler(({ input }) => alerts.restore(input.id)),
    snooze: os.alerts.snooze.handler(({ input }) => alerts.snooze(input.id, input.forSeconds)),
    test: os.alerts.test.handler(({ input }) => alerts.test(input.id)),
    messages: os.alerts.messages.handler(({ input }) => alerts.messages(input)),
  };
}
