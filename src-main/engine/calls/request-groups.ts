import { requestGroup } from '../../connectors/request-group.ts';
import type { SourceEntry } from '../source-entry.ts';

/** Finds the sources that send the same requests, without looking at all of them. */
export class RequestGroups {
  readonly #members = new Map<string, Set<SourceEntry>>();
  readonly #groupOf = new Map<SourceEntry, string>();

  /** Puts a source where it belongs by its settings as they are now. */
  place(entry: SourceEntry): void {
    const group = requestGroup(entry.config);
    if (this.#groupOf.get(entry) === group) return;
    this.drop(entry);
    this.#groupOf.set(entry, group);
    const members = this.#members.get(group);
    if (members === undefined) this.#members.set(group, new Set([entry]));
    else members.add(entry);
  }

  /** A source has been removed. */
  drop(entry: SourceEntry): void {
    const group = this.#groupOf.get(entry);
    if (group === undefined) return;
    this.#groupOf.delete(entry);
    const members = this.#members.get(group);
    members?.delete(entry);
    if (members?.size === 0) this.#members.delete(group);
  }

  /** The other sources that send the same requests. */
  matesOf(entry: SourceEntry): SourceEntry[] {
    const group = this.#groupOf.get(entry);
    const members = group === undefined ? undefined : this.#members.get(group);
    return members === undefined || members.size < 2 ? [] : [...members].filter((each) => each !== entry);
  }
}
