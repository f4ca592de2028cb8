import type { MessagePort } from 'node:worker_threads';
import type { Notification } from '../engine/alerts/outbox.ts';
import type { FromQueryProcess, ToQueryProcess } from '../store/query/query-messages.ts';

/** Who speaks through a port. An `api` client is nobody who looks. */
export interface ClientInfo {
  sessionId: string;
  kind: 'window' | 'tab' | 'api';
}

export interface WindowState {
  focused: boolean;
  visible: boolean;
}

export interface SystemState {
  locked?: boolean;
  suspended?: boolean;
  /** Since the last key or pointer movement, whole computer. */
  idleSeconds?: number;
  /** On battery. */
  saving?: boolean;
  /** Why it cannot be told whether anybody is there; `null` when it can again. */
  trackingFailure?: string | null;
}

/** What the engine's thread is started with. */
export interface EngineWorkerData {
  dataFolder: string;
  form: 'desktop' | 'served';
  version: string;
  demo: boolean;
  safeMode: boolean;
  /** Whether a source that does not say may call private addresses. */
  allowPrivate: boolean;
  /** Whether sources may run programs of this computer. */
  allowCommands: boolean;
  readerWorker: string;
  keeperWorker: string;
  /** Whether the main thread shows notifications of the system. */
  notifies: boolean;
  /** Of the cipher that the main thread offers; `null`: the engine has to bring its own. */
  cipher: { protection: 'keychain' | 'key-file' | 'none'; words: string } | null;
}

export type ToEngine =
  | { type: 'connect'; client: ClientInfo; port: MessagePort }
  | { type: 'window'; sessionId: string; state: WindowState }
  | { type: 'system'; state: SystemState }
  | { type: 'announce'; url: string | null }
  | { type: 'sealed'; id: number; result: Uint8Array | string }
  | { type: 'seal-failed'; id: number; message: string }
  | { type: 'notified'; id: number; shown: boolean }
  | { type: 'read-failed'; error: unknown }
  | { type: 'let-go' }
  | { type: 'query-said'; child: number; message: FromQueryProcess }
  | { type: 'query-ended'; child: number; why: string | null }
  | { type: 'stop' };

export type FromEngine =
  | { type: 'ready'; token: string }
  | { type: 'in-use'; pid: number | null; url: string | null }
  | { type: 'failed'; message: string }
  /** The main thread may read this database until it is told to let go of it. */
  | { type: 'readable'; database: string }
  | { type: 'let-go' }
  | { type: 'seal'; id: number; operation: 'encrypt'; value: string }
  | { type: 'seal'; id: number; operation: 'decrypt'; value: Uint8Array }
  | { type: 'notify'; id: number; notification: Notification }
  | { type: 'query-start'; child: number }
  | { type: 'query-ask'; child: number; message: ToQueryProcess }
  | { type: 'query-kill'; child: number }
  | { type: 'stopped' };
