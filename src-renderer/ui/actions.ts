import type { RefreshAnswer } from '../../src-preload/contract/index.ts';
import { api } from '../bridge/connection.ts';
import { sourceNow, useFreshet } from '../bridge/store.ts';
import { go } from '../shell/route.ts';
import { announce } from './announce.ts';
import { showAnswer, showAnswers } from './answers.tsx';
import { attempt, notifyUndo } from './notify.tsx';
import { whilePending } from './pending.ts';

const nameOf = (id: string) => sourceNow(id)?.name ?? id;

export const HOUR_S = 3_600;

/** Seconds until the local day ends. */
export function secondsUntilTomorrow(): number {
  const now = new Date();
  const tomorrow = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1);
  return Math.max(1, Math.round((tomorrow.getTime() - now.getTime()) / 1000));
}

async function ask(id: string, mode: 'normal' | 'force'): Promise<RefreshAnswer | undefined> {
  announce(`Refreshing ${nameOf(id)}`);
  const answer = await attempt(() => whilePending(id, api().sources.refresh({ id, mode })));
  if (answer !== undefined) showAnswer(answer);
  return answer;
}

export const refresh = (id: string) => ask(id, 'normal');
export const force = (id: string) => ask(id, 'force');

export async function cancel(id: string): Promise<void> {
  const answer = await attempt(() => api().sources.cancel({ id }));
  if (answer !== undefined) announce(answer.cancelled ? `Cancelled the refresh of ${nameOf(id)}` : 'No refresh was running');
}

/** `forSeconds` null: until resumed. */
export async function pause(id: string, forSeconds: number | null): Promise<void> {
  const done = await attempt(() => api().sources.pause({ id, forSeconds }));
  if (done !== undefined) notifyUndo(`Paused ${nameOf(id)}`, () => api().sources.resume({ id }));
}

export async function resume(id: string): Promise<void> {
  const done = await attempt(() => api().sources.resume({ id }));
  if (done !== undefined) announce(`Resumed ${nameOf(id)}`);
}

/** Fetches no details for a source until resumed; its refreshes go on. */
export async function pauseDetails(id: string): Promise<void> {
  const done = await attempt(() => api().sources.pauseEnrichment({ id }));
  if (done !== undefined) notifyUndo(`Paused the details of ${nameOf(id)}`, () => api().sources.resumeEnrichment({ id }));
}

export async function resumeDetails(id: string): Promise<void> {
  const done = await attempt(() => api().sources.resumeEnrichment({ id }));
  if (done !== undefined) announce(`Resumed the details of ${nameOf(id)}`);
}

export async function remove(id: string): Promise<void> {
  const name = nameOf(id);
  const done = await attempt(() => api().sources.remove({ id }));
  if (done === undefined) return;
  go({ screen: 'sources' });
  notifyUndo(`Removed ${name}`, () => api().sources.restore({ id }));
}

export async function refreshAll(mode: 'due' | 'normal' | 'force'): Promise<void> {
  announce(mode === 'due' ? 'Refreshing what is due' : 'Refreshing all sources');
  const answer = await attempt(() => api().refreshes.all({ mode }));
  if (answer !== undefined) showAnswers(answer.items, mode);
}

export async function pauseAll(forSeconds: number | null): Promise<void> {
  const app = await attempt(() => api().app.pause({ forSeconds }));
  if (app === undefined) return;
  useFreshet.setState({ app });
  notifyUndo('Paused everything', async () => useFreshet.setState({ app: await api().app.resume() }));
}

export async function resumeAll(): Promise<void> {
  const app = await attempt(() => api().app.resume());
  if (app !== undefined) useFreshet.setState({ app });
}

export async function setDemo(on: boolean): Promise<boolean> {
  const app = await attempt(() => api().app.demo({ on }));
  if (app !== undefined) useFreshet.setState({ app });
  return app !== undefined;
}

/** Leaves the demo workspace and goes on to the user's own first source. */
export async function leaveDemo(): Promise<void> {
  if (!(await setDemo(false))) return;
  go({ screen: 'add-source' });
  notifyUndo('Left the demo', async () => {
    if (await setDemo(true)) go({ screen: 'sources' });
  });
}

export async function dismissNotice(id: string): Promise<void> {
  const app = await attempt(() => api().app.dismiss({ id }));
  if (app !== undefined) useFreshet.setState({ app });
}
