import {
  durationWords,
  FIXED_POLLING_MS,
  HEARTBEAT_EVERY_MS,
  HEARTBEAT_TIMEOUT_MS,
  MANUAL_DEBOUNCE_MS,
  policySchema,
  policySentence,
  preset,
  quotaSchema,
} from '../../src-preload/contract/index.ts';
import type { Spread } from '../../src-preload/contract/index.ts';
import { Card } from './Card.tsx';
import classes from './Settings.module.css';

const words = (ms: number) => durationWords(ms / 1000);

const SPREADS: Record<Spread, string> = {
  'usual-hours': 'are spread over the hours in which you usually look',
  even: 'are spread evenly',
  none: 'are made as the rule says until they are spent',
};

/** What holds where a source says nothing else. Set per source, under Rule and Quota. */
export function Defaults() {
  const presets = preset.options.map((each) => policySchema.parse({ preset: each }));
  const { reserveForManualPercent, spread } = quotaSchema.parse({});
  return (
    <Card title="Defaults">
      <p className={classes['muted']}>Each source can have its own rule and quota; these hold until it does.</p>
      <ul className={classes['list']}>
        {presets.map((policy) => (
          <li key={policy.preset}>
            <strong>{policy.preset}</strong>
            {policy.preset === 'smart' ? ' (the default)' : ''}: {policySentence(policy)}
          </li>
        ))}
        <li>Of every quota, {reserveForManualPercent} % is kept for when you press Refresh.</li>
        <li>The scheduled calls of a day or a month {SPREADS[spread]}.</li>
        <li>Data is called very stale at six times the age at which it is called stale.</li>
        <li>
          A window that is looked at says so every {words(HEARTBEAT_EVERY_MS)}; after {words(HEARTBEAT_TIMEOUT_MS)} of silence it counts as
          not looked at.
        </li>
        <li>Presses of Refresh within {MANUAL_DEBOUNCE_MS} ms of each other count as one.</li>
        <li>Savings are measured against polling every {words(FIXED_POLLING_MS)}.</li>
      </ul>
    </Card>
  );
}
