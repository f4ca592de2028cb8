import { toIso } from '../../src-preload/contract/index.ts';
import { noSuchRecord, outOfReach, Problem } from '../engine/calls/problem.ts';
import type { ReaderClient } from '../store/reader-client.ts';
import type { ListQuery, RecordSet, WindowQuery } from '../store/reader.ts';
import type { ChangesQuery } from '../store/record-history.ts';
import type { SearchOfSources, SourceAnswer } from '../store/source-reads.ts';

/** Which records, as the contract says it. */
interface SetInput {
  id: string;
  asOf?: string | undefined;
  deleted?: 'hide' | 'show';
}

type ListInput = SetInput & { limit: number; cursor?: ListQuery['cursor']; q?: ListQuery['q'] };
type WindowInput = SetInput & Pick<WindowQuery, 'offset' | 'limit' | 'sort' | 'filter'>;
type RecordInput = SetInput & { recordId: string };
type ChangesInput = { id: string; recordId: string; limit: number; cursor?: ChangesQuery['cursor'] };

/** The questions to the reading thread that these calls need. */
type ReadingClient = Pick<ReaderClient, 'listOf' | 'windowOf' | 'recordOf' | 'changesOf' | 'searchOf'>;

const momentOf = ({ asOf }: SetInput): number | null => (asOf === undefined ? null : Date.parse(asOf));
const setOf = (input: SetInput): RecordSet => ({ asOf: momentOf(input), withDeleted: input.deleted === 'show' });

const noSuchSource = (id: string) =>
  new Problem('NOT_FOUND', `There is no source "${id}".`, 'GET /api/v1/sources lists those that there are.');

/** Throws `Problem` when there is no such source, or its log of changes does not reach back so far. */
function read<T>(answer: SourceAnswer<T>, id: string): { result: T; version: number; reach: number } {
  if (answer.is === 'no-source') throw noSuchSource(id);
  if (answer.is === 'out-of-reach') throw outOfReach(answer.reach);
  return answer;
}

function found<T>(record: T | null, id: string, recordId: string): T {
  if (record === null) throw noSuchRecord(id, recordId);
  return record;
}

/** The calls of the contract that read records and nothing else. They reject with `Problem` and with `QueryTimeout`. */
export function recordReads(reader: ReadingClient) {
  return {
    async records(input: ListInput) {
      const { id, limit, cursor, q } = input;
      return read(await reader.listOf(id, { limit, cursor, q, ...setOf(input) }), id).result;
    },
    async window(input: WindowInput) {
      const { id, offset, limit, sort, filter } = input;
      const { result, version, reach } = read(await reader.windowOf(id, { offset, limit, sort, filter, ...setOf(input) }), id);
      return { ...result, version, reachesBackTo: toIso(reach) };
    },
    async record(input: RecordInput) {
      const { id, recordId } = input;
      return found(read(await reader.recordOf(id, { id: recordId, asOf: momentOf(input) }), id).result, id, recordId);
    },
    async recordChanges({ id, recordId, limit, cursor }: ChangesInput) {
      return found(read(await reader.changesOf(id, { id: recordId, limit, cursor }), id).result, id, recordId);
    },
    async search(input: SearchOfSources) {
      const result = await reader.searchOf(input);
      if (result === null) throw noSuchSource(input.sourceId ?? '');
      return result;
    },
  };
}
