import type { Problem } from '../../bridge/explain.ts';
import type { Draft, OAuthDraft, SecretDraft } from './shape.ts';

type Need = (missing: boolean, path: string, message: string) => void;

function checkSecret(need: Need, path: string, { from, secret, env }: SecretDraft, message: string): void {
  need(from === 'typed' && secret === '', path, message);
  need(from === 'env' && env.trim() === '', `${path}.env`, 'Enter the name of the environment variable');
}

function checkOAuth(need: Need, oauth: OAuthDraft): void {
  const isRefresh = oauth.grant === 'refresh-token';
  need(oauth.tokenUrl.trim() === '', 'auth.tokenUrl', 'Enter the token URL');
  need(oauth.clientId.trim() === '', 'auth.clientId', 'Enter the client id');
  if (isRefresh) checkSecret(need, 'auth.refreshToken', oauth.refreshToken, 'Enter the refresh token');
  // A public client has no secret.
  const isPublic = isRefresh && oauth.clientSecret.from === 'typed';
  if (!isPublic) checkSecret(need, 'auth.clientSecret', oauth.clientSecret, 'Enter the client secret');
}

/** What is plainly missing, found before anything is sent. Everything else is checked by the engine. */
export function checkDraft(draft: Draft): Problem[] {
  const problems: Problem[] = [];
  const need: Need = (missing, path, message) => {
    if (missing) problems.push({ path, message });
  };
  const { auth, paging, push } = draft;
  need(push.kind !== 'none' && push.url.trim() === '', 'push.url', 'Enter the address that changes are pushed from');
  need(draft.url.trim() === '', 'url', 'Enter the URL of the API');
  if (auth.kind === 'oauth2') checkOAuth(need, auth.oauth);
  else if (auth.kind !== 'none') {
    need(
      (auth.kind === 'header' || auth.kind === 'query') && auth.name.trim() === '',
      'auth.name',
      `Enter the name of the ${auth.kind === 'header' ? 'header' : 'parameter'}`,
    );
    checkSecret(need, 'auth.secret', auth, auth.kind === 'basic' ? 'Enter the password' : 'Enter the key');
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
