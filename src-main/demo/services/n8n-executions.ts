import { chance, dailyRhythm, hexadecimal, officeRhythm, skewed } from '../random.ts';

/** A workflow begins at most once in each stretch of this length. */
const SLOT_MS = 10_000;

/** Older executions are pruned, as n8n does after a time that can be set. */
const KEPT_MS = 6 * 3_600_000;

/** A failed execution is retried so many stretches later, where it is. */
const RETRY_SLOTS = 3;

/** Ids rise with time; they begin here so that they are not longer than real ones. */
const FIRST_SLOT = Date.parse('2024-01-01T00:00:00Z') / SLOT_MS;

export interface Workflow {
  id: string;
  name: string;
  active: boolean;
  mode: 'trigger' | 'webhook';
  tags: string[];
  createdAt: number;
  updatedAt: number;
  /** Executions in an hour when it is busiest. */
  perHour: number;
  /** Half of the executions take longer, milliseconds. */
  medianMs: number;
  /** The share that fails on a good day. */
  failing: number;
  /** Whether it rests at night and on weekends. */
  office: boolean;
}

export interface Execution {
  id: number;
  workflow: Workflow;
  status: 'running' | 'success' | 'error' | 'crashed' | 'waiting' | 'canceled';
  mode: 'trigger' | 'webhook' | 'retry';
  startedAt: number;
  stoppedAt: number | null;
  waitTill: number | null;
  retryOf: number | null;
  retrySuccessId: number | null;
}

/** The instances, each the n8n of one client. */
export const INSTANCES = ['north', 'harbour', 'meadow'] as const;

const KINDS = [
  ['Order sync', 'trigger', ['orders'], 60, 2_400, 0.02, true],
  ['Invoice mail', 'webhook', ['orders', 'mail'], 34, 900, 0.04, true],
  ['Lead scoring', 'webhook', ['sales'], 22, 5_200, 0.06, true],
  ['Stock watch', 'trigger', ['warehouse'], 30, 700, 0.01, false],
  ['Nightly export', 'trigger', ['reports'], 8, 41_000, 0.09, false],
  ['Support triage', 'webhook', ['support'], 26, 3_100, 0.05, true],
  ['Address check', 'webhook', ['orders'], 0, 600, 0, true],
] as const;

/** The workflows of an instance; the last one is switched off. */
export function workflowsOf(seed: number, instance: string): Workflow[] {
  return KINDS.map(([name, mode, tags, perHour, medianMs, failing, office], index) => {
    const createdAt = Date.parse('2024-03-01T08:00:00Z') + Math.floor(chance(seed, instance, name, 'created') * 200) * 86_400_000;
    return {
      id: hexadecimal(16, seed, instance, name),
      name,
      mode,
      tags: [...tags],
      active: index < KINDS.length - 1,
      createdAt,
      updatedAt: createdAt + Math.floor(chance(seed, instance, name, 'updated') * 60) * 86_400_000,
      perHour: perHour * (0.6 + chance(seed, instance, name, 'size') * 0.8),
      medianMs,
      failing,
      office,
    };
  });
}

interface World {
  seed: number;
  instance: string;
  workflows: readonly Workflow[];
}

/** Whether something that a workflow needs is out of order: for half an hour now and then most of its executions fail. */
function isOutage(world: World, index: number, at: number): boolean {
  return chance(world.seed, world.instance, index, Math.floor(at / 1_800_000), 'outage') < 0.025;
}

function begins(world: World, index: number, slot: number): boolean {
  const workflow = world.workflows[index];
  if (workflow === undefined) return false;
  const at = slot * SLOT_MS;
  const busy = workflow.office ? officeRhythm(at) : dailyRhythm(at);
  return chance(world.seed, world.instance, index, slot, 'begins') < (workflow.perHour / (3_600_000 / SLOT_MS)) * busy;
}

/** How an execution that was not a retry ends. */
function endOf(world: World, index: number, slot: number): Execution['status'] {
  const failing = world.workflows[index]?.failing ?? 0;
  const roll = chance(world.seed, world.instance, index, slot, 'end');
  if (roll < (isOutage(world, index, slot * SLOT_MS) ? 0.7 : failing)) return 'error';
  return roll > 0.998 ? 'crashed' : roll > 0.995 ? 'canceled' : roll > 0.985 ? 'waiting' : 'success';
}

const idOf = (world: World, index: number, slot: number) => (slot - FIRST_SLOT) * world.workflows.length + index;

/** Whether the execution that began `RETRY_SLOTS` before is retried in this stretch. A retry is never retried itself. */
function retries(world: World, index: number, slot: number): boolean {
  const first = slot - RETRY_SLOTS;
  return (
    begins(world, index, first) &&
    endOf(world, index, first) === 'error' &&
    chance(world.seed, world.instance, index, first, 'retried') < 0.5 &&
    !retries(world, index, first)
  );
}

const retryEnd = (world: World, index: number, slot: number): Execution['status'] =>
  chance(world.seed, world.instance, index, slot, 'retry-end') < 0.65 ? 'success' : 'error';

const lengthOf = (world: World, index: number, slot: number) =>
  Math.round(Math.min(600_000, skewed(world.workflows[index]?.medianMs ?? 0, 0.6, world.seed, world.instance, index, slot, 'length')));

/** Within a stretch workflows begin in their order, so that ids rise as executions start. */
const startOf = (world: World, index: number, slot: number) =>
  slot * SLOT_MS +
  Math.floor(((index + chance(world.seed, world.instance, index, slot, 'start')) / world.workflows.length) * (SLOT_MS - 1));

function executionAt(world: World, index: number, slot: number, now: number): Execution | null {
  const workflow = world.workflows[index];
  if (workflow === undefined) return null;
  const isAgain = retries(world, index, slot);
  if (!isAgain && !begins(world, index, slot)) return null;
  const startedAt = startOf(world, index, slot);
  if (startedAt > now) return null;
  const end = isAgain ? retryEnd(world, index, slot) : endOf(world, index, slot);
  // One that waits goes on after five minutes.
  const waitTill = end === 'waiting' ? startedAt + 300_000 : null;
  const stoppedAt = (waitTill ?? startedAt) + lengthOf(world, index, slot);
  const isOver = stoppedAt <= now;
  const next = slot + RETRY_SLOTS;
  const isHealed =
    !isAgain &&
    end === 'error' &&
    retries(world, index, next) &&
    retryEnd(world, index, next) === 'success' &&
    startOf(world, index, next) + lengthOf(world, index, next) <= now;
  return {
    id: idOf(world, index, slot),
    workflow,
    status: isOver ? (end === 'waiting' ? 'success' : end) : waitTill !== null && now < waitTill ? 'waiting' : 'running',
    mode: isAgain ? 'retry' : workflow.mode,
    startedAt,
    stoppedAt: isOver ? stoppedAt : null,
    waitTill: isOver ? null : waitTill,
    retryOf: isAgain ? idOf(world, index, slot - RETRY_SLOTS) : null,
    retrySuccessId: isHealed ? idOf(world, index, next) : null,
  };
}

/** The executions that an instance still keeps, those with the highest id first; only those with an id below `before`. */
export function* executionsOf(seed: number, instance: string, now: number, before = Infinity): Generator<Execution, undefined> {
  const world: World = { seed, instance, workflows: workflowsOf(seed, instance) };
  const newest = Math.min(Math.floor(now / SLOT_MS), FIRST_SLOT + Math.floor(before / world.workflows.length));
  for (let slot = newest; slot > (now - KEPT_MS) / SLOT_MS; slot -= 1) {
    for (let index = world.workflows.length - 1; index >= 0; index -= 1) {
      const execution = executionAt(world, index, slot, now);
      if (execution !== null && execution.id < before) yield execution;
    }
  }
}
