import type { Problem } from '../../bridge/explain.ts';
import type { Draft } from './shape.ts';

/** What is plainly missing, found before anything is sent. Everything else is checked by the engine. */
export function checkDraft(draft: Draft): Problem[] {
  const problems: Problem[] = [];
  const need = (missing: boolean, path: string, message: string) => {
    if (missing) problems.push({ path, message });
  };
  const { auth, paging, push } = draft;
  need(push.kind !== 'none' && push.url.trim() === '', 'push.url', 'Enter the address that changes are pushed from');
  need(draft.url.trim() === '', 'url', 'Enter the URL of the API');
  if (auth.kind !== 'none') {
    need(
      (auth.kind === 'header' || auth.kind === 'query') && auth.name.trim() === '',
      'auth.name',
      `Enter the name of the ${auth.kind === 'header' ? 'header' : 'parameter'}`,
    );
    need(auth.from === 'typed' && auth.secret === '', 'auth.secret', auth.kind === 'basic' ? 'Enter the password' : 'Enter the key');
    need(auth.from === 'env' && auth.env.trim() === '', 'auth.secret.env', 'Enter the name of the environment variable');
  }
  need(paging.kind === 'cursor' && paging.cursor.trim() === '', 'paging.cursor', 'Say where the response holds the next cursor');
  draft.quota.windows.forEach((window, index) =>
    need(window.limit === '', `quota.windows.${index}.limit`, 'Enter how many calls are allowed'),
  );
  draft.computed.forEach((field) => {
    need(field.name.trim() !== '' && field.value.trim() === '', `computed.${field.name.trim()}`, 'Enter an expression');
  });
  return problems;
}
