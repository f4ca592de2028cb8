import { Alert, Textarea } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { Fold } from './Fold.tsx';
import classes from './form.module.css';
import type { PartProps } from './part.ts';
import { useProblem } from './problems.ts';

function Query({ draft, set, disabled }: PartProps) {
  const problem = useProblem('body');
  return (
    <Fold title="Query" summary={draft.body.trim() === '' ? 'None yet' : 'SQL'} paths={['body']} open>
      <Textarea
        className={classes['mono']}
        label="Query in SQL"
        description="Runs in a transaction that can only read. User name and password belong under Sign-in."
        placeholder="SELECT id, name, updated_at FROM items"
        autosize
        minRows={3}
        maxRows={16}
        spellCheck={false}
        value={draft.body}
        error={problem}
        disabled={disabled}
        onChange={(event) => set({ body: event.currentTarget.value })}
        data-testid="field-body"
      />
    </Fold>
  );
}

function Command({ draft, set, disabled }: PartProps) {
  const problem = useProblem('arguments');
  const count = draft.arguments === '' ? 0 : draft.arguments.split('\n').length;
  return (
    <Fold title="Command" summary={count === 0 ? 'No arguments' : `${count} arguments`} paths={['arguments']} open>
      <Alert color="orange" icon={<IconAlertTriangle size={18} aria-hidden />} title="This runs a program on your computer">
        It may do whatever you may do. Freshet runs programs only if it was started with --allow-commands, or if freshet.config.json says
        so.
      </Alert>
      <Textarea
        className={classes['mono']}
        label="Arguments, one a line"
        description="They reach the program as they are; no shell reads them."
        autosize
        minRows={2}
        maxRows={12}
        spellCheck={false}
        value={draft.arguments}
        error={problem}
        disabled={disabled}
        onChange={(event) => set({ arguments: event.currentTarget.value })}
        data-testid="field-arguments"
      />
    </Fold>
  );
}

/** What goes with an address that is not asked over HTTP. Nothing where there is nothing to say. */
export function LocalPart(props: PartProps) {
  const url = props.draft.url.trim().toLowerCase();
  if (url.startsWith('postgresql:')) return <Query {...props} />;
  return url.startsWith('command:') ? <Command {...props} /> : null;
}
