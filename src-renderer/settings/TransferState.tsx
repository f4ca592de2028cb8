import { Alert, Button, Progress } from '@mantine/core';
import type { ImportedSource, Transfer } from '../../src-preload/contract/index.ts';
import { api } from '../bridge/connection.ts';
import { Ago } from '../ui/Ago.tsx';
import { bytesWords, countWords, numberWords } from '../ui/format.ts';
import { attempt, notify } from '../ui/notify.tsx';
import { CopyPath } from './CopyPath.tsx';
import classes from './Settings.module.css';

const OUTCOMES: Record<ImportedSource['outcome'], string> = {
  added: 'added',
  replaced: 'replaced',
  kept: 'left as it is',
  'config-file': 'left as the config file says',
};

async function bringBack(id: string): Promise<void> {
  const source = await attempt(() => api().sources.restore({ id }));
  if (source !== undefined) notify({ text: `${source.name} is back, as ${id}.` });
}

function progressWords({ kind, phase, done, total }: Transfer): string {
  const of = total === 0 ? numberWords(done) : `${numberWords(done)} of ${numberWords(total)}`;
  const doing = kind === 'export' ? 'Exporting' : phase === 'checking' ? 'Checking the file' : 'Importing';
  return `${doing}: ${of} records`;
}

function Ended({ transfer }: { transfer: Transfer }) {
  const { kind, state, bytes, done, endedAt, message, advice, file } = transfer;
  if (state === 'failed')
    return (
      <Alert color="red" variant="light" title={kind === 'export' ? 'Not exported' : 'Not imported'} data-testid="transfer-failed">
        {message} {advice}
      </Alert>
    );
  if (state === 'cancelled')
    return (
      <p className={classes['text']}>
        {kind === 'export' ? 'The export was cancelled; there is no file.' : 'The import was cancelled; sources that were in by then stay.'}
      </p>
    );
  return (
    <div data-testid="transfer-done">
      <p className={classes['text']}>
        {kind === 'export' ? 'Exported' : 'Imported'} {countWords(done, 'record')}
        {bytes === null ? '' : `, ${bytesWords(bytes)}`}, {endedAt !== null && <Ago iso={endedAt} />}
      </p>
      <CopyPath path={file} />
    </div>
  );
}

/** How an export or import stands, or how the last one ended. */
export function TransferState({ transfer }: { transfer: Transfer }) {
  const { state, done, total, sources } = transfer;
  return (
    <div role="status" className={classes['stack']}>
      {state === 'running' ? (
        <>
          <p className={classes['text']}>{progressWords(transfer)}</p>
          <Progress value={total === 0 ? 0 : (100 * done) / total} aria-label={progressWords(transfer)} />
          <div>
            <Button variant="default" size="compact-sm" onClick={() => void attempt(() => api().workspace.cancel())}>
              Cancel
            </Button>
          </div>
        </>
      ) : (
        <Ended transfer={transfer} />
      )}
      {sources.length > 0 && (
        <ul className={classes['list']}>
          {sources.map(({ id, name, outcome, keptAs }) => (
            <li key={id}>
              {name}: {OUTCOMES[outcome]}
              {keptAs !== null && (
                <>
                  . The one before is kept for 30 days.{' '}
                  <Button variant="subtle" size="compact-sm" onClick={() => void bringBack(keptAs)}>
                    Bring it back as {keptAs}
                  </Button>
                </>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
