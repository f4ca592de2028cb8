import { mkdir } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import type { ConfigProblem, SourceConfig } from '../../src-preload/contract/index.ts';
import { namesPrivateAddress } from '../connectors/private-address.ts';
import type { Engine } from '../engine/engine.ts';
import { Problem } from '../engine/calls/problem.ts';
import { secretsOf, type SecretStore, withoutSecrets } from '../engine/sign-in/secrets.ts';
import { loadConfig, watchConfig, watchFolder } from './config-file.ts';
import { asSourcesReading, loadSourceFiles, type SourcesReading } from './source-files.ts';

/**
 * Whoever writes a private address into the file means it: only the owner of the computer can. That goes for an address
 * that is plain to see, not for a name that leads to one.
 */
function asOwnerMeans(source: SourceConfig): SourceConfig {
  const { hostname } = new URL(source.url);
  return source.allowPrivate === undefined && namesPrivateAddress(hostname) ? { ...source, allowPrivate: true } : source;
}

/** A file of the folder, with the sources that it defines. */
export interface SourcesFile {
  path: string;
  sources: string[];
}

/**
 * Keeps the engine's sources as the config file and the files of the folder `sources` say, whenever one is saved. A file
 * with a mistake changes nothing.
 */
export class ConfigSources {
  readonly #file: string;
  readonly #folder: string;
  readonly #engine: Engine;
  readonly #secrets: SecretStore;
  readonly #onRead: () => void;
  #present = false;
  #allowsCommands = false;
  #problems: ConfigProblem[] = [];
  #files: SourcesFile[] = [];
  /** Which file defines a source, as it was last read without a mistake. */
  readonly #fileOf = new Map<string, string>();
  #unwatch: (() => void)[] = [];
  /** Readings follow one another: two at once could undo each other. */
  #last: Promise<void> = Promise.resolve();

  /** `onRead` is called after each reading. */
  constructor(file: string, folder: string, engine: Engine, secrets: SecretStore, onRead: () => void) {
    this.#file = file;
    this.#folder = folder;
    this.#engine = engine;
    this.#secrets = secrets;
    this.#onRead = onRead;
  }

  show(): { path: string; present: boolean; problems: ConfigProblem[]; files: SourcesFile[] } {
    return { path: this.#file, present: this.#present, problems: this.#problems, files: this.#files };
  }

  /** Whether the file lets sources run programs. A file with a mistake allows nothing. */
  get allowsCommands(): boolean {
    return this.#allowsCommands;
  }

  /** Reads the files, and again whenever one changes. */
  async open(): Promise<void> {
    this.#unwatch.push(watchConfig(this.#file, () => void this.#read()));
    // A folder that is not there cannot be watched. Why it could not be made is said by the reading.
    await mkdir(this.#folder, { recursive: true }).then(
      () => this.#unwatch.push(watchFolder(this.#folder, () => void this.#read())),
      () => undefined,
    );
    await this.#read();
  }

  async close(): Promise<void> {
    for (const unwatch of this.#unwatch) unwatch();
    await this.#last;
  }

  #read(): Promise<void> {
    this.#last = this.#last.then(async () => {
      const config = await loadConfig(this.#file);
      this.#allowsCommands = config.config?.allowCommands === true;
      const files = await loadSourceFiles(this.#folder);
      const readings = [asSourcesReading(this.#file, config), ...files];
      const problems = await this.#apply(readings);
      this.#present = config.present;
      this.#problems = [...readings.flatMap((reading) => reading.problems), ...problems];
      this.#files = files.flatMap(({ file, sources }) =>
        sources === null ? [] : [{ path: file, sources: sources.map(({ config: { id } }) => id) }],
      );
      this.#onRead();
    });
    return this.#last;
  }

  async #apply(readings: readonly SourcesReading[]): Promise<ConfigProblem[]> {
    const problems: ConfigProblem[] = [];
    const wanted = new Map<string, { source: SourceConfig; path: (string | number)[]; reading: SourcesReading }>();
    for (const reading of readings) {
      for (const { config, path } of reading.sources ?? []) {
        const other = wanted.get(config.id);
        if (other === undefined) wanted.set(config.id, { source: config, path, reading });
        else
          problems.push(reading.problemAt([...path, 'id'], `the id "${config.id}" is that of a source in ${other.reading.file} already`));
      }
    }
    await this.#removeOthers(wanted, readings);
    const there = new Map(this.#engine.sources().map((source) => [source.id, source]));
    for (const [id, { source: written, path, reading }] of wanted) {
      this.#fileOf.set(id, reading.file);
      const source = asOwnerMeans(written);
      try {
        const known = there.get(id);
        if (known === undefined) await this.#engine.add(source, 'config');
        else if (known.origin !== 'config')
          problems.push(reading.problemAt([...path, 'id'], `a source "${id}" was added in the app; remove it there, or choose another id`));
        else if (!(await this.#isSame(source, known.config))) await this.#engine.update(source, 'config');
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        const said = error.problems.length > 0 ? error.problems : [{ path: '', message: error.message }];
        problems.push(
          ...said.map((each) => reading.problemAt([...path, ...each.path.split('.').filter((part) => part !== '')], each.message)),
        );
      }
    }
    return problems;
  }

  /** Removes what no file defines any more. What a file defined that cannot be used now stays, as the file changes nothing. */
  async #removeOthers(wanted: ReadonlyMap<string, unknown>, readings: readonly SourcesReading[]): Promise<void> {
    const broken = new Set(readings.filter(({ sources }) => sources === null).map(({ file }) => file));
    const isKept = (id: string) => {
      const file = this.#fileOf.get(id);
      return broken.size > 0 && (file === undefined || broken.has(file) || broken.has(this.#folder));
    };
    for (const { id, origin } of this.#engine.sources()) {
      if (origin !== 'config' || wanted.has(id) || isKept(id)) continue;
      await this.#engine.remove(id, true);
      this.#fileOf.delete(id);
    }
  }

  async #isSame(wanted: SourceConfig, known: SourceConfig): Promise<boolean> {
    for (const { name, secret } of secretsOf(wanted.id, wanted.auth))
      if (typeof secret === 'string' && (await this.#secrets.get(name)) !== secret) return false;
    return isDeepStrictEqual({ ...wanted, auth: withoutSecrets(wanted.auth) }, known);
  }
}
