import type { MessagePort } from 'node:worker_threads';
import type { Restored } from '../../src-preload/contract/index.ts';
import { Problem } from '../engine/calls/problem.ts';
import { answerPort } from './answer-port.ts';
import { shownBackup } from './backups.ts';
import type { ClientInfo, SystemState, WindowState } from './messages.ts';
import type { Workspace } from './workspace.ts';

/** Who asked for a restore gets its answer through a port that is closed so long after, milliseconds. */
const ANSWER_MS = 100;

type OpenWorkspace = (restore: (id: string) => Promise<Restored>, wasUsed: boolean) => Promise<Workspace>;

/**
 * A workspace that goes on with another database after a restore. Clients of the API keep their ports; windows and tabs lose
 * theirs and connect again by themselves, so that nothing of the database before stays on a screen.
 */
export class RestorableWorkspace {
  readonly #open: OpenWorkspace;
  readonly #pages = new Set<MessagePort>();
  /** Whoever calls while a restore is under way waits for its end. */
  #current: Promise<Workspace>;
  #now: Workspace;
  #system: SystemState = {};
  #restoring = false;

  static async open(openWorkspace: OpenWorkspace, wasUsed: boolean): Promise<RestorableWorkspace> {
    const waiting: { restore: (id: string) => Promise<Restored> } = { restore: () => Promise.reject(new Error('Freshet is starting.')) };
    const workspace = await openWorkspace((id) => waiting.restore(id), wasUsed);
    const restorable = new RestorableWorkspace(openWorkspace, workspace);
    waiting.restore = (id) => restorable.#restore(id);
    return restorable;
  }

  private constructor(open: OpenWorkspace, workspace: Workspace) {
    this.#open = open;
    this.#now = workspace;
    this.#current = Promise.resolve(workspace);
  }

  get sqliteVersion(): string {
    return this.#now.sqliteVersion;
  }

  connect(client: ClientInfo, port: MessagePort): void {
    let isOpen = true;
    if (client.kind !== 'api') this.#pages.add(port);
    port.once('close', () => {
      isOpen = false;
      this.#pages.delete(port);
    });
    // A page that connects during a restore gets a session of what comes after it.
    void this.#current.then(({ sessions }) => {
      if (isOpen) sessions.open(client, port);
    });
    answerPort(() => this.#current.then(({ handler }) => handler), port, client);
  }

  windowChanged(sessionId: string, state: WindowState): void {
    void this.#current.then(({ engine }) => engine.windowChanged(sessionId, state));
  }

  systemChanged(state: SystemState): void {
    this.#system = { ...this.#system, ...state };
    void this.#current.then(({ engine }) => engine.systemChanged(state));
  }

  async close(): Promise<void> {
    const workspace = await this.#current;
    await workspace.close(false);
  }

  /** Rejects with `Problem` when there is no such backup or it is not good; everything is as it was then. */
  async #restore(id: string): Promise<Restored> {
    if (this.#restoring) throw new Problem('CONFLICT', 'Another restore is under way.', 'Wait until it has ended.');
    this.#restoring = true;
    try {
      const before = this.#now;
      const { wanted, undo } = await before.backups.beforeRestore(id);
      const pages = [...this.#pages];
      const { failure, next } = this.#swap(before, () => before.backups.replace(wanted, undo));
      this.#current = next;
      // The engine cannot go on without a database: that ends it as any mistake of its own does.
      this.#now = await next;
      this.#now.engine.systemChanged(this.#system);
      setTimeout(() => {
        for (const port of pages) port.close();
      }, ANSWER_MS);
      const why = await failure;
      if (why !== null)
        throw new Problem('CONFLICT', `The backup was not restored: ${why.message}`, 'Choose another one; everything is as it was.');
      const restored = shownBackup(wanted);
      this.#now.engine.notify(
        'restored',
        'info',
        `The backup of ${restored.at.slice(0, 10)} ${restored.at.slice(11, 16)} UTC was restored.`,
        undo === null ? 'What was there before was damaged and is kept.' : '"Undo restore" in Settings takes it back.',
      );
      return { restored, undo: undo === null ? null : shownBackup(undo) };
    } finally {
      this.#restoring = false;
    }
  }

  /** Closes a workspace, has its database replaced, and opens the next one, whether that was replaced or not. */
  #swap(before: Workspace, replace: () => Promise<void>): { failure: Promise<Error | null>; next: Promise<Workspace> } {
    const failure = (async () => {
      // A damaged database may refuse to be closed in good order; that is why it is replaced.
      await before.close(true).catch(() => undefined);
      try {
        await replace();
        return null;
      } catch (error) {
        return error instanceof Error ? error : new Error(String(error));
      }
    })();
    return { failure, next: failure.then(() => this.#open((id) => this.#restore(id), true)) };
  }
}
