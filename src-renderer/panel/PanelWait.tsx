import { IconAlertTriangle } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { PanelShow } from '../../src-preload/contract/index.ts';
import classes from './panel.module.css';

const WORDS_AFTER_MS = 1_000;

interface PanelWaitProps {
  failure: { message: string; advice: string } | null;
  kind: PanelShow['kind'];
}

/** The place of rows that are not there yet: of their size, and with words after a second; or why there are none. */
export function PanelWait({ failure, kind }: PanelWaitProps) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), WORDS_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  if (failure !== null) {
    return (
      <div className={classes['empty']} role="alert" data-testid="panel-failure">
        <IconAlertTriangle size={20} stroke={1.6} aria-hidden />
        <strong>{failure.message}</strong>
        <small>{failure.advice}</small>
      </div>
    );
  }
  const bars = kind === 'number' || kind === 'gauge' || kind === 'text' ? 1 : 5;
  return (
    <div className={classes['skeleton']} role="status" aria-label="Working it out">
      {Array.from({ length: bars }, (_bar, index) => (
        <span key={index} />
      ))}
      {late && <small>Working it out…</small>}
    </div>
  );
}
