import { Button, FileButton, Textarea } from '@mantine/core';
import { useState } from 'react';
import { go } from '../../shell/route.ts';
import { notify } from '../../ui/notify.tsx';
import { AddScreen } from '../AddScreen.tsx';
import classes from '../add-source.module.css';
import { readSourceFile } from '../draft/source-file.ts';
import type { Draft } from '../draft.ts';
import { setDraft } from '../draft-store.ts';
import { ProblemList } from '../form/ProblemList.tsx';
import { PresetForm } from '../preset/PresetForm.tsx';
import { DraftFacts } from './DraftFacts.tsx';

const MOST_BYTES = 4 * 1024 * 1024;

function open(draft: Draft): void {
  setDraft(draft);
  go({ screen: 'add-source', way: 'json' });
}

/** Takes in a source or a preset that was exported or written by hand. */
export function FileScreen() {
  const [text, setText] = useState('');
  const [preset, setPreset] = useState(false);
  const file = readSourceFile(text);

  const choose = async (chosen: File | null) => {
    if (chosen === null) return;
    if (chosen.size > MOST_BYTES)
      notify({
        title: 'The file is too large',
        text: 'A source takes a few kibibytes. Is it an export of the workspace? Settings imports those.',
        tone: 'error',
      });
    else setText(await chosen.text());
  };

  if (preset && file.kind === 'preset') {
    return (
      <AddScreen title={file.preset.name}>
        <PresetForm preset={file.preset} />
      </AddScreen>
    );
  }
  return (
    <AddScreen title="Import a source file">
      <div className={classes['single']}>
        <p className={classes['words']}>
          A source, a list of sources or a preset as JSON. Secrets are never in such a file; they are entered here.
        </p>
        <FileButton onChange={(chosen) => void choose(chosen)} accept="application/json,.json">
          {(props) => (
            <Button variant="default" {...props}>
              Choose a file
            </Button>
          )}
        </FileButton>
        <Textarea
          className={`${classes['wide'] ?? ''} ${classes['mono'] ?? ''}`}
          label="Or paste its text"
          autosize
          minRows={8}
          maxRows={18}
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          data-testid="file-text"
        />
        {file.kind === 'unusable' && <ProblemList problems={file.problems} />}
        {file.kind === 'preset' && (
          <Button onClick={() => setPreset(true)} data-testid="file-go-on">
            Use the preset {file.preset.name}
          </Button>
        )}
        {file.kind === 'sources' &&
          file.drafts.map((draft, index) => (
            <section key={index} className={classes['wide']} aria-label={draft.name}>
              <h2 className={classes['subtitle']}>{draft.name}</h2>
              <DraftFacts draft={draft} />
              <Button mt={8} onClick={() => open(draft)} data-testid="file-go-on">
                Go on in the form
              </Button>
            </section>
          ))}
      </div>
    </AddScreen>
  );
}
