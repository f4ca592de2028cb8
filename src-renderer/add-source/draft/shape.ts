import type { Auth, OAuth, Paging, PushSettings, QuotaPeriod, SourceDraftInput, Spread } from '../../../src-preload/contract/index.ts';
import { emptyFormat, type FormatDraft } from './format.ts';
import { emptyIncremental, type IncrementalDraft } from './incremental.ts';
import type { NumberText } from './number-text.ts';
import { emptyPlace, type PlaceDraft } from './place.ts';
import { emptyPolicy, type PolicyDraft } from './policy.ts';
import { emptyRetention, type RetentionDraft } from './retention.ts';
import { emptySharing, type SharingDraft } from './sharing.ts';

export interface Pair {
  name: string;
  value: string;
}

export interface SecretDraft {
  /** Where the secret comes from: typed here, an environment variable, or in the secret store already. */
  from: 'typed' | 'env' | 'stored';
  secret: string;
  env: string;
}

/** Signing in with access tokens that are renewed. */
export interface OAuthDraft {
  grant: OAuth['grant'];
  tokenUrl: string;
  clientId: string;
  clientSecret: SecretDraft;
  refreshToken: SecretDraft;
  scope: string;
  clientAuth: OAuth['clientAuth'];
  parameters: Pair[];
}

export interface AuthDraft extends SecretDraft {
  kind: Auth['kind'];
  name: string;
  username: string;
  oauth: OAuthDraft;
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
  /** IANA name; empty or left out: UTC. */
  timeZone?: string;
}

export interface QuotaDraft {
  windows: WindowDraft[];
  reservePercent: NumberText;
  /** Sources of one key spend from the same windows; empty: none. */
  key: string;
  cost: NumberText;
  /** The header that says what a call cost; empty: every call costs the same. */
  costHeader: string;
  /** The expression that works the cost out; it comes before the number and the header. */
  costExpression: string;
  spread: Spread;
  /** What one call costs in money; empty: not known. */
  pricePerUnit: NumberText;
  currency: string;
  /** What may be spent in a month; empty: no budget. */
  budget: NumberText;
  budgetUnit: 'calls' | 'money';
  budgetTimeZone: string;
}

/** How changes are pushed, as the form holds it. The fields of every kind, so that choosing another loses nothing. */
export interface PushDraft {
  kind: 'none' | PushSettings['kind'];
  url: string;
  headers: Pair[];
  credentials: boolean;
  messages: string;
  record: string;
  id: string;
  action: string;
  sequence: string;
  partial: boolean;
  fetchUrl: string;
  fetchRecord: string;
  heartbeatSeconds: NumberText;
  subscribe: string;
  cursorParam: string;
  cursor: string;
  /** Set in the config file or over the API; the form keeps them as they are. */
  actions: PushSettings['actions'] | null;
}

/** The cheap call that is asked first; without a URL there is none. */
export interface ProbeDraft {
  url: string;
  value: string;
  query: Pair[];
  headers: Pair[];
  withCredentials: boolean;
  cost: NumberText;
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
  /** Arguments of a command, one a line. */
  arguments: string;
  auth: AuthDraft;
  format: FormatDraft;
  place: PlaceDraft;
  list: string;
  idField: string;
  timeField: string;
  richFields: string[];
  computed: Pair[];
  paging: PagingDraft;
  completeListing: boolean;
  push: PushDraft;
  probe: ProbeDraft;
  incremental: IncrementalDraft;
  sharing: SharingDraft;
  retention: RetentionDraft;
  quota: QuotaDraft;
  policy: PolicyDraft;
  /** Written in the config file or over the API; the form only passes it on. */
  enrichment: NonNullable<SourceDraftInput['enrichment']> | null;
  changeLog: NonNullable<SourceDraftInput['changeLog']> | null;
  timeoutSeconds: NumberText;
  maxBodyMebibytes: NumberText;
  /** Fields that the user has settled, so that no guess replaces them. */
  chosen: { list: boolean; idField: boolean; timeField: boolean; format: boolean };
}

export const DEFAULT_TIMEOUT_SECONDS = 30;
export const DEFAULT_BODY_MEBIBYTES = 64;
export const DEFAULT_MAX_PAGES = 100;
export const DEFAULT_RESERVE_PERCENT = 10;

export function emptySecret(): SecretDraft {
  return { from: 'typed', secret: '', env: '' };
}

export function emptyOAuth(): OAuthDraft {
  return {
    grant: 'refresh-token',
    tokenUrl: '',
    clientId: '',
    clientSecret: emptySecret(),
    refreshToken: emptySecret(),
    scope: '',
    clientAuth: 'body',
    parameters: [],
  };
}

export function emptyAuth(kind: Auth['kind'] = 'none'): AuthDraft {
  return { kind, name: '', username: '', ...emptySecret(), oauth: emptyOAuth() };
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

export function emptyPush(): PushDraft {
  return {
    kind: 'none',
    url: '',
    headers: [],
    credentials: true,
    messages: '',
    record: '',
    id: '',
    action: '',
    sequence: '',
    partial: false,
    fetchUrl: '',
    fetchRecord: '',
    heartbeatSeconds: '',
    subscribe: '',
    cursorParam: '',
    cursor: '',
    actions: null,
  };
}

/** Whether it matters whose clock a window goes by: shorter ones begin at the same moments everywhere. */
export function hasTimeZone({ per, align }: Pick<WindowDraft, 'per' | 'align'>): boolean {
  return per === 'month' || (align === 'clock' && (per === 'hour' || per === 'day'));
}

export function emptyQuota(): QuotaDraft {
  return {
    windows: [],
    reservePercent: DEFAULT_RESERVE_PERCENT,
    key: '',
    cost: '',
    costHeader: '',
    costExpression: '',
    spread: 'usual-hours',
    pricePerUnit: '',
    currency: '',
    budget: '',
    budgetUnit: 'calls',
    budgetTimeZone: '',
  };
}

export function emptyProbe(): ProbeDraft {
  return { url: '', value: '', query: [], headers: [], withCredentials: true, cost: '' };
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
    arguments: '',
    auth: emptyAuth(),
    format: emptyFormat(),
    place: emptyPlace(),
    list: '',
    idField: '',
    timeField: '',
    richFields: [],
    computed: [],
    paging: emptyPaging(),
    completeListing: false,
    push: emptyPush(),
    probe: emptyProbe(),
    incremental: emptyIncremental(),
    sharing: emptySharing(),
    retention: emptyRetention(),
    quota: emptyQuota(),
    policy: emptyPolicy(),
    enrichment: null,
    changeLog: null,
    timeoutSeconds: DEFAULT_TIMEOUT_SECONDS,
    maxBodyMebibytes: DEFAULT_BODY_MEBIBYTES,
    chosen: { list: false, idField: false, timeField: false, format: false },
  };
}
