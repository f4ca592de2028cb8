import { Button } from '@mantine/core';
import type { AppStatus } from '../../src-preload/contract/index.ts';
import { leaveDemo, setDemo } from '../ui/actions.ts';
import { Card } from './Card.tsx';
import classes from './Settings.module.css';

export function DemoSettings({ demo }: { demo: AppStatus['demo'] }) {
  return (
    <Card title="Demo">
      <div className={classes['choice']}>
        {demo.on ? (
          <>
            <p className={classes['text']}>
              The demo is on{demo.url === null ? '' : ` at ${demo.url}`}. Its sources come from a server inside Freshet.
            </p>
            <Button variant="default" onClick={() => void leaveDemo()}>
              Leave the demo
            </Button>
          </>
        ) : (
          <>
            <p className={classes['text']}>
              The demo is off. It shows sources from a server inside Freshet, so no call leaves this computer.
            </p>
            <Button variant="default" onClick={() => void setDemo(true)} data-testid="demo-on">
              Bring the demo back
            </Button>
          </>
        )}
      </div>
    </Card>
  );
}
