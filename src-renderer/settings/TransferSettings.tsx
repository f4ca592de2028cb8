import { Button } from '@mantine/core';
import type { Transfer } from '../../src-preload/contract/index.ts';
import { api } from '../bridge/connection.ts';
import { attempt } from '../ui/notify.tsx';
import { Card } from './Card.tsx';
import { ImportForm } from './ImportForm.tsx';
import classes from './Settings.module.css';
import { TransferState } from './TransferState.tsx';

/** Takes everything to another computer, or brings it back. */
export function TransferSettings({ transfer }: { transfer: Transfer | null }) {
  const running = transfer?.state === 'running';
  return (
    <Card title="Export and import">
      <div className={classes['choice']}>
        <p className={classes['text']}>
          An export is one file with every source, its records, details and history. It holds no secret: whoever imports it enters the keys
          again.
        </p>
        <Button
          variant="default"
          disabled={running}
          onClick={() => void attempt(() => api().workspace.export({}))}
          data-testid="export-workspace"
        >
          Export everything
        </Button>
      </div>
      <ImportForm disabled={running} />
      {transfer !== null && <TransferState transfer={transfer} />}
    </Card>
  );
}
