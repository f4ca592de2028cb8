import { Button, Popover } from '@mantine/core';
import { useState } from 'react';
import type { Backup } from '../../src-preload/contract/index.ts';
import { Ago } from '../ui/Ago.tsx';
import { bytesWords, numberWords, timeWords } from '../ui/format.ts';
import classes from './Backups.module.css';
import { kindWords } from './backup-words.ts';

interface BackupRowProps {
  backup: Backup;
  /** Whether something is under way that a restore would get in the way of. */
  busy: boolean;
  onRestore: (backup: Backup) => void;
}

/** One backup with its facts. A restore is confirmed, because it replaces what everybody sees. */
export function BackupRow({ backup, busy, onRestore }: BackupRowProps) {
  const [asking, setAsking] = useState(false);
  const time = timeWords(backup.at);
  return (
    <tr>
      <td>
        <Ago iso={backup.at} />
      </td>
      <td className={classes['number']}>{numberWords(backup.records)}</td>
      <td className={classes['number']}>{bytesWords(backup.bytes)}</td>
      <td>{kindWords(backup.kind)}</td>
      <td>yes</td>
      <td>
        <Popover opened={asking} onChange={setAsking} position="bottom-end" width={300} trapFocus returnFocus shadow="md">
          <Popover.Target>
            <Button
              size="compact-sm"
              variant="default"
              disabled={busy}
              aria-label={`Restore this one, of ${time}`}
              onClick={() => setAsking(!asking)}
            >
              Restore this one
            </Button>
          </Popover.Target>
          <Popover.Dropdown aria-label={`Restore the backup of ${time}?`}>
            <p className={classes['question']}>
              Everything goes back to {time}. What is there now is backed up first, so that you can undo it. Calls that have left stay
              counted.
            </p>
            <div className={classes['answers']}>
              <Button
                size="compact-sm"
                onClick={() => {
                  setAsking(false);
                  onRestore(backup);
                }}
              >
                Restore
              </Button>
              <Button size="compact-sm" variant="default" onClick={() => setAsking(false)}>
                Leave it
              </Button>
            </div>
          </Popover.Dropdown>
        </Popover>
      </td>
    </tr>
  );
}
