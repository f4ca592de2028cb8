import type { ClipboardEvent } from 'react';
import { notify } from '../../ui/notify.tsx';
import { applyPaste, emptyFormat, parsePaste } from '../draft.ts';
import type { Draft, Pasted } from '../draft.ts';
import { TextField } from './TextField.tsx';

/** Text that grows by more than this at once was not typed. */
const PASTED_CHARACTERS = 8;

interface UrlFieldProps {
  draft: Draft;
  onChange: (draft: Draft) => void;
  disabled: boolean;
  keepId: boolean;
  testId: string;
}

/** The URL. A whole source in JSON or a curl command may be pasted here as well. */
export function UrlField({ draft, onChange, disabled, keepId, testId }: UrlFieldProps) {
  const take = (pasted: Pasted) => {
    onChange(applyPaste(draft, pasted, keepId));
    notify({ text: pasted.words });
  };
  const paste = (event: ClipboardEvent<HTMLInputElement>) => {
    const pasted = parsePaste(event.clipboardData.getData('text'));
    if (pasted === null) return;
    event.preventDefault();
    take(pasted);
  };
  const change = (url: string) => {
    const pasted = url.length - draft.url.length > PASTED_CHARACTERS ? parsePaste(url) : null;
    // What was recognised at another address says nothing of this one.
    const format = draft.chosen.format ? draft.format : emptyFormat();
    if (pasted === null) onChange({ ...draft, url, format });
    else take(pasted);
  };
  const finish = () => {
    const url = draft.url.trim();
    if (/^[\w-]+(\.[\w-]+)+(:\d+)?([/?#]|$)/.test(url)) onChange({ ...draft, url: `https://${url}` });
  };
  return (
    <TextField
      path="url"
      label="URL"
      description="Of an API, a feed or a table; also file:///…, postgresql://… or command:…. A curl command or a source from a config file can be pasted too."
      placeholder="https://api.example.com/items"
      inputMode="url"
      mono
      value={draft.url}
      disabled={disabled}
      onChange={change}
      onPaste={paste}
      onBlur={finish}
      testId={testId}
    />
  );
}
