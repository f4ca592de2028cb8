import { expect, test } from 'vitest';
import { CallGate } from '../../../../src-main/engine/calls/call-gate.ts';

const calm = new AbortController().signal;

async function fill(gate: CallGate) {
  const leave = [];
  for (let call = 0; call < 3; call += 1) leave.push(await gate.enter(calm, false));
  return leave;
}

test('three calls are under way at once, and the fourth waits for one of them to end', async () => {
  const gate = new CallGate();
  const [leave] = await fill(gate);
  let entered = false;
  const fourth = gate.enter(calm, false).then(() => (entered = true));
  await Promise.resolve();
  expect(entered).toBe(false);
  leave?.();
  await fourth;
  expect(entered).toBe(true);
});

test('a refresh goes before what waited longer', async () => {
  const gate = new CallGate();
  const [leave, second] = await fill(gate);
  const order: string[] = [];
  const detail = gate.enter(calm, false).then(() => order.push('detail'));
  const refresh = gate.enter(calm, true).then(() => order.push('refresh'));
  leave?.();
  await refresh;
  second?.();
  await detail;
  expect(order).toEqual(['refresh', 'detail']);
});

test('who is called off while waiting leaves the queue, and takes no place', async () => {
  const gate = new CallGate();
  const [leave] = await fill(gate);
  const ending = new AbortController();
  const waiting = gate.enter(ending.signal, false);
  ending.abort(new Error('called off'));
  await expect(waiting).rejects.toThrow('called off');
  leave?.();
  leave?.();
  await gate.enter(calm, false);
  let entered = false;
  void gate.enter(calm, false).then(() => (entered = true));
  await Promise.resolve();
  expect(entered).toBe(false);
});
