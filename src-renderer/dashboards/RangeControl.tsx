import { ActionIcon, Button, Group, Popover, TextInput } from '@mantine/core';
import { IconCalendarTime, IconCheck, IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import type { TimeRange } from '../../src-preload/contract/index.ts';
import classes from './Dashboard.module.css';
import { boundsOf, customRange, localInput, rangePresets, rangeWords, stepped } from './range-words.ts';

const icon = { size: 16, stroke: 1.8, 'aria-hidden': true } as const;

interface RangeControlProps {
  range: TimeRange;
  onChange: (range: TimeRange) => void;
}

function Choices({ range, onChange }: RangeControlProps) {
  const [[from, to], setTyped] = useState(() => boundsOf(range, Date.now()).map(localInput) as [string, string]);
  const [problem, setProblem] = useState<string | null>(null);
  const apply = () => {
    const custom = customRange(from, to);
    if (typeof custom === 'string') setProblem(custom);
    else onChange(custom);
  };
  const all: { words: string; range: TimeRange }[] = [
    ...rangePresets.map(({ words, lastSeconds }) => ({ words, range: { lastSeconds } })),
    { words: 'All time', range: { all: true } },
  ];
  const current = rangeWords(range);
  return (
    <>
      <div className={classes['presets']} role="group" aria-label="Time range">
        {all.map((preset) => (
          <Button
            key={preset.words}
            variant={preset.words === current ? 'light' : 'subtle'}
            size="compact-sm"
            justify="flex-start"
            aria-pressed={preset.words === current}
            rightSection={preset.words === current ? <IconCheck {...icon} /> : null}
            onClick={() => onChange(preset.range)}
          >
            {preset.words}
          </Button>
        ))}
      </div>
      <form
        className={classes['custom']}
        onSubmit={(event) => {
          event.preventDefault();
          apply();
        }}
      >
        <TextInput type="datetime-local" label="From" value={from} onChange={(event) => setTyped([event.currentTarget.value, to])} />
        <TextInput
          type="datetime-local"
          label="To"
          value={to}
          error={problem}
          onChange={(event) => setTyped([from, event.currentTarget.value])}
        />
        <Button type="submit" variant="default" size="compact-md">
          Show this time
        </Button>
      </form>
    </>
  );
}

/** From when until when the panels look, and the way to the time before. */
export function RangeControl({ range, onChange }: RangeControlProps) {
  const [opened, setOpened] = useState(false);
  const step = (direction: -1 | 1) => {
    const next = stepped(range, direction, Date.now());
    if (next !== null) onChange(next);
  };
  return (
    <Group gap={0} wrap="nowrap" className={classes['range']}>
      <ActionIcon
        variant="default"
        size={36}
        w={26}
        miw={0}
        disabled={'all' in range}
        aria-label="The time before"
        title="The time before"
        onClick={() => step(-1)}
      >
        <IconChevronLeft {...icon} />
      </ActionIcon>
      <Popover opened={opened} onChange={setOpened} position="bottom-start" trapFocus returnFocus>
        <Popover.Target>
          <Button
            variant="default"
            leftSection={<IconCalendarTime {...icon} />}
            onClick={() => setOpened(!opened)}
            aria-label={`Time range: ${rangeWords(range)}`}
            data-testid="range"
          >
            {rangeWords(range)}
          </Button>
        </Popover.Target>
        <Popover.Dropdown className={classes['rangeBox']}>
          <Choices
            range={range}
            onChange={(next) => {
              setOpened(false);
              onChange(next);
            }}
          />
        </Popover.Dropdown>
      </Popover>
      <ActionIcon
        variant="default"
        size={36}
        w={26}
        miw={0}
        disabled={!('from' in range)}
        aria-label="The time after"
        title="The time after"
        onClick={() => step(1)}
      >
        <IconChevronRight {...icon} />
      </ActionIcon>
    </Group>
  );
}
