import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { Failure, SourceStatus } from '../../src-preload/contract/index.ts';
import { go } from '../shell/route.ts';
import { force, refresh } from '../ui/actions.ts';
import classes from './source.module.css';

/** Failures that trying again cannot mend. */
const TO_BE_FIXED: readonly Failure['code'][] = [
  'unauthorized',
  'forbidden',
  'not-found',
  'gone',
  'client-error',
  'redirects',
  'too-large',
  'not-json',
  'bad-format',
  'not-allowed',
  'no-list',
  'no-ids',
  'expression',
  'secret-missing',
];

/** The failure of the last refresh: what was wrong, what to do, and the button that does it. */
export function FailureNote({ source }: { source: SourceStatus }) {
  const { failure, id } = source;
  // Of a quota that is still spent, a note of its own says more.
  if (failure === null || (failure.code === 'quota-spent' && source.decision.reason === 'quota-spent')) return null;
  const fix = TO_BE_FIXED.includes(failure.code);
  const quota = failure.code === 'quota-spent';
  return (
    <div className={classes['failure']} role="alert" data-testid="source-failure" data-code={failure.code}>
      <IconAlertTriangle size={18} stroke={1.8} aria-hidden />
      <p>
        <strong>{failure.message}</strong> {failure.advice}
      </p>
      {fix && source.origin !== 'demo' && (
        <Button size="compact-sm" variant="default" onClick={() => go({ screen: 'source', id, tab: 'settings' })}>
          Open settings
        </Button>
      )}
      {quota && (
        <Button size="compact-sm" variant="default" onClick={() => go({ screen: 'source', id, tab: 'quota' })}>
          See the quota
        </Button>
      )}
      {!quota && source.running === null && (
        <Button size="compact-sm" variant="default" onClick={() => void (fix ? force(id) : refresh(id))}>
          {fix ? 'Try once' : 'Try now'}
        </Button>
      )}
    </div>
  );
}
