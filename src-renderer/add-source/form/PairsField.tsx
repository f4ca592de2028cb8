import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useContext } from 'react';
import type { Pair } from '../draft.ts';
import { cx } from '../../ui/cx.ts';
import classes from './form.module.css';
import { Problems } from './problems.ts';

interface PairsFieldProps {
  path: string;
  label: string;
  /** What one of them is called: 'header'. */
  one: string;
  hint?: string;
  namePlaceholder?: string;
  valuePlaceholder?: string;
  pairs: readonly Pair[];
  onChange: (pairs: Pair[]) => void;
  disabled?: boolean;
}

/** Names with values, one row each. */
export function PairsField({
  path,
  label,
  one,
  hint,
  namePlaceholder,
  valuePlaceholder,
  pairs,
  onChange,
  disabled = false,
}: PairsFieldProps) {
  const problems = useContext(Problems);
  const change = (index: number, part: Partial<Pair>) => onChange(pairs.map((pair, at) => (at === index ? { ...pair, ...part } : pair)));
  const general = problems.find((problem) => problem.path === path)?.message;
  return (
    <fieldset className={classes['group']} disabled={disabled}>
      <legend className={classes['legend']}>{label}</legend>
      {hint !== undefined && <p className={classes['hint']}>{hint}</p>}
      {pairs.map((pair, index) => {
        const problem = problems.find((each) => each.path === `${path}.${pair.name.trim()}` && pair.name.trim() !== '')?.message;
        return (
          <div key={index} className={classes['pair']}>
            <TextInput
              aria-label={`Name of ${one} ${index + 1}`}
              placeholder={namePlaceholder ?? 'Name'}
              value={pair.name}
              spellCheck={false}
              autoComplete="off"
              onChange={(event) => change(index, { name: event.currentTarget.value })}
              data-testid={`field-${path}.${index}.name`}
            />
            <TextInput
              className={cx(classes['mono'])}
              aria-label={`Value of ${one} ${index + 1}`}
              placeholder={valuePlaceholder ?? 'Value'}
              value={pair.value}
              error={problem}
              spellCheck={false}
              autoComplete="off"
              onChange={(event) => change(index, { value: event.currentTarget.value })}
              data-testid={`field-${path}.${index}.value`}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={`Remove ${one} ${pair.name || index + 1}`}
              onClick={() => onChange(pairs.filter((_pair, at) => at !== index))}
            >
              <IconX size={16} stroke={1.6} aria-hidden />
            </ActionIcon>
          </div>
        );
      })}
      {general !== undefined && <p className={classes['error']}>{general}</p>}
      <div>
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconPlus size={14} stroke={1.6} aria-hidden />}
          onClick={() => onChange([...pairs, { name: '', value: '' }])}
          data-testid={`field-${path}.add`}
        >
          Add {one}
        </Button>
      </div>
    </fieldset>
  );
}
