import { Button, Group, Modal, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { dashboardSchema } from '../../src-preload/contract/index.ts';
import type { Dashboard, DashboardParameter } from '../../src-preload/contract/index.ts';
import { changeWithUndo } from './dashboard-store.ts';
import classes from './Dashboard.module.css';
import { rangePresets, rangeWords } from './range-words.ts';

const icon = { size: 16, stroke: 1.8, 'aria-hidden': true } as const;

interface ParameterFieldsProps {
  parameter: DashboardParameter;
  problem: (field: string) => string | undefined;
  onChange: (parameter: DashboardParameter) => void;
  onRemove: () => void;
}

function ParameterFields({ parameter, problem, onChange, onRemove }: ParameterFieldsProps) {
  const standard = parameter.standard === null ? '' : String(parameter.standard);
  const takeStandard = (text: string) =>
    onChange({
      ...parameter,
      standard: text === '' ? null : parameter.kind === 'number' && !Number.isNaN(Number(text)) ? Number(text) : text,
    });
  return (
    <fieldset className={classes['parameter']}>
      <legend>:{parameter.name === '' ? 'name' : parameter.name}</legend>
      <div className={classes['parameterRow']}>
        <TextInput
          label="Name in SQL"
          value={parameter.name}
          error={problem('name')}
          onChange={(event) => onChange({ ...parameter, name: event.currentTarget.value })}
        />
        <TextInput
          label="Label"
          value={parameter.label}
          error={problem('label')}
          onChange={(event) => onChange({ ...parameter, label: event.currentTarget.value })}
        />
        <Select
          label="Kind"
          data={[
            { value: 'choice', label: 'Choice' },
            { value: 'text', label: 'Text' },
            { value: 'number', label: 'Number' },
          ]}
          value={parameter.kind}
          allowDeselect={false}
          onChange={(kind) => onChange({ ...parameter, kind: kind ?? 'text' })}
        />
        <TextInput label="To begin with" value={standard} onChange={(event) => takeStandard(event.currentTarget.value)} />
      </div>
      {parameter.kind === 'choice' && (
        <Textarea
          label="SQL for the choices"
          description="The first column holds the choices, a second one their labels."
          autosize
          minRows={2}
          value={parameter.choicesSql ?? ''}
          error={problem('choicesSql')}
          onChange={(event) => {
            const { choicesSql: _before, ...rest } = parameter;
            const sql = event.currentTarget.value;
            onChange(sql === '' ? rest : { ...rest, choicesSql: sql });
          }}
        />
      )}
      <Button variant="subtle" color="gray" size="compact-sm" leftSection={<IconTrash {...icon} />} onClick={onRemove}>
        Remove this parameter
      </Button>
    </fieldset>
  );
}

/** Title, description, the range to begin with, and parameters. */
export function DashboardSettings({ dashboard, onClose }: { dashboard: Dashboard; onClose: () => void }) {
  const [draft, setDraft] = useState(dashboard);
  const [tried, setTried] = useState(false);
  const checked = dashboardSchema.safeParse(draft);
  const issues = !tried || checked.success ? [] : checked.error.issues;
  const problem = (path: string) => issues.find((issue) => issue.path.join('.') === path)?.message;
  const ranges = [
    ...rangePresets.map(({ lastSeconds, words }) => ({ value: JSON.stringify({ lastSeconds }), label: words })),
    { value: '{"all":true}', label: 'All time' },
  ];
  const range = JSON.stringify(draft.range);
  if (!ranges.some(({ value }) => value === range)) ranges.push({ value: range, label: rangeWords(draft.range) });
  const save = () => {
    setTried(true);
    if (!checked.success) return;
    const { title, about, range: first, parameters } = checked.data;
    void changeWithUndo(dashboard.id, 'Changed the dashboard', (before) => ({ ...before, title, about, range: first, parameters }));
    onClose();
  };
  const setParameters = (parameters: DashboardParameter[]) => setDraft({ ...draft, parameters });
  return (
    <Modal opened onClose={onClose} title="Settings of this dashboard" size="lg" transitionProps={{ duration: 0 }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <Stack gap="sm">
          <TextInput
            label="Title"
            value={draft.title}
            error={problem('title')}
            onChange={(event) => setDraft({ ...draft, title: event.currentTarget.value })}
            data-autofocus
            data-testid="dashboard-title"
          />
          <Textarea
            label="What it is for"
            autosize
            minRows={2}
            value={draft.about}
            error={problem('about')}
            onChange={(event) => setDraft({ ...draft, about: event.currentTarget.value })}
          />
          <Select
            label="Time range when it is opened"
            data={ranges}
            value={range}
            allowDeselect={false}
            onChange={(value) => value !== null && setDraft({ ...draft, range: JSON.parse(value) as Dashboard['range'] })}
          />
          {draft.parameters.map((parameter, index) => (
            <ParameterFields
              key={index}
              parameter={parameter}
              problem={(field) => problem(`parameters.${index}.${field}`)}
              onChange={(next) => setParameters(draft.parameters.map((known, at) => (at === index ? next : known)))}
              onRemove={() => setParameters(draft.parameters.filter((_known, at) => at !== index))}
            />
          ))}
          <Group justify="space-between">
            <Button
              variant="default"
              leftSection={<IconPlus {...icon} />}
              onClick={() => setParameters([...draft.parameters, { name: '', label: '', kind: 'choice', standard: null, choices: [] }])}
            >
              Add a parameter
            </Button>
            <Button type="submit" data-testid="dashboard-save">
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
