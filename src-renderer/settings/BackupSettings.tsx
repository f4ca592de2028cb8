import { Button } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import type { Backup, Keeping } from '../../src-preload/contract/index.ts';
import { api } from '../bridge/connection.ts';
import { onEvents } from '../bridge/store.ts';
import { backUpNow, restoreBackup } from '../ui/backup-actions.ts';
import { Ago } from '../ui/Ago.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { Loading } from '../ui/Loading.tsx';
import { useLoaded } from '../ui/use-loaded.ts';
import { BackupRow } from './BackupRow.tsx';
import classes from './Backups.module.css';
import { checkWords, drillWords, restoreWords } from './backup-words.ts';
import { Card } from './Card.tsx';
import settings from './Settings.module.css';

const load = () => api().backups.list();

interface PartProps {
  keeping: Keeping;
  busy: boolean;
  onRestore: (backup: Backup) => void;
}

function Standing({ keeping, busy, onRestore }: PartProps) {
  const { quickCheckedAt, check, drill, restore, items } = keeping;
  const undo = items.find(({ id }) => id === restore?.undoId);
  return (
    <dl className={settings['facts']}>
      <dt>Quick check</dt>
      <dd>
        <Ago iso={quickCheckedAt} />, good; made at every start
      </dd>
      <dt>Full check</dt>
      <dd className={typeof check?.fault === 'string' ? classes['bad'] : undefined}>{checkWords(check)}</dd>
      <dt>Restore drill</dt>
      <dd className={typeof drill?.fault === 'string' ? classes['bad'] : undefined} data-testid="drill">
        {drillWords(drill)}
      </dd>
      {restore !== null && (
        <>
          <dt>Last restore</dt>
          <dd data-testid="last-restore">
            {restoreWords(restore)} {restore.keptIn !== null && `What was there is kept in ${restore.keptIn}.`}{' '}
            {undo !== undefined && (
              <Button size="compact-sm" variant="default" disabled={busy} onClick={() => onRestore(undo)}>
                Undo restore
              </Button>
            )}
          </dd>
        </>
      )}
    </dl>
  );
}

function List({ keeping, busy, onRestore }: PartProps) {
  if (keeping.items.length === 0)
    return <p className={settings['muted']}>There is no backup yet. The first is made within a minute after data has changed.</p>;
  return (
    <div className={classes['scroll']} role="region" aria-label="Backups" tabIndex={0}>
      <table className={classes['table']} data-testid="backups">
        <thead>
          <tr>
            <th scope="col">Made</th>
            <th scope="col" className={classes['number']}>
              Records
            </th>
            <th scope="col" className={classes['number']}>
              Size
            </th>
            <th scope="col">Why</th>
            <th scope="col">Verified</th>
            <th scope="col">
              <span hidden>Restore</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {keeping.items.map((backup) => (
            <BackupRow key={backup.id} backup={backup} busy={busy} onRestore={onRestore} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Backups of the whole database, whether they are good, and going back to one. */
export function BackupSettings() {
  const [loaded, reload] = useLoaded(load);
  const [doing, setDoing] = useState<'backup' | 'restore' | null>(null);
  useEffect(
    () =>
      onEvents((events) => {
        if (events.some(({ type }) => type === 'app')) reload();
      }),
    [reload],
  );
  const run = useCallback(
    async (what: 'backup' | 'restore', action: () => Promise<void>) => {
      setDoing(what);
      await action();
      setDoing(null);
      reload();
    },
    [reload],
  );
  const onRestore = (backup: Backup) => void run('restore', () => restoreBackup(backup));
  return (
    <Card title="Backups">
      <div className={settings['choice']}>
        <p className={settings['text']}>
          Made on this computer within an hour after data has changed, and kept for 24 hours, 7 days and 4 weeks. Keys and passwords are not
          in them.
        </p>
        <Button variant="default" loading={doing === 'backup'} disabled={doing !== null} onClick={() => void run('backup', backUpNow)}>
          Back up now
        </Button>
      </div>
      {doing === 'restore' && (
        <p className={settings['text']} role="status">
          Restoring. The screen connects again by itself.
        </p>
      )}
      {loaded.state === 'loading' && <Loading words="Loading the backups" />}
      {loaded.state === 'failed' && <ErrorState error={loaded.error} onRetry={reload} />}
      {loaded.state === 'ready' && (
        <>
          <Standing keeping={loaded.data} busy={doing !== null} onRestore={onRestore} />
          <List keeping={loaded.data} busy={doing !== null} onRestore={onRestore} />
        </>
      )}
    </Card>
  );
}
