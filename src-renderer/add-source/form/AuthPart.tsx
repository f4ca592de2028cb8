import type { AuthDraft } from '../draft.ts';
import { ChoiceField } from './ChoiceField.tsx';
import { Fold } from './Fold.tsx';
import classes from './form.module.css';
import { OAuthFields } from './OAuthFields.tsx';
import type { PartProps } from './part.ts';
import { SecretField } from './SecretField.tsx';
import { TextField } from './TextField.tsx';

const KINDS = [
  ['none', 'None'],
  ['header', 'Key in a header'],
  ['query', 'Key in the query'],
  ['bearer', 'Bearer token'],
  ['basic', 'User name and password'],
  ['oauth2', 'OAuth 2.0, tokens that are renewed'],
] as const;

const summaryOf = (auth: AuthDraft): string => {
  const kind = KINDS.find(([key]) => key === auth.kind)?.[1] ?? '';
  return auth.name !== '' && (auth.kind === 'header' || auth.kind === 'query') ? `${kind}: ${auth.name}` : kind;
};

const WORDS = { header: 'Key', query: 'Key', bearer: 'Token', basic: 'Password' } as const;

/** How Freshet proves to the API who it is. */
export function AuthPart({ draft, set, disabled }: PartProps) {
  const { auth } = draft;
  const change = (part: Partial<AuthDraft>) => set({ auth: { ...auth, ...part } });
  return (
    <Fold title="Sign-in" summary={summaryOf(auth)} paths={['auth']} open={auth.kind !== 'none'}>
      <div className={classes['row']}>
        <ChoiceField
          path="auth.kind"
          label="Kind"
          value={auth.kind}
          choices={KINDS}
          disabled={disabled}
          // A stored secret was kept for the kind before.
          onChange={(kind) => change({ kind, from: auth.from === 'stored' ? 'typed' : auth.from })}
        />
        {auth.kind === 'header' && (
          <TextField
            path="auth.name"
            label="Header"
            placeholder="X-Api-Key"
            className={classes['grow']}
            value={auth.name}
            disabled={disabled}
            onChange={(name) => change({ name })}
          />
        )}
        {auth.kind === 'query' && (
          <TextField
            path="auth.name"
            label="Parameter"
            placeholder="apiKey"
            className={classes['grow']}
            value={auth.name}
            disabled={disabled}
            onChange={(name) => change({ name })}
          />
        )}
        {auth.kind === 'basic' && (
          <TextField
            path="auth.username"
            label="User name"
            className={classes['grow']}
            value={auth.username}
            disabled={disabled}
            onChange={(username) => change({ username })}
          />
        )}
      </div>
      {auth.kind === 'oauth2' && (
        <OAuthFields oauth={auth.oauth} onChange={(part) => change({ oauth: { ...auth.oauth, ...part } })} disabled={disabled} />
      )}
      {auth.kind !== 'none' && auth.kind !== 'oauth2' && (
        <SecretField path="auth.secret" word={WORDS[auth.kind]} secret={auth} onChange={change} disabled={disabled} />
      )}
    </Fold>
  );
}
