import { ActionIcon, Button } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { QuotaPeriod } from '../../../src-preload/contract/index.ts';
import { hasTimeZone } from '../draft.ts';
import type { QuotaDraft, WindowDraft } from '../draft.ts';
import { BudgetFields } from './BudgetFields.tsx';
import { ChoiceField } from './ChoiceField.tsx';
import { CostFields } from './CostFields.tsx';
import classes from './form.module.css';
import { NumberField } from './NumberField.tsx';
import { TextField } from './TextField.tsx';

const PERIODS: readonly (readonly [QuotaPeriod, string])[] = [
  ['second', 'second'],
  ['minute', 'minute'],
  ['quarter-hour', 'quarter hour'],
  ['hour', 'hour'],
  ['day', 'day'],
  ['month', 'month'],
];

const ALIGNS = [
  ['clock', 'by the clock'],
  ['sliding', 'sliding'],
] as const;

const SPREADS = [
  ['usual-hours', 'over your usual hours'],
  ['even', 'evenly'],
  ['none', 'not at all'],
] as const;

interface QuotaFieldsProps {
  quota: QuotaDraft;
  onChange: (quota: QuotaDraft) => void;
  disabled: boolean;
}

/** The windows that the provider meters by, and the share kept for refreshes that somebody asks for. */
export function QuotaFields({ quota, onChange, disabled }: QuotaFieldsProps) {
  const change = (index: number, part: Partial<WindowDraft>) =>
    onChange({ ...quota, windows: quota.windows.map((window, at) => (at === index ? { ...window, ...part } : window)) });
  return (
    <fieldset className={classes['group']} disabled={disabled}>
      <legend className={classes['legend']}>Calls that the provider allows</legend>
      {quota.windows.length === 0 && (
        <p className={classes['hint']}>No limit is set. Freshet then holds back only when the server says so.</p>
      )}
      {quota.windows.map((window, index) => (
        <div key={index} className={classes['row']}>
          <NumberField
            path={`quota.windows.${index}.limit`}
            aria-label={`Limit ${index + 1}, calls`}
            className={classes['narrow']}
            min={1}
            placeholder="Calls"
            thousandSeparator=" "
            value={window.limit}
            onChange={(limit) => change(index, { limit })}
          />
          <ChoiceField
            path={`quota.windows.${index}.per`}
            aria-label={`Limit ${index + 1}, per`}
            value={window.per}
            choices={PERIODS.map(([key, words]) => [key, `per ${words}`] as const)}
            onChange={(per) => change(index, { per })}
          />
          {window.per !== 'month' && (
            <ChoiceField
              path={`quota.windows.${index}.align`}
              aria-label={`Limit ${index + 1}, counted`}
              value={window.align}
              choices={ALIGNS}
              onChange={(align) => change(index, { align })}
            />
          )}
          {hasTimeZone(window) && (
            <TextField
              path={`quota.windows.${index}.timeZone`}
              aria-label={`Limit ${index + 1}, time zone`}
              title="Whose clock it goes by, for example America/New_York"
              className={classes['zone']}
              placeholder="UTC"
              value={window.timeZone ?? ''}
              onChange={(timeZone) => change(index, { timeZone })}
            />
          )}
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={`Remove limit ${index + 1}`}
            onClick={() => onChange({ ...quota, windows: quota.windows.filter((_window, at) => at !== index) })}
          >
            <IconX size={16} stroke={1.6} aria-hidden />
          </ActionIcon>
        </div>
      ))}
      <div>
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconPlus size={14} stroke={1.6} aria-hidden />}
          disabled={quota.windows.length >= 10}
          onClick={() => onChange({ ...quota, windows: [...quota.windows, { limit: '', per: 'day', align: 'clock' }] })}
          data-testid="field-quota.windows.add"
        >
          Add limit
        </Button>
      </div>
      {(quota.windows.length > 0 || quota.budget !== '') && (
        <div className={classes['row']}>
          <NumberField
            path="quota.reserveForManualPercent"
            label="Kept for when you ask"
            description="Share of every limit that scheduled refreshes leave alone."
            suffix=" %"
            min={0}
            max={100}
            value={quota.reservePercent}
            onChange={(reservePercent) => onChange({ ...quota, reservePercent })}
          />
          <ChoiceField
            path="quota.spread"
            label="A day or a month is spread"
            description="Scheduled refreshes are held back so that it lasts."
            value={quota.spread}
            choices={SPREADS}
            onChange={(spread) => onChange({ ...quota, spread })}
          />
        </div>
      )}
      <div className={classes['row']}>
        <TextField
          path="quota.key"
          label="Shared key"
          description="Sources of one key spend from the same limits."
          placeholder="None"
          value={quota.key}
          onChange={(key) => onChange({ ...quota, key })}
        />
      </div>
      <CostFields quota={quota} onChange={onChange} />
      <BudgetFields quota={quota} onChange={onChange} />
    </fieldset>
  );
}
