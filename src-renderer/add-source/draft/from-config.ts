import type { Auth, Paging, Quota, SourceConfig, SourceDraftInput } from '../../../src-preload/contract/index.ts';
import { DEFAULT_BODY_MEBIBYTES, DEFAULT_RESERVE_PERCENT, DEFAULT_TIMEOUT_SECONDS, emptyAuth, emptyDraft, emptyPaging } from './shape.ts';
import type { AuthDraft, Draft, PagingDraft, QuotaDraft } from './shape.ts';
import { incrementalFrom } from './incremental.ts';
import { pairsFrom } from './pairs.ts';
import { policyFrom } from './policy.ts';
import { probeFrom } from './probe.ts';
import { pushFrom } from './push.ts';
import { sharingFrom } from './sharing.ts';

function authFrom(auth: Auth | undefined): AuthDraft {
  if (auth === undefined || auth.kind === 'none') return emptyAuth();
  const { secret } = auth;
  const stored = typeof secret === 'object' && 'stored' in secret;
  return {
    kind: auth.kind,
    name: 'name' in auth ? auth.name : '',
    username: 'username' in auth ? auth.username : '',
    from: typeof secret === 'string' ? 'typed' : stored ? 'stored' : 'env',
    secret: typeof secret === 'string' ? secret : '',
    env: typeof secret === 'object' && 'env' in secret ? secret.env : '',
  };
}

/** The members of all kinds of paging; which there are depends on the kind. */
interface GivenPaging {
  kind: Paging['kind'];
  param?: string | undefined;
  start?: number | undefined;
  sizeParam?: string | undefined;
  size?: number | undefined;
  cursor?: string | undefined;
  maxPages?: number | undefined;
}

function pagingFrom(paging: SourceDraftInput['paging']): PagingDraft {
  if (paging === undefined) return emptyPaging();
  const given: GivenPaging = paging;
  const standard = emptyPaging(paging.kind);
  return {
    kind: paging.kind,
    param: given.param ?? standard.param,
    start: given.start ?? standard.start,
    sizeParam: given.sizeParam ?? standard.sizeParam,
    size: given.size ?? standard.size,
    cursor: given.cursor ?? '',
    maxPages: given.maxPages ?? standard.maxPages,
  };
}

function costFrom(cost: NonNullable<SourceDraftInput['quota']>['cost']): Pick<QuotaDraft, 'cost' | 'costHeader'> {
  if (cost === undefined || cost === 1) return { cost: '', costHeader: '' };
  return typeof cost === 'number' ? { cost, costHeader: '' } : { cost: cost.expected ?? '', costHeader: cost.header };
}

export function quotaFrom(quota: SourceDraftInput['quota'] | Quota): QuotaDraft {
  return {
    windows: (quota?.windows ?? []).map((window) => ({ limit: window.limit, per: window.per, align: window.align ?? 'clock' })),
    reservePercent: quota?.reserveForManualPercent ?? DEFAULT_RESERVE_PERCENT,
    key: quota?.key ?? '',
    ...costFrom(quota?.cost),
  };
}

/** The form of a source that exists, or of one written for the config file. */
export function fromConfig(config: SourceConfig | SourceDraftInput): Draft {
  const empty = emptyDraft();
  return {
    ...empty,
    id: config.id ?? '',
    name: config.name,
    url: config.url,
    method: config.method ?? 'GET',
    headers: pairsFrom(config.headers),
    query: pairsFrom(config.query),
    body: config.body ?? '',
    auth: authFrom(config.auth),
    list: config.list ?? '',
    idField: config.idField ?? '',
    timeField: config.timeField ?? '',
    richFields: [...(config.richFields ?? [])],
    computed: pairsFrom(config.computed),
    paging: pagingFrom(config.paging),
    completeListing: config.completeListing ?? false,
    push: pushFrom(config.push),
    probe: probeFrom(config.probe),
    incremental: incrementalFrom(config.incremental),
    sharing: sharingFrom(config),
    quota: quotaFrom(config.quota),
    policy: policyFrom(config.policy),
    timeoutSeconds: config.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS,
    maxBodyMebibytes: config.maxBodyMebibytes ?? DEFAULT_BODY_MEBIBYTES,
    chosen: { list: config.list !== undefined, idField: config.idField !== undefined, timeField: config.timeField !== undefined },
  };
}
