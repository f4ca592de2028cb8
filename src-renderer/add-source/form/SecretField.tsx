import { Button, PasswordInput } from '@mantine/core';
import { useFreshet } from '../../bridge/store.ts';
import type { AuthDraft } from '../draft.ts';
import { ChoiceField } from './ChoiceField.tsx';
import classes from './form.module.css';
import { useProblem } from './problems.ts';
import { TextField } from './TextField.tsx';

const PLACES = [
  ['typed', 'Typed here'],
  ['env', 'Environment variable'],
] as const;

interface SecretFieldProps {
  auth: AuthDraft;
  onChange: (part: Partial<AuthDraft>) => void;
  disabled: boolean;
}

/** The secret of a source: typed and then kept in the secret store, or the name of an environment variable. */
export function SecretField({ auth, onChange, disabled }: SecretFieldProps) {
  const protection = useFreshet((state) => state.app?.secrets.words);
  const problem = useProblem('auth.secret');
  const word = auth.kind === 'basic' ? 'Password' : auth.kind === 'bearer' ? 'Token' : 'Key';
  if (auth.from === 'stored') {
    return (
      <div className={classes['group']}>
        <p className={classes['hint']}>The {word.toLowerCase()} is in the secret store. It is never shown again.</p>
        {problem !== undefined && <p className={classes['error']}>{problem}</p>}
        <div>
          <Button variant="default" size="compact-sm" disabled={disabled} onClick={() => onChange({ from: 'typed', secret: '' })}>
            Replace the {word.toLowerCase()}
          </Button>
        </div>
      </div>
    );
  }
  return (
    <div className={classes['row']}>
      <ChoiceField
        path="auth.from"
        label="Comes from"
        value={auth.from}
        choices={PLACES}
        disabled={disabled}
        onChange={(from) => onChange({ from })}
      />
      <div className={classes['grow']}>
        {auth.from === 'typed' ? (
          <PasswordInput
            label={word}
            description={`Kept in the secret store, nowhere else.${protection === undefined ? '' : ` ${protection}`}`}
            autoComplete="new-password"
            value={auth.secret}
            error={problem}
            disabled={disabled}
            visibilityToggleButtonProps={{ 'aria-label': `Show the ${word.toLowerCase()}` }}
            onChange={(event) => onChange({ secret: event.currentTarget.value })}
            data-testid="field-auth.secret"
          />
        ) : (
          <TextField
            path="auth.secret.env"
            label="Name of the variable"
            description="Read each time Freshet starts."
            placeholder="EXAMPLE_API_KEY"
            mono
            value={auth.env}
            disabled={disabled}
            onChange={(env) => onChange({ env })}
          />
        )}
      </div>
    </div>
  );
}
