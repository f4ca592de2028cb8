import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { settleConflict, useOpened } from './dashboard-store.ts';
import classes from './Dashboard.module.css';

/** Somebody else has saved this dashboard since it was read here: nothing is overwritten without being asked. */
export function ConflictNote({ id }: { id: string }) {
  const theirs = useOpened(id)?.theirs ?? null;
  if (theirs === null) return null;
  return (
    <div className={classes['conflict']} role="alert" data-testid="conflict">
      <IconAlertTriangle size={16} stroke={1.8} aria-hidden />
      <span>This dashboard was changed elsewhere while you changed it here.</span>
      <Button size="compact-sm" variant="default" onClick={() => void settleConflict(id, 'theirs')}>
        Load what is saved
      </Button>
      <Button size="compact-sm" variant="default" onClick={() => void settleConflict(id, 'mine')}>
        Keep mine
      </Button>
    </div>
  );
}
