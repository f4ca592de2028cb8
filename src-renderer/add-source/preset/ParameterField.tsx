import { Switch } from '@mantine/core';
import type { PresetParameter } from '../../../src-preload/contract/index.ts';
import { ChoiceField } from '../form/ChoiceField.tsx';
import { SecretField } from '../form/SecretField.tsx';
import { TextField } from '../form/TextField.tsx';
import { emptySecret } from '../draft/shape.ts';
import type { PresetDraft } from './preset-values.ts';

interface ParameterFieldProps {
  parameter: PresetParameter;
  draft: PresetDraft;
  onChange: (draft: PresetDraft) => void;
}

/** The field of one parameter, with its help. */
export function ParameterField({ parameter, draft, onChange }: ParameterFieldProps) {
  const { name, label, kind, choices, example, help, required, many } = parameter;
  const path = `values.${name}`;
  const description = [required ? '' : 'Optional.', help, many && kind === 'text' ? 'Several are separated by commas.' : '']
    .filter((part) => part !== '')
    .join(' ');
  const setText = (text: string) => onChange({ ...draft, texts: { ...draft.texts, [name]: text } });
  const text = draft.texts[name] ?? '';
  switch (kind) {
    case 'boolean':
      return (
        <Switch
          label={label}
          description={description}
          checked={draft.switches[name] ?? false}
          onChange={(event) => onChange({ ...draft, switches: { ...draft.switches, [name]: event.currentTarget.checked } })}
          data-testid={`field-${path}`}
        />
      );
    case 'choice':
      return (
        <ChoiceField
          path={path}
          label={label}
          description={description}
          value={text}
          choices={choices.map((choice) => [choice.value, choice.label ?? choice.value] as const)}
          onChange={setText}
        />
      );
    case 'secret':
      return (
        <SecretField
          path={path}
          word={label}
          secret={draft.secrets[name] ?? emptySecret()}
          onChange={(part) =>
            onChange({ ...draft, secrets: { ...draft.secrets, [name]: { ...(draft.secrets[name] ?? emptySecret()), ...part } } })
          }
          disabled={false}
          {...(description === '' ? {} : { hint: `${description} Kept in the secret store, nowhere else.` })}
        />
      );
    default:
      return (
        <TextField
          path={path}
          label={label}
          description={description}
          placeholder={example}
          mono={kind === 'text' && parameter.pattern !== undefined}
          inputMode={kind === 'number' ? 'decimal' : 'text'}
          value={text}
          onChange={setText}
        />
      );
  }
}
