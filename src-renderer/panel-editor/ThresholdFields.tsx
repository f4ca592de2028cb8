import { ActionIcon, Button, NumberInput, Select } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { Threshold } from '../../src-preload/contract/index.ts';
import { ToneMark } from '../panel/shows/ToneMark.tsx';
import classes from './PanelEditor.module.css';

const icon = { size: 14, stroke: 1.8, 'aria-hidden': true } as const;

const tones: readonly { value: Threshold['tone']; label: string }[] = [
  { value: 'good', label: 'Good' },
  { value: 'notice', label: 'Worth a look' },
  { value: 'warning', label: 'Warning' },
  { value: 'bad', label: 'Bad' },
];

/** From which value on a number is shown in which tone. */
export function ThresholdFields({
  thresholds,
  onChange,
}: {
  thresholds: readonly Threshold[];
  onChange: (thresholds: Threshold[]) => void;
}) {
  const change = (index: number, part: Partial<Threshold>) =>
    onChange(thresholds.map((known, at) => (at === index ? { ...known, ...part } : known)));
  return (
    <fieldset className={classes['part']}>
      <legend>Thresholds</legend>
      {thresholds.map((threshold, index) => (
        <div key={index} className={classes['partRow']}>
          <NumberInput
            aria-label="From"
            prefix="from "
            value={threshold.from}
            onChange={(from) => from !== '' && change(index, { from: Number(from) })}
          />
          <Select
            aria-label="Tone"
            data={[...tones]}
            value={threshold.tone}
            allowDeselect={false}
            leftSection={<ToneMark tone={threshold.tone} />}
            onChange={(tone) => change(index, { tone: tone ?? 'warning' })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Remove threshold ${index + 1}`}
            onClick={() => onChange(thresholds.filter((_known, at) => at !== index))}
          >
            <IconX {...icon} />
          </ActionIcon>
        </div>
      ))}
      {thresholds.length < 10 && (
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus {...icon} />}
          onClick={() => onChange([...thresholds, { from: 0, tone: 'warning' }])}
        >
          Add
        </Button>
      )}
    </fieldset>
  );
}
