import type { SourceDraftInput } from '../../../src-preload/contract/index.ts';
import { pairsFrom, pairsTo } from './pairs.ts';
import { emptyPush } from './shape.ts';
import type { PushDraft } from './shape.ts';

type PushInput = NonNullable<SourceDraftInput['push']>;

/** The text of a setting, left out where it is empty. */
function optional<Name extends string>(name: Name, text: string): Partial<Record<Name, string>> {
  return text.trim() === '' ? {} : ({ [name]: text.trim() } as Record<Name, string>);
}

/** The push settings as the engine takes them. Of a kind; `none` has none. */
export function pushToInput(push: PushDraft): PushInput {
  const headers = pairsTo(push.headers);
  const common = {
    url: push.url.trim(),
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
    ...(push.credentials ? {} : { credentials: false }),
    ...optional('messages', push.messages),
    ...optional('record', push.record),
    ...optional('id', push.id),
    ...optional('action', push.action),
    ...optional('sequence', push.sequence),
    ...(push.partial ? { partial: true } : {}),
    ...(push.fetchUrl.trim() === '' ? {} : { fetch: { url: push.fetchUrl.trim(), ...optional('record', push.fetchRecord) } }),
    ...(push.actions === null ? {} : { actions: push.actions }),
    ...(push.heartbeatSeconds === '' ? {} : { heartbeatSeconds: push.heartbeatSeconds }),
  };
  switch (push.kind) {
    case 'websocket':
      return { kind: 'websocket', ...common, ...(push.subscribe === '' ? {} : { subscribe: push.subscribe }) };
    case 'long-poll':
      return { kind: 'long-poll', ...common, ...optional('cursorParam', push.cursorParam), ...optional('cursor', push.cursor) };
    default:
      return { kind: 'sse', ...common };
  }
}

/** The form for push settings. */
export function pushFrom(push: SourceDraftInput['push']): PushDraft {
  const empty = emptyPush();
  if (push === undefined) return empty;
  const { actions } = push;
  return {
    ...empty,
    kind: push.kind,
    url: push.url,
    headers: pairsFrom(push.headers),
    credentials: push.credentials ?? true,
    messages: push.messages ?? '',
    record: push.record ?? '',
    id: push.id ?? '',
    action: push.action ?? '',
    sequence: push.sequence ?? '',
    partial: push.partial ?? false,
    fetchUrl: push.fetch?.url ?? '',
    fetchRecord: push.fetch?.record ?? '',
    heartbeatSeconds: push.heartbeatSeconds ?? '',
    subscribe: push.kind === 'websocket' ? (push.subscribe ?? '') : '',
    cursorParam: push.kind === 'long-poll' ? (push.cursorParam ?? '') : '',
    cursor: push.kind === 'long-poll' ? (push.cursor ?? '') : '',
    actions: actions === undefined ? null : { create: actions.create ?? [], update: actions.update ?? [], delete: actions.delete ?? [] },
  };
}
