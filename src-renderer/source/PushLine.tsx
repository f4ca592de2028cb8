import type { PushState } from '../../src-preload/contract/index.ts';
import { absoluteTime, countWords, exactTimeWords, numberWords, percentWords, timeWords } from '../ui/format.ts';
import { cx } from '../ui/cx.ts';
import classes from './source.module.css';

function Rejected({ push }: { push: PushState }) {
  if (push.rejected.length === 0) return null;
  return (
    <details className={classes['hint']}>
      <summary>
        {countWords(
          push.rejected.reduce((sum, { count }) => sum + count, 0),
          'message',
        )}{' '}
        could not be used
      </summary>
      <ul>
        {push.rejected.map(({ reason, count, example }) => (
          <li key={reason}>
            {numberWords(count)} × {reason}: <code>{example}</code>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** How the connection over which changes are pushed is doing. */
export function PushLine({ push }: { push: PushState | null }) {
  if (push === null) return null;
  const { connected, since, failure, nextTryAt, latency } = push;
  return (
    <section className={classes['pushLine']} aria-label="Pushed changes" data-testid="push-line" data-connected={connected}>
      {connected ? (
        <p className={classes['hint']}>
          Changes are pushed; connected since{' '}
          <time dateTime={since} title={absoluteTime(since)}>
            {timeWords(since)}
          </time>
          {push.missed && ', and what may have been missed is being fetched'}.
        </p>
      ) : (
        <p className={cx(classes['hint'], failure !== null && classes['pushFailed'])}>
          {failure === null ? 'Connecting…' : `Changes are not pushed now: ${failure.message} `}
          {nextTryAt !== null && <>Connects again at {exactTimeWords(nextTryAt)}.</>}
        </p>
      )}
      <ul className={classes['pushFacts']}>
        <li title="Over the last hour">{numberWords(Math.round(push.messagesPerMinute * 10) / 10)} messages a minute</li>
        <li title="Share of the last hour">connected {percentWords(push.uptimeShare)} of the time</li>
        {push.reconnects > 0 && <li>connected again {countWords(push.reconnects, 'time')}</li>}
        {latency !== null && (
          <li title={`95 of 100 changes; half of them within ${numberWords(Math.round(latency.p50))} ms`}>
            on screen within {numberWords(Math.round(latency.p95))} ms
          </li>
        )}
      </ul>
      <Rejected push={push} />
    </section>
  );
}
