import type { AuthDraft } from '../draft.ts';
import { ChoiceField } from './ChoiceField.tsx';
import { Fold } from './Fold.tsx';
import classes from './form.module.css';
import type { PartProps } from './part.ts';
import { SecretField } from './SecretField.tsx';
import { TextField } from './TextField.tsx';

const KINDS = [
  ['none', 'None'],
  ['header', 'Key in a header'],
  ['query', 'Key in the query'],
  ['bearer', 'Bearer token'],
  ['basic', 'User name and password'],
] as const;

const summaryOf = (auth: AuthDraft): string => {
  const kind = KINDS.find(([key]) => key === auth.kind)?.[1] ?? '';
  return auth.name === '' || auth.kind === 'bearer' || auth.kind === 'basic' || auth.kind === 'none' ? kind : `${kind}: ${auth.name}`;
};

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
      {auth.kind !== 'none' && <SecretField auth={auth} onChange={change} disabled={disabled} />}
    </Fold>
  );
}
