import type { AppStatus } from '../../src-preload/contract/index.ts';
import { Ago } from '../ui/Ago.tsx';
import { Card } from './Card.tsx';
import { CopyPath } from './CopyPath.tsx';
import classes from './Settings.module.css';

export function Facts({ app }: { app: AppStatus }) {
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
        <dt>Secrets</dt>
        <dd data-testid="secrets">{app.secrets.words}</dd>
      </dl>
    </Card>
  );
}
