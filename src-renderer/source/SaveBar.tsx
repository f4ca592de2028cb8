import { Button } from '@mantine/core';
import classes from './source.module.css';

interface SaveBarProps {
  changed: boolean;
  saving: boolean;
  onSave: () => void;
  onDiscard: () => void;
}

export function SaveBar({ changed, saving, onSave, onDiscard }: SaveBarProps) {
  return (
    <div className={classes['bar']}>
      <Button onClick={onSave} loading={saving} disabled={!changed} data-testid="save">
        Save
      </Button>
      <Button variant="default" onClick={onDiscard} disabled={!changed || saving}>
        Discard changes
      </Button>
    </div>
  );
}
