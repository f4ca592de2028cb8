import type { Auth, Paging, QuotaPeriod } from '../../../src-preload/contract/index.ts';
import { emptyIncremental, type IncrementalDraft } from './incremental.ts';
import type { NumberText } from './number-text.ts';
import type { Pair } from './pairs.ts';
import { emptyPolicy, type PolicyDraft } from './policy.ts';
import { emptyProbe, type ProbeDraft } from './probe.ts';
import { emptySharing, type SharingDraft } from './sharing.ts';

export interface AuthDraft {
  kind: Auth['kind'];
  name: string;
  username: string;
  /** Where the secret comes from: typed here, an environment variable, or in the secret store already. */
  from: 'typed' | 'env' | 'stored';
  secret: string;
  env: string;
}

export interface PagingDraft {
  kind: Paging['kind'];
  param: string;
  start: NumberText;
  sizeParam: string;
  size: NumberText;
  cursor: string;
  maxPages: NumberText;
}

export interface WindowDraft {
  limit: NumberText;
  per: QuotaPeriod;
  align: 'clock' | 'sliding';
}

export interface QuotaDraft {
  windows: WindowDraft[];
  reservePercent: NumberText;
  /** Sources of one key spend from the same windows; empty: none. */
  key: string;
  cost: NumberText;
  /** The header that says what a call cost; empty: every call costs the same. */
  costHeader: string;
}

/** A source as the form holds it: every field present, texts as typed. */
export interface Draft {
  id: string;
  name: string;
  url: string;
  method: 'GET' | 'POST';
  headers: Pair[];
  query: Pair[];
  body: string;
  auth: AuthDraft;
  list: string;
  idField: string;
  timeField: string;
  richFields: string[];
  computed: Pair[];
  paging: PagingDraft;
  probe: ProbeDraft;
  incremental: IncrementalDraft;
  sharing: SharingDraft;
  quota: QuotaDraft;
  policy: PolicyDraft;
  timeoutSeconds: NumberText;
  maxBodyMebibytes: NumberText;
  /** Fields that the user has settled, so that no guess replaces them. */
  chosen: { list: boolean; idField: boolean; timeField: boolean };
}

export const DEFAULT_TIMEOUT_SECONDS = 30;
export const DEFAULT_BODY_MEBIBYTES = 64;
export const DEFAULT_MAX_PAGES = 100;
export const DEFAULT_RESERVE_PERCENT = 10;

export function emptyAuth(kind: Auth['kind'] = 'none'): AuthDraft {
  return { kind, name: '', username: '', from: 'typed', secret: '', env: '' };
}

export function emptyPaging(kind: Paging['kind'] = 'none'): PagingDraft {
  const param = kind === 'none' || kind === 'link' ? '' : kind;
  const offset = kind === 'offset';
  return {
    kind,
    param,
    start: 1,
    sizeParam: offset ? 'limit' : '',
    size: offset ? 100 : '',
    cursor: '',
    maxPages: DEFAULT_MAX_PAGES,
  };
}

export function emptyDraft(): Draft {
  return {
    id: '',
    name: '',
    url: '',
    method: 'GET',
    headers: [],
    query: [],
    body: '',
    auth: emptyAuth(),
    list: '',
    idField: '',
    timeField: '',
    richFields: [],
    computed: [],
    paging: emptyPaging(),
    probe: emptyProbe(),
    incremental: emptyIncremental(),
    sharing: emptySharing(),
    quota: { windows: [], reservePercent: DEFAULT_RESERVE_PERCENT, key: '', cost: '', costHeader: '' },
    policy: emptyPolicy(),
    timeoutSeconds: DEFAULT_TIMEOUT_SECONDS,
    maxBodyMebibytes: DEFAULT_BODY_MEBIBYTES,
    chosen: { list: false, idField: false, timeField: false },
  };
}
