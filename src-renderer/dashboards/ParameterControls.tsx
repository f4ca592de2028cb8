import { NumberInput, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useCallback, useState } from 'react';
import type { Dashboard, DashboardParameter, ParameterValue, ParameterValues } from '../../src-preload/contract/index.ts';
import { api } from '../bridge/connection.ts';
import { useLoaded } from '../ui/use-loaded.ts';

const TYPED_MS = 400;
/** Stands for no value in a list whose entries are texts. */
const NOTHING = ' nothing';

interface ControlProps {
  parameter: DashboardParameter;
  value: ParameterValue;
  onChange: (value: ParameterValue) => void;
}

function Choice({ dashboardId, parameter, value, onChange }: ControlProps & { dashboardId: string }) {
  const { name } = parameter;
  const load = useCallback(() => api().dashboards.choices({ id: dashboardId, name }), [dashboardId, name]);
  const [loaded] = useLoaded(load);
  const items = loaded.state === 'ready' ? loaded.data.items : [];
  const keyOf = (choice: ParameterValue) => (choice === null ? NOTHING : String(choice));
  const labels = new Map<string, { choice: ParameterValue; label: string }>();
  for (const { value: choice, label } of items) if (choice !== null) labels.set(keyOf(choice), { choice, label });
  if (value !== null && !labels.has(keyOf(value))) labels.set(keyOf(value), { choice: value, label: keyOf(value) });
  const failure = loaded.state === 'ready' ? loaded.data.failure : null;
  return (
    <Select
      aria-label={parameter.label}
      placeholder={`${parameter.label}: all`}
      title={failure ?? parameter.label}
      data={[...labels].map(([key, { label }]) => ({ value: key, label }))}
      value={value === null ? null : keyOf(value)}
      onChange={(key) => onChange(key === null ? null : (labels.get(key)?.choice ?? key))}
      clearable
      searchable
      error={failure !== null}
      w={180}
    />
  );
}

function Typed({ parameter, value, onChange }: ControlProps) {
  const [text, setText] = useState(value === null ? '' : String(value));
  const tell = useDebouncedCallback((next: ParameterValue) => onChange(next), TYPED_MS);
  if (parameter.kind === 'number') {
    return (
      <NumberInput
        aria-label={parameter.label}
        placeholder={parameter.label}
        title={parameter.label}
        value={text}
        onChange={(next) => {
          setText(String(next));
          tell(next === '' ? null : Number(next));
        }}
        w={140}
      />
    );
  }
  return (
    <TextInput
      aria-label={parameter.label}
      placeholder={parameter.label}
      title={parameter.label}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        tell(event.currentTarget.value === '' ? null : event.currentTarget.value);
      }}
      w={160}
    />
  );
}

interface ParameterControlsProps {
  dashboard: Dashboard;
  values: ParameterValues;
  onChange: (name: string, value: ParameterValue) => void;
}

/** A control for each parameter; what is chosen is bound to the queries and never becomes a part of them. */
export function ParameterControls({ dashboard, values, onChange }: ParameterControlsProps) {
  return dashboard.parameters.map((parameter) => {
    const common = {
      parameter,
      value: values[parameter.name] ?? null,
      onChange: (value: ParameterValue) => onChange(parameter.name, value),
    };
    return parameter.kind === 'choice' ? (
      <Choice key={parameter.name} dashboardId={dashboard.id} {...common} />
    ) : (
      <Typed key={parameter.name} {...common} />
    );
  });
}
