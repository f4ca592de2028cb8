import { Checkbox, Chip, Group, TextInput } from '@mantine/core';
import type { HoursDraft } from '../draft.ts';
import classes from './form.module.css';
import { useProblem } from './problems.ts';

const DAYS = [
  ['mon', 'Mon'],
  ['tue', 'Tue'],
  ['wed', 'Wed'],
  ['thu', 'Thu'],
  ['fri', 'Fri'],
  ['sat', 'Sat'],
  ['sun', 'Sun'],
] as const;

interface HoursFieldsProps {
  path: string;
  label: string;
  hours: HoursDraft;
  onChange: (hours: HoursDraft) => void;
  disabled: boolean;
}

/** Hours of the week, which can be switched off without being forgotten. */
export function HoursFields({ path, label, hours, onChange, disabled }: HoursFieldsProps) {
  const general = useProblem(path);
  const ofZone = useProblem(`${path}.timeZone`);
  const ofFrom = useProblem(`${path}.from`);
  const ofTo = useProblem(`${path}.to`);
  const ofDays = useProblem(`${path}.days`);
  const change = (part: Partial<HoursDraft>) => onChange({ ...hours, ...part });
  return (
    <div className={classes['group']}>
      <Checkbox
        label={label}
        checked={hours.on}
        disabled={disabled}
        onChange={(event) => change({ on: event.currentTarget.checked })}
        data-testid={`field-${path}.on`}
      />
      {hours.on && (
        <Group gap={8} align="flex-end" wrap="wrap">
          <TextInput
            type="time"
            label="From"
            value={hours.from}
            error={ofFrom}
            disabled={disabled}
            onChange={(event) => change({ from: event.currentTarget.value })}
            data-testid={`field-${path}.from`}
          />
          <TextInput
            type="time"
            label="To"
            value={hours.to}
            error={ofTo}
            disabled={disabled}
            onChange={(event) => change({ to: event.currentTarget.value })}
            data-testid={`field-${path}.to`}
          />
          <TextInput
            label="Time zone"
            placeholder="Of this computer"
            value={hours.timeZone}
            error={ofZone}
            disabled={disabled}
            onChange={(event) => change({ timeZone: event.currentTarget.value })}
            data-testid={`field-${path}.timeZone`}
          />
          <Chip.Group
            multiple
            value={hours.days}
            onChange={(days) => change({ days: DAYS.map(([day]) => day).filter((day) => days.includes(day)) })}
          >
            <Group gap={4} role="group" aria-label={`Days: ${label}`}>
              {DAYS.map(([day, words]) => (
                <Chip key={day} value={day} size="xs" disabled={disabled}>
                  {words}
                </Chip>
              ))}
            </Group>
          </Chip.Group>
        </Group>
      )}
      {[general, ofDays].map((problem) =>
        problem === undefined ? null : (
          <p key={problem} className={classes['error']}>
            {problem}
          </p>
        ),
      )}
    </div>
  );
}
