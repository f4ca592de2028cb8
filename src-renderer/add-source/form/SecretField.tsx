import { Button, PasswordInput } from '@mantine/core';
import { useFreshet } from '../../bridge/store.ts';
import type { SecretDraft } from '../draft.ts';
import { ChoiceField } from './ChoiceField.tsx';
import classes from './form.module.css';
import { useProblem } from './problems.ts';
import { TextField } from './TextField.tsx';
import { BELOW } from './wrapper-order.ts';

const PLACES = [
  ['typed', 'Typed here'],
  ['env', 'Environment variable'],
] as const;

interface SecretFieldProps {
  path: string;
  /** What it is called: 'Refresh token'. */
  word: string;
  secret: SecretDraft;
  onChange: (part: Partial<SecretDraft>) => void;
  disabled: boolean;
  /** Said in place of where it is kept. */
  hint?: string;
  placeholder?: string;
}

/** A secret of a source: typed and then kept in the secret store, or the name of an environment variable. */
export function SecretField({ path, word, secret, onChange, disabled, hint, placeholder = 'EXAMPLE_API_KEY' }: SecretFieldProps) {
  const protection = useFreshet((state) => state.app?.secrets.words);
  const problem = useProblem(path);
  if (secret.from === 'stored') {
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
        path={path === 'auth.secret' ? 'auth.from' : `${path}.from`}
        label={path === 'auth.secret' ? 'Comes from' : `${word} from`}
        value={secret.from}
        choices={PLACES}
        disabled={disabled}
        onChange={(from) => onChange({ from })}
      />
      <div className={classes['grow']}>
        {secret.from === 'typed' ? (
          <PasswordInput
            label={word}
            description={hint ?? `Kept in the secret store, nowhere else.${protection === undefined ? '' : ` ${protection}`}`}
            inputWrapperOrder={BELOW}
            autoComplete="new-password"
            value={secret.secret}
            error={problem}
            disabled={disabled}
            visibilityToggleButtonProps={{ 'aria-label': `Show the ${word.toLowerCase()}` }}
            onChange={(event) => onChange({ secret: event.currentTarget.value })}
            data-testid={`field-${path}`}
          />
        ) : (
          <TextField
            path={`${path}.env`}
            label="Name of the variable"
            description="Read each time Freshet starts."
            inputWrapperOrder={BELOW}
            placeholder={placeholder}
            mono
            value={secret.env}
            disabled={disabled}
            onChange={(env) => onChange({ env })}
          />
        )}
      </div>
    </div>
  );
}
