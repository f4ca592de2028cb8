import type { Auth, OAuth, Paging, Quota, Secret, SourceDraftInput } from '../../../src-preload/contract/index.ts';
import { decode } from './credentials.ts';
import {
  DEFAULT_BODY_MEBIBYTES,
  DEFAULT_MAX_PAGES,
  DEFAULT_RESERVE_PERCENT,
  DEFAULT_TIMEOUT_SECONDS,
  emptyPaging,
  emptyQuota,
  hasTimeZone,
} from './shape.ts';
import type { AuthDraft, Draft, OAuthDraft, PagingDraft, QuotaDraft, SecretDraft } from './shape.ts';
import { formatToInput } from './format.ts';
import { incrementalToInput } from './incremental.ts';
import type { NumberText } from './number-text.ts';
import { pairsTo } from './pairs.ts';
import { placeToInput } from './place.ts';
import { policyToInput } from './policy.ts';
import { probeToInput } from './probe.ts';
import { pushToInput } from './push.ts';
import { retentionToInput } from './retention.ts';
import { sharingToInput } from './sharing.ts';

const or = (value: NumberText, standard: number): number => (value === '' ? standard : value);

function secretToInput({ from, secret, env }: SecretDraft): Secret {
  return from === 'stored' ? { stored: true } : from === 'env' ? { env: env.trim() } : secret;
}

function oauthToInput(oauth: OAuthDraft): OAuth {
  const scope = oauth.scope.trim();
  const shared = {
    kind: 'oauth2' as const,
    tokenUrl: oauth.tokenUrl.trim(),
    clientId: oauth.clientId.trim(),
    clientAuth: oauth.clientAuth,
    ...(scope === '' ? {} : { scope }),
    parameters: pairsTo(oauth.parameters),
  };
  const clientSecret = secretToInput(oauth.clientSecret);
  if (oauth.grant === 'client-credentials') return { ...shared, grant: oauth.grant, clientSecret };
  const refreshToken = secretToInput(oauth.refreshToken);
  return { ...shared, grant: oauth.grant, ...(clientSecret === '' ? {} : { clientSecret }), refreshToken };
}

function authToInput(auth: AuthDraft): Auth {
  const secret = secretToInput(auth);
  switch (auth.kind) {
    case 'none':
      return { kind: 'none' };
    case 'header':
    case 'query':
      return { kind: auth.kind, name: auth.name.trim(), secret };
    case 'bearer':
      return { kind: 'bearer', secret };
    case 'basic':
      return { kind: 'basic', username: auth.username, secret };
    case 'oauth2':
      return oauthToInput(auth.oauth);
  }
}

function pagingToInput(paging: PagingDraft): Paging {
  const maxPages = or(paging.maxPages, DEFAULT_MAX_PAGES);
  const standard = emptyPaging(paging.kind);
  const param = paging.param.trim() || standard.param;
  switch (paging.kind) {
    case 'none':
      return { kind: 'none' };
    case 'link':
      return { kind: 'link', maxPages };
    case 'cursor':
      return { kind: 'cursor', cursor: paging.cursor.trim(), param, maxPages };
    case 'offset':
      return { kind: 'offset', param, sizeParam: paging.sizeParam.trim() || standard.sizeParam, size: or(paging.size, 100), maxPages };
    case 'page': {
      const sizeParam = paging.sizeParam.trim();
      return {
        kind: 'page',
        param,
        start: or(paging.start, 1),
        ...(sizeParam === '' ? {} : { sizeParam }),
        ...(paging.size === '' ? {} : { size: paging.size }),
        maxPages,
      };
    }
  }
}

const zoneToInput = (timeZone = '') => (timeZone.trim() === '' ? {} : { timeZone: timeZone.trim() });

function costToInput({ cost, costHeader, costExpression }: QuotaDraft): Quota['cost'] {
  const [header, expression] = [costHeader.trim(), costExpression.trim()];
  if (expression !== '') return { expression };
  return header === '' ? or(cost, 1) : { header, expected: or(cost, 1) };
}

export function quotaToInput(quota: QuotaDraft): Quota {
  const { budget, pricePerUnit } = quota;
  return {
    windows: quota.windows.flatMap(({ limit, per, align, timeZone }) =>
      limit === '' ? [] : [{ limit, per, align, ...(hasTimeZone({ per, align }) ? zoneToInput(timeZone) : {}) }],
    ),
    reserveForManualPercent: or(quota.reservePercent, DEFAULT_RESERVE_PERCENT),
    ...(quota.key.trim() === '' ? {} : { key: quota.key.trim() }),
    cost: costToInput(quota),
    spread: quota.spread,
    ...(pricePerUnit === '' ? {} : { price: { perUnit: pricePerUnit, currency: quota.currency.trim().toUpperCase() } }),
    ...(budget === '' ? {} : { budget: { perMonth: budget, unit: quota.budgetUnit, ...zoneToInput(quota.budgetTimeZone) } }),
  };
}

/** A quota of which nothing has been set needs not be written down. */
const isUsualQuota = (quota: Quota) => JSON.stringify(quota) === JSON.stringify(quotaToInput(emptyQuota()));

/** A name for a source whose user has given none, from its address: 'api.example.com items'. */
export function suggestName(url: string): string {
  if (!URL.canParse(url)) return '';
  const { hostname, pathname } = new URL(url);
  const host = hostname.replace(/^(www|api)\./, '');
  const last = pathname
    .split('/')
    .filter((part) => part !== '' && !/^(v\d+|api|\d+)$/i.test(part))
    .at(-1);
  const words =
    last === undefined
      ? ''
      : ` ${decode(last.replace(/%(?![0-9a-f]{2})/gi, '%25')).replace(/\.(json|ndjson|jsonl|csv|tsv|xml|rss|atom)$/i, '')}`;
  return `${host}${words}`.trim().slice(0, 200);
}

/** The draft as the engine takes it. What is empty or as usual is left out. */
export function toInput(draft: Draft): SourceDraftInput {
  const isCommand = /^\s*command:/i.test(draft.url);
  const isDatabase = /^\s*postgresql:/i.test(draft.url);
  const format = formatToInput(draft.format);
  const headers = pairsTo(draft.headers);
  const query = pairsTo(draft.query);
  const computed = pairsTo(draft.computed);
  const probe = probeToInput(draft.probe);
  const incremental = incrementalToInput(draft.incremental);
  const retention = retentionToInput(draft.retention);
  const quota = quotaToInput(draft.quota);
  const richFields = draft.richFields.map((path) => path.trim()).filter((path) => path !== '');
  const timeout = or(draft.timeoutSeconds, DEFAULT_TIMEOUT_SECONDS);
  const size = or(draft.maxBodyMebibytes, DEFAULT_BODY_MEBIBYTES);
  return {
    ...(draft.id.trim() === '' ? {} : { id: draft.id.trim() }),
    name: draft.name.trim() || suggestName(draft.url.trim()),
    url: draft.url.trim(),
    ...(draft.method === 'GET' ? {} : { method: draft.method }),
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
    ...(Object.keys(query).length === 0 ? {} : { query }),
    ...(draft.body !== '' && (draft.method === 'POST' || isDatabase) ? { body: draft.body } : {}),
    ...(isCommand && draft.arguments !== '' ? { arguments: draft.arguments.split('\n') } : {}),
    ...(draft.auth.kind === 'none' ? {} : { auth: authToInput(draft.auth) }),
    ...(format === undefined ? {} : { format }),
    ...placeToInput(draft.place),
    ...(draft.list.trim() === '' ? {} : { list: draft.list.trim() }),
    ...(draft.idField.trim() === '' ? {} : { idField: draft.idField.trim() }),
    ...(draft.timeField.trim() === '' ? {} : { timeField: draft.timeField.trim() }),
    ...(richFields.length === 0 ? {} : { richFields }),
    ...(Object.keys(computed).length === 0 ? {} : { computed }),
    ...(draft.paging.kind === 'none' ? {} : { paging: pagingToInput(draft.paging) }),
    ...(draft.completeListing ? { completeListing: true } : {}),
    ...(draft.push.kind === 'none' ? {} : { push: pushToInput(draft.push) }),
    ...(probe === undefined ? {} : { probe }),
    ...(incremental === undefined ? {} : { incremental }),
    ...sharingToInput(draft.sharing),
    ...(draft.enrichment === null ? {} : { enrichment: draft.enrichment }),
    ...(draft.changeLog === null ? {} : { changeLog: draft.changeLog }),
    ...(retention === undefined ? {} : { retention }),
    ...(isUsualQuota(quota) ? {} : { quota }),
    policy: policyToInput(draft.policy),
    ...(timeout === DEFAULT_TIMEOUT_SECONDS ? {} : { timeoutSeconds: timeout }),
    ...(size === DEFAULT_BODY_MEBIBYTES ? {} : { maxBodyMebibytes: size }),
  };
}
