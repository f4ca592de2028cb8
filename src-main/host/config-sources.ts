import { isDeepStrictEqual } from 'node:util';
import type { ConfigProblem, SourceConfig } from '../../src-preload/contract/index.ts';
import { namesPrivateAddress } from '../connectors/private-address.ts';
import type { Engine } from '../engine/engine.ts';
import { Problem } from '../engine/calls/problem.ts';
import { secretsOf, type SecretStore, withoutSecrets } from '../engine/sign-in/secrets.ts';
import { type ConfigReading, loadConfig, watchConfig } from './config-file.ts';

/**
 * Whoever writes a private address into the file means it: only the owner of the computer can. That goes for an address
 * that is plain to see, not for a name that leads to one.
 */
function asOwnerMeans(source: SourceConfig): SourceConfig {
  const { hostname } = new URL(source.url);
  return source.allowPrivate === undefined && namesPrivateAddress(hostname) ? { ...source, allowPrivate: true } : source;
}

/** Keeps the engine's sources as the config file says, whenever it is saved. A file with a mistake changes nothing. */
export class ConfigSources {
  readonly #file: string;
  readonly #engine: Engine;
  readonly #secrets: SecretStore;
  readonly #onRead: () => void;
  #reading: ConfigReading = {
    present: false,
    config: null,
    problems: [],
    problemAt: () => ({ file: '', line: null, column: null, path: '', message: '' }),
  };
  #unwatch: (() => void) | null = null;
  /** Readings follow one another: two at once could undo each other. */
  #last: Promise<void> = Promise.resolve();

  /** `onRead` is called after each reading. */
  constructor(file: string, engine: Engine, secrets: SecretStore, onRead: () => void) {
    this.#file = file;
    this.#engine = engine;
    this.#secrets = secrets;
    this.#onRead = onRead;
  }

  show(): { path: string; present: boolean; problems: ConfigProblem[] } {
    return { path: this.#file, present: this.#reading.present, problems: this.#reading.problems };
  }

  /** Whether the file lets sources run programs. A file with a mistake allows nothing. */
  get allowsCommands(): boolean {
    return this.#reading.config?.allowCommands === true;
  }

  /** Reads the file, and again whenever it changes. */
  async open(): Promise<void> {
    this.#unwatch = watchConfig(this.#file, () => void this.#read());
    await this.#read();
  }

  async close(): Promise<void> {
    this.#unwatch?.();
    await this.#last;
  }

  #read(): Promise<void> {
    this.#last = this.#last.then(async () => {
      const reading = await loadConfig(this.#file);
      const problems = reading.config === null ? [] : await this.#apply(reading.config.sources, reading);
      this.#reading = { ...reading, problems: [...reading.problems, ...problems] };
      this.#onRead();
    });
    return this.#last;
  }

  async #apply(wanted: readonly SourceConfig[], reading: ConfigReading): Promise<ConfigProblem[]> {
    const problems: ConfigProblem[] = [];
    const ids = new Set(wanted.map((source) => source.id));
    for (const { id, origin } of this.#engine.sources()) if (origin === 'config' && !ids.has(id)) await this.#engine.remove(id, true);
    const there = new Map(this.#engine.sources().map((source) => [source.id, source]));
    for (const [index, written] of wanted.entries()) {
      const source = asOwnerMeans(written);
      try {
        const known = there.get(source.id);
        if (known === undefined) await this.#engine.add(source, 'config');
        else if (known.origin !== 'config')
          problems.push(
            reading.problemAt(
              ['sources', index, 'id'],
              `a source "${source.id}" was added in the app; remove it there, or choose another id`,
            ),
          );
        else if (!(await this.#isSame(source, known.config))) await this.#engine.update(source, 'config');
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        const said = error.problems.length > 0 ? error.problems : [{ path: '', message: error.message }];
        problems.push(
          ...said.map(({ path, message }) =>
            reading.problemAt(['sources', index, ...path.split('.').filter((part) => part !== '')], message),
          ),
        );
      }
    }
    return problems;
  }

  async #isSame(wanted: SourceConfig, known: SourceConfig): Promise<boolean> {
    for (const { name, secret } of secretsOf(wanted.id, wanted.auth))
      if (typeof secret === 'string' && (await this.#secrets.get(name)) !== secret) return false;
    return isDeepStrictEqual({ ...wanted, auth: withoutSecrets(wanted.auth) }, known);
  }
}
