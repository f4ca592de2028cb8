import type { AppStatus } from '../../src-preload/contract/index.ts';
import { api } from '../bridge/connection.ts';
import { Ago } from '../ui/Ago.tsx';
import { bytesWords } from '../ui/format.ts';
import { useLoaded } from '../ui/use-loaded.ts';
import { Card } from './Card.tsx';
import { CopyPath } from './CopyPath.tsx';
import classes from './Settings.module.css';

const load = () => api().app.status();

export function Facts({ app }: { app: AppStatus }) {
  // The database grows without a word; how large it is now is asked when the screen opens.
  const [loaded] = useLoaded(load);
  const { space } = loaded.state === 'ready' ? loaded.data : app;
  return (
    <Card title="This installation">
      <dl className={classes['facts']}>
        <dt>Version</dt>
        <dd>{app.version}</dd>
        <dt>Form</dt>
        <dd>{app.form === 'desktop' ? 'Desktop app' : 'Served to the browsers of this computer'}</dd>
        <dt>Started</dt>
        <dd>
          <Ago iso={app.startedAt} />
        </dd>
        <dt>Data folder</dt>
        <dd>
          <CopyPath path={app.dataFolder} />
        </dd>
        <dt>Database</dt>
        <dd data-testid="space">
          {bytesWords(space.bytes)}, {bytesWords(space.freeBytes)} of it free
          {space.shrinks ? '' : '. Free space is used again; an export and import into a new data folder gives it back'}
        </dd>
        <dt>Secrets</dt>
        <dd data-testid="secrets">{app.secrets.words}</dd>
      </dl>
    </Card>
  );
}
