import {
  sourceConfigSchema,
  type Activity,
  type AppStatus,
  type Decision,
  type DecisionInputs,
  type Preview,
  type QuotaUse,
  type Refresh,
  type SourceConfig,
  type SourceRecord,
  type SourceStatus,
} from '../../../src-preload/contract/index.ts';

/** The moment at which the tests of the page take place: 11:12 in Berlin. */
export const NOW = Date.parse('2026-11-21T10:12:00.000Z');

/** A moment before `NOW`, or after it where negative. */
export const ago = (ms: number): string => new Date(NOW - ms).toISOString();

export const aConfig = (change: Record<string, unknown> = {}): SourceConfig =>
  sourceConfigSchema.parse({ id: 'odds', name: 'Odds', url: 'https://api.example.com/odds', ...change });

export const someInputs = (change: Partial<DecisionInputs> = {}): DecisionInputs => ({
  checkedAt: ago(60_000),
  ageSeconds: 60,
  preset: 'smart',
  active: true,
  lookingSince: ago(120_000),
  lastLookedAt: ago(0),
  intervalSeconds: 900,
  staleSeconds: 1800,
  failures: 0,
  untilAt: null,
  quotaRemaining: null,
  quotaUnit: 'call',
  quotaLimit: null,
  quotaSpread: null,
  ...change,
});

export const aDecision = (change: Partial<Decision> = {}): Decision => ({
  id: 'd1',
  sourceId: 'odds',
  at: ago(60_000),
  action: 'wait',
  reason: 'fresh',
  trigger: null,
  dueAt: ago(-840_000),
  inputs: someInputs(),
  ...change,
});

export const aSource = (change: Partial<SourceStatus> = {}): SourceStatus => ({
  id: 'odds',
  name: 'Odds',
  origin: 'app',
  config: aConfig(),
  state: 'fresh',
  checkedAt: ago(60_000),
  changedAt: ago(60_000),
  dataAsOf: null,
  records: 3,
  staleSeconds: 1800,
  veryStaleSeconds: 10_800,
  forgivenSeconds: 0,
  pausedUntil: null,
  paused: false,
  obstacle: null,
  obstacleUntil: null,
  failure: null,
  running: null,
  decision: aDecision(),
  push: null,
  asking: { cost: 1, left: null, allowed: true, allowedAt: null },
  quotas: [],
  today: { calls: 0, fixedCalls: 0, notModified: 0, refused: 0, bytes: 0, cost: 0, fixedCost: 0 },
  recent: [],
  incremental: null,
  retained: null,
  fields: [],
  enrichment: null,
  ...change,
});

export const aRefresh = (change: Partial<Refresh> = {}): Refresh => ({
  id: 'r1',
  sourceId: 'odds',
  sourceName: 'Odds',
  trigger: 'schedule',
  startedAt: ago(60_000),
  endedAt: ago(58_000),
  outcome: 'changed',
  calls: 1,
  notModified: 0,
  bytes: 1000,
  pages: 1,
  counts: { added: 0, updated: 0, unchanged: 0, deleted: 0, rejected: 0 },
  rejected: [],
  failure: null,
  note: null,
  ...change,
});

export const aRecord = (id: string, fields: Record<string, unknown> = {}): SourceRecord => ({
  id,
  fields,
  time: null,
  deletedAt: null,
  firstSeenAt: ago(86_400_000),
  changedAt: ago(60_000),
});

export const aQuota = (change: Partial<QuotaUse> = {}): QuotaUse => ({
  sourceId: 'odds',
  sourceName: 'Odds',
  per: 'hour',
  align: 'clock',
  timeZone: 'UTC',
  learned: false,
  budget: false,
  unit: 'call',
  limit: 100,
  used: 10,
  reserved: 10,
  remaining: 80,
  resetsAt: null,
  price: null,
  spread: 'none',
  expected: null,
  spentOn: null,
  ...change,
});

export const anApp = (change: Partial<AppStatus> = {}): AppStatus => ({
  version: '1.0.0',
  form: 'served',
  dataFolder: '/tmp/freshet',
  startedAt: ago(3_600_000),
  demo: { on: false, url: null, faults: null },
  pausedUntil: null,
  paused: false,
  configFile: { path: '/tmp/freshet/freshet.config.json', present: false, problems: [] },
  secrets: { protection: 'key-file', words: '' },
  space: { bytes: 0, freeBytes: 0, shrinks: true },
  transfer: null,
  readOnly: null,
  notices: [],
  ...change,
});

export const someActivity = (change: Partial<Activity> = {}): Activity => ({
  active: false,
  lookingSince: null,
  lastLookedAt: null,
  locked: false,
  suspended: false,
  failure: null,
  sessions: [],
  ...change,
});

export const aPreview = (change: Partial<Preview> = {}): Preview => ({
  failure: null,
  request: { method: 'GET', url: 'https://api.example.com/odds' },
  status: 200,
  milliseconds: 10,
  bytes: 10,
  lists: [],
  guess: { list: null, idField: null, timeField: null, nextCursor: null },
  used: { list: '', idField: 'id', timeField: null },
  columns: [],
  rows: [],
  total: 0,
  rejected: [],
  quotaHeaders: {},
  ...change,
});
