import { Checkbox, Textarea } from '@mantine/core';
import type { PushDraft } from '../draft.ts';
import { ChoiceField } from './ChoiceField.tsx';
import { Fold } from './Fold.tsx';
import classes from './form.module.css';
import { NumberField } from './NumberField.tsx';
import { PairsField } from './PairsField.tsx';
import type { PartProps } from './part.ts';
import { useProblem } from './problems.ts';
import { TextField } from './TextField.tsx';

const KINDS = [
  ['none', 'Not pushed'],
  ['websocket', 'WebSocket'],
  ['sse', 'Server-sent events'],
  ['long-poll', 'Long polling'],
] as const;

type TextName = { [Name in keyof PushDraft]: PushDraft[Name] extends string ? Name : never }[keyof PushDraft];

/** Where in a message what is found: the name in the form, the label, and what an empty field stands for. */
const PLACES: readonly (readonly [Exclude<TextName, 'kind'>, string, string])[] = [
  ['messages', 'Where the changes are', 'The message itself'],
  ['record', 'Where the record is', 'The change itself'],
  ['id', 'Where the id is, without a record', 'None'],
  ['action', 'Where it says what happened', 'Every change is an update'],
  ['sequence', 'A number that rises by one', 'None'],
];

/** How changes are received as they happen, beside the listing. */
export function PushPart({ draft, set, disabled }: PartProps) {
  const { push } = draft;
  const change = (part: Partial<PushDraft>) => set({ push: { ...push, ...part } });
  const ofSubscribe = useProblem('push.subscribe');
  const { kind } = push;
  const grow = classes['grow'];
  const text = (name: Exclude<TextName, 'kind'>, path: string, label: string, placeholder: string) => (
    <TextField
      key={name}
      path={`push.${path}`}
      label={label}
      placeholder={placeholder}
      mono
      className={grow}
      value={push[name]}
      disabled={disabled}
      onChange={(value) => change({ [name]: value })}
    />
  );
  return (
    <Fold title="Push" summary={KINDS.find(([key]) => key === kind)?.[1] ?? ''} paths={['push']}>
      <div className={classes['row']}>
        <ChoiceField
          path="push.kind"
          label="Kind"
          value={kind}
          choices={KINDS}
          disabled={disabled}
          onChange={(next) => change({ kind: next })}
        />
        {kind !== 'none' &&
          text('url', 'url', 'Address', kind === 'websocket' ? 'wss://api.example.com/changes' : 'https://api.example.com/changes')}
      </div>
      {kind !== 'none' && (
        <>
          <Checkbox
            label="Send the key of this source to that address as well"
            checked={push.credentials}
            disabled={disabled}
            onChange={(event) => change({ credentials: event.currentTarget.checked })}
            data-testid="field-push.credentials"
          />
          {kind === 'websocket' && (
            <Textarea
              label="Sent once connected"
              placeholder="Nothing"
              autosize
              minRows={1}
              maxRows={6}
              className={classes['mono']}
              value={push.subscribe}
              error={ofSubscribe}
              disabled={disabled}
              onChange={(event) => change({ subscribe: event.currentTarget.value })}
              data-testid="field-push.subscribe"
            />
          )}
          {kind === 'long-poll' && (
            <div className={classes['row']}>
              {text('cursorParam', 'cursorParam', 'Cursor parameter', 'None')}
              {text('cursor', 'cursor', 'Where the answer holds the next cursor', 'None')}
            </div>
          )}
          <div className={classes['row']}>{PLACES.map(([name, label, placeholder]) => text(name, name, label, placeholder))}</div>
          <p className={classes['hint']}>Each is a path such as data.items, or a JSONata expression on the message or the change.</p>
          <Checkbox
            label="An update holds only the fields that changed"
            checked={push.partial}
            disabled={disabled}
            onChange={(event) => change({ partial: event.currentTarget.checked })}
            data-testid="field-push.partial"
          />
          <div className={classes['row']}>
            {text('fetchUrl', 'fetch.url', 'Where a record is fetched that was only named', 'The whole listing is refreshed')}
            {push.fetchUrl !== '' && text('fetchRecord', 'fetch.record', 'Where the record is in that answer', 'The whole answer')}
          </div>
          <div className={classes['row']}>
            <NumberField
              path="push.heartbeatSeconds"
              label="Silent for longer than this, it connects anew"
              placeholder={kind === 'long-poll' ? '90 s' : '60 s'}
              suffix=" s"
              min={5}
              max={240}
              className={classes['narrow']}
              value={push.heartbeatSeconds}
              disabled={disabled}
              onChange={(heartbeatSeconds) => change({ heartbeatSeconds })}
            />
          </div>
          <PairsField
            path="push.headers"
            label="Further headers"
            one="header"
            hint="Sent when connecting."
            namePlaceholder="x-api-version"
            valuePlaceholder="2"
            pairs={push.headers}
            disabled={disabled}
            onChange={(headers) => change({ headers })}
          />
        </>
      )}
    </Fold>
  );
}
