import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { go } from '../../shell/route.ts';
import { AddScreen } from '../AddScreen.tsx';
import classes from '../add-source.module.css';
import { readCurl } from '../draft/curl.ts';
import type { Draft } from '../draft.ts';
import { setDraft } from '../draft-store.ts';
import { DraftFacts } from './DraftFacts.tsx';

function goOn(draft: Draft): void {
  setDraft(draft);
  go({ screen: 'add-source', way: 'json' });
}

/** Reads a pasted curl command as it is typed; what it says goes on into the form. */
export function CurlScreen() {
  const [text, setText] = useState('');
  const reading = readCurl(text);
  return (
    <AddScreen title="Paste a curl command">
      <div className={classes['single']}>
        <p className={classes['words']}>
          Documentation shows calls this way, and browsers copy one from their network tools (Copy as cURL, for bash or cmd). It is read and
          not run.
        </p>
        <Textarea
          className={`${classes['wide'] ?? ''} ${classes['mono'] ?? ''}`}
          label="Command"
          placeholder="curl 'https://api.example.com/items' -H 'Authorization: Bearer …'"
          autosize
          minRows={6}
          maxRows={18}
          spellCheck={false}
          autoFocus
          data-autofocus
          value={text}
          error={text.trim() !== '' && reading === null ? 'This is no curl command: it begins with curl and holds a URL.' : undefined}
          onChange={(event) => setText(event.currentTarget.value)}
          data-testid="curl-text"
        />
        {reading !== null && (
          <>
            <DraftFacts draft={reading.draft} />
            {reading.notes.length > 0 && (
              <ul className={classes['notes']} data-testid="curl-notes">
                {reading.notes.map((each) => (
                  <li key={each}>{each}</li>
                ))}
              </ul>
            )}
          </>
        )}
        <Button disabled={reading === null} onClick={() => reading !== null && goOn(reading.draft)} data-testid="curl-go-on">
          Go on in the form
        </Button>
      </div>
    </AddScreen>
  );
}
