import { Button, Textarea, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import type { OpenApiReading, SourcePreset } from '../../../src-preload/contract/index.ts';
import { api } from '../../bridge/connection.ts';
import { explain, type Problem } from '../../bridge/explain.ts';
import { notify } from '../../ui/notify.tsx';
import { AddScreen } from '../AddScreen.tsx';
import classes from '../add-source.module.css';
import { ProblemList } from '../form/ProblemList.tsx';
import { PresetForm } from '../preset/PresetForm.tsx';
import { OperationList } from './OperationList.tsx';

/** What was read last, so that leaving the screen loses nothing. */
let known: OpenApiReading | null = null;

const isUrl = (text: string) => /^https?:\/\/\S+$/.test(text.trim());

/** Reads an OpenAPI document, offers its operations and then the parameters of the one that is chosen. */
export function OpenApiScreen() {
  const [reading, setReading] = useState(known);
  const [chosen, setChosen] = useState<SourcePreset | null>(null);
  const [url, setUrl] = useState('');
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [problems, setProblems] = useState<readonly Problem[]>([]);

  const show = (next: OpenApiReading | null) => {
    known = next;
    setReading(next);
  };
  const read = async () => {
    setBusy(true);
    setProblems([]);
    try {
      show(await api().presets.fromOpenApi(text.trim() === '' ? { url: url.trim() } : { text }));
    } catch (error) {
      const explained = explain(error);
      setProblems(explained.problems);
      notify({ title: explained.message, text: explained.advice, tone: 'error' });
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void read();
  };

  if (chosen !== null) {
    return (
      <AddScreen title={chosen.name} onBack={{ label: 'Other operations', run: () => setChosen(null) }}>
        <PresetForm key={chosen.id} preset={chosen} />
      </AddScreen>
    );
  }
  if (reading !== null) {
    return (
      <AddScreen title={`${reading.title} ${reading.version}`} onBack={{ label: 'Another document', run: () => show(null) }}>
        <OperationList reading={reading} onChoose={setChosen} />
      </AddScreen>
    );
  }
  return (
    <AddScreen title="OpenAPI document">
      <form className={classes['single']} onSubmit={submit}>
        <p className={classes['words']}>
          OpenAPI 3.0 and 3.1 and Swagger 2.0, as JSON or YAML. The document is read once; no operation is called.
        </p>
        <TextInput
          className={classes['wide'] ?? ''}
          label="Its address"
          placeholder="https://api.example.com/openapi.json"
          inputMode="url"
          autoFocus
          data-autofocus
          value={url}
          error={url.trim() !== '' && !isUrl(url) ? 'Write it in full, for example https://api.example.com/openapi.json' : undefined}
          onChange={(event) => setUrl(event.currentTarget.value)}
          data-testid="openapi-url"
        />
        <Textarea
          className={`${classes['wide'] ?? ''} ${classes['mono'] ?? ''}`}
          label="Or its text"
          autosize
          minRows={6}
          maxRows={14}
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          data-testid="openapi-text"
        />
        <ProblemList problems={problems.map(({ message }) => ({ path: '', message }))} />
        <Button type="submit" loading={busy} disabled={text.trim() === '' && !isUrl(url)} data-testid="openapi-read">
          Read the document
        </Button>
      </form>
    </AddScreen>
  );
}
