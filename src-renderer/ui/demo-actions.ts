import type { DemoFaults, DemoFaultsInput } from '../../src-preload/contract/index.ts';
import { api } from '../bridge/connection.ts';
import { useFreshet } from '../bridge/store.ts';
import { announce } from './announce.ts';
import { attempt } from './notify.tsx';

/** Turns the fault dial of the demo, and says so to screen readers. */
export async function setDemoFaults(faults: DemoFaultsInput, said: string): Promise<void> {
  const turned = await attempt(() => api().demo.setFaults(faults));
  if (turned === undefined) return;
  useFreshet.setState(({ app }) => (app === null ? {} : { app: { ...app, demo: { ...app.demo, faults: turned } } }));
  announce(said);
}

export const setCable = (faults: DemoFaults, cablePulled: boolean) =>
  setDemoFaults({ ...faults, cablePulled }, cablePulled ? 'The network cable of the demo is pulled' : 'The network cable is back in');

export const resetDemoFaults = () => setDemoFaults({}, 'All faults of the demo are gone');
