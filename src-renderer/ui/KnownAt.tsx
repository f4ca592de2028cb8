import { Button, Popover, TextInput } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { absoluteTime, exactTimeWords, timeWords } from './format.ts';
import { fromLocalInput, toLocalInput } from './local-time.ts';
import classes from './KnownAt.module.css';

interface KnownAtProps {
  /** The moment as of which is shown; null: now. */
  asOf: string | null;
  /** The earliest moment there is; null while it is not known. */
  reachesBackTo: string | null;
  /** What is shown, such as 'the records'. */
  what: string;
  /** What to know of what is shown then. */
  children: ReactNode;
  onChange: (asOf: string | null) => void;
}

/** Chooses a moment in the past, and says while it is looked at. */
export function KnownAt({ asOf, reachesBackTo, what, children, onChange }: KnownAtProps) {
  const [opened, setOpened] = useState(false);
  const [text, setText] = useState('');
  const chosen = fromLocalInput(text);
  const isBefore = chosen !== null && reachesBackTo !== null && Date.parse(chosen) < Date.parse(reachesBackTo);
  const open = () => {
    setText(toLocalInput(asOf === null ? new Date() : new Date(asOf)));
    setOpened(true);
  };
  const show = () => {
    if (chosen === null || isBefore) return;
    onChange(chosen);
    setOpened(false);
  };
  return (
    <>
      {asOf !== null && (
        <span className={classes['past']} role="status" data-testid="known-at-badge">
          <span title={absoluteTime(asOf)}>as known at {exactTimeWords(asOf)}</span>
          <span aria-hidden> · </span>
          <button type="button" className={classes['back']} onClick={() => onChange(null)} data-testid="back-to-now">
            back to now
          </button>
        </span>
      )}
      <Popover opened={opened} onChange={setOpened} position="bottom-end" width={300} trapFocus returnFocus shadow="md">
        <Popover.Target>
          <Button
            variant="default"
            leftSection={<IconHistory size={16} stroke={1.6} aria-hidden />}
            onClick={() => (opened ? setOpened(false) : open())}
            data-testid="known-at"
          >
            Known at
          </Button>
        </Popover.Target>
        <Popover.Dropdown aria-label="Known at">
          <form
            className={classes['knownAt']}
            onSubmit={(event) => {
              event.preventDefault();
              show();
            }}
          >
            <TextInput
              type="datetime-local"
              step={1}
              label={`Show ${what} as known at`}
              data-autofocus
              value={text}
              min={reachesBackTo === null ? undefined : toLocalInput(new Date(reachesBackTo))}
              error={isBefore ? `The log reaches back to ${timeWords(reachesBackTo)}.` : undefined}
              onChange={(event) => setText(event.currentTarget.value)}
              data-testid="known-at-time"
            />
            <p className={classes['hint']}>
              {reachesBackTo !== null && <>The log of changes reaches back to {timeWords(reachesBackTo)}. </>}
              {children}
            </p>
            <Button type="submit" disabled={chosen === null || isBefore} data-testid="known-at-show">
              Show
            </Button>
          </form>
        </Popover.Dropdown>
      </Popover>
    </>
  );
}
