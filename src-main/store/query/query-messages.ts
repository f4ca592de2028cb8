import type { PanelQuery, PanelResult, ParameterValues, SqlSchema } from '../../../src-preload/contract/index.ts';

/** A query with all that it is run with. */
export interface RunQuestion {
  kind: 'run';
  query: PanelQuery;
  values: ParameterValues;
  timeZone: string;
  /** Milliseconds since the epoch: what now() gives. */
  nowMs: number;
  /** Records as they were known then, milliseconds since the epoch; `null`: as they are. */
  asOfMs: number | null;
  /** The quota windows, as JSON: only the engine knows them. */
  quotas: string;
}

export type QueryQuestion = RunQuestion | { kind: 'schema'; timeZone: string; nowMs: number; quotas: string };

/** What a query gave. The rows are one JSON text, so that whoever passes them on need not look at them. */
export interface RunAnswer {
  rows: string;
  columns: PanelResult['columns'];
  truncated: boolean;
  rowCount: number;
  /** The same for the same columns and rows. */
  hash: string;
  tookMs: number;
  /** What was run. */
  sql: string;
}

export type QueryFailure = NonNullable<PanelResult['failure']>;

/** To a query process. */
export type ToQueryProcess =
  { type: 'open'; file: string; limitMs: number; mostMemory: number } | { type: 'ask'; id: number; question: QueryQuestion };

/** From a query process. */
export type FromQueryProcess =
  | { type: 'ready' }
  | { type: 'unable'; message: string }
  | { type: 'answer'; id: number; answer: RunAnswer | SqlSchema }
  | { type: 'failure'; id: number; failure: QueryFailure };
