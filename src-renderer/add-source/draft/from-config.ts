import type { Paging, Quota, Secret, SourceConfig, SourceDraftInput } from '../../../src-preload/contract/index.ts';
import {
  DEFAULT_BODY_MEBIBYTES,
  DEFAULT_RESERVE_PERCENT,
  DEFAULT_TIMEOUT_SECONDS,
  emptyAuth,
  emptyDraft,
  emptyPaging,
  emptyQuota,
  emptySecret,
} from './shape.ts';
import type { AuthDraft, Draft, PagingDraft, QuotaDraft, SecretDraft } from './shape.ts';
import { formatFrom } from './format.ts';
import { incrementalFrom } from './incremental.ts';
import { pairsFrom } from './pairs.ts';
import { placeFrom } from './place.ts';
import { policyFrom } from './policy.ts';
import { probeFrom } from './probe.ts';
import { pushFrom } from './push.ts';
import { retentionFrom } from './retention.ts';
import { sharingFrom } from './sharing.ts';

function secretFrom(secret: Secret | undefined): SecretDraft {
  if (secret === undefined) return emptySecret();
  if (typeof secret === 'string') return { from: 'typed', secret, env: '' };
  return 'stored' in secret ? { from: 'stored', secret: '', env: '' } : { from: 'env', secret: '', env: secret.env };
}

function authFrom(auth: SourceDraftInput['auth']): AuthDraft {
  if (auth === undefined || auth.kind === 'none') return emptyAuth();
  const empty = emptyAuth(auth.kind);
  if (auth.kind !== 'oauth2') {
    const { secret } = auth;
    return { ...empty, ...secretFrom(secret), name: 'name' in auth ? auth.name : '', username: 'username' in auth ? auth.username : '' };
  }
  return {
    ...empty,
    oauth: {
      grant: auth.grant,
      tokenUrl: auth.tokenUrl,
      clientId: auth.clientId,
      clientSecret: secretFrom(auth.clientSecret),
      refreshToken: secretFrom(auth.grant === 'refresh-token' ? auth.refreshToken : undefined),
      scope: auth.scope ?? '',
      clientAuth: auth.clientAuth ?? empty.oauth.clientAuth,
      parameters: pairsFrom(auth.parameters),
    },
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

function costFrom(cost: NonNullable<SourceDraftInput['quota']>['cost']): Partial<QuotaDraft> {
  if (cost === undefined || cost === 1) return {};
  if (typeof cost === 'number') return { cost };
  return 'header' in cost ? { cost: cost.expected ?? '', costHeader: cost.header } : { costExpression: cost.expression };
}

function moneyFrom(quota: SourceDraftInput['quota'] | Quota): Partial<QuotaDraft> {
  const { price, budget } = quota ?? {};
  return {
    ...(price === undefined ? {} : { pricePerUnit: price.perUnit, currency: price.currency }),
    ...(budget === undefined ? {} : { budget: budget.perMonth, budgetUnit: budget.unit, budgetTimeZone: budget.timeZone ?? '' }),
  };
}

export function quotaFrom(quota: SourceDraftInput['quota'] | Quota): QuotaDraft {
  return {
    ...emptyQuota(),
    windows: (quota?.windows ?? []).map(({ limit, per, align = 'clock', timeZone }) => ({
      limit,
      per,
      align,
      ...(timeZone === undefined ? {} : { timeZone }),
    })),
    reservePercent: quota?.reserveForManualPercent ?? DEFAULT_RESERVE_PERCENT,
    key: quota?.key ?? '',
    spread: quota?.spread ?? 'usual-hours',
    ...costFrom(quota?.cost),
    ...moneyFrom(quota),
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
    arguments: (config.arguments ?? []).join('\n'),
    auth: authFrom(config.auth),
    format: formatFrom(config.format),
    place: placeFrom(config),
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
    retention: retentionFrom(config.retention),
    quota: quotaFrom(config.quota),
    policy: policyFrom(config.policy),
    enrichment: config.enrichment ?? null,
    changeLog: config.changeLog ?? null,
    timeoutSeconds: config.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS,
    maxBodyMebibytes: config.maxBodyMebibytes ?? DEFAULT_BODY_MEBIBYTES,
    chosen: {
      list: config.list !== undefined,
      idField: config.idField !== undefined,
      timeField: config.timeField !== undefined,
      format: config.format !== undefined,
    },
  };
}
