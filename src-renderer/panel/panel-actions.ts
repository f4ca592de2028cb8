import type { RefreshAnswer, Panel } from '../../src-preload/contract/index.ts';
import { api } from '../bridge/connection.ts';
import { announce } from '../ui/announce.ts';
import { showAnswer, showAnswers } from '../ui/answers.tsx';
import { countWords } from '../ui/format.ts';
import { attempt, notify } from '../ui/notify.tsx';
import { whilePending } from '../ui/pending.ts';
import type { PanelRows } from './data/cells.ts';
import { csvOf, jsonOf } from './data/export-rows.ts';

/** Refreshes several sources by one press, with one message about what was refused. */
export async function refreshSources(ids: readonly string[], mode: 'normal' | 'force'): Promise<void> {
  announce(`Refreshing ${countWords(ids.length, 'source')}`);
  const asked = ids.map((id) => attempt(() => whilePending(id, api().sources.refresh({ id, mode }))));
  const answers = (await Promise.all(asked)).filter((answer): answer is RefreshAnswer => answer !== undefined);
  const [only] = answers;
  if (answers.length === 1 && only !== undefined) showAnswer(only);
  else if (answers.some(({ answer }) => answer !== 'started')) showAnswers(answers, mode);
}

async function copy(what: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
    notify({ id: 'copied', text: `Copied as ${what}`, shownMs: 2_000 });
  } catch {
    notify({ title: 'Not copied', text: 'The browser does not let this page write to the clipboard.', tone: 'error' });
  }
}

const textOf = { CSV: csvOf, JSON: jsonOf };

export async function copyRows(rows: PanelRows, format: 'CSV' | 'JSON'): Promise<void> {
  await copy(format, () => navigator.clipboard.writeText(textOf[format](rows)));
}

/** Copies a chart as a picture. */
export async function copyImage(canvas: HTMLCanvasElement): Promise<void> {
  await copy('an image', async () => {
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve));
    if (blob === null) throw new Error('The chart gave no image.');
    await navigator.clipboard.write([new ClipboardItem({ [blob.type]: blob })]);
  });
}

/** Hands a file to the browser, which asks or knows where it goes. */
export function saveFile(name: string, type: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

const fileName = (panel: Panel) =>
  (panel.title === '' ? panel.id : panel.title)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '') || panel.id;

export function saveRows(panel: Panel, rows: PanelRows, format: 'CSV' | 'JSON'): void {
  const type = format === 'CSV' ? 'text/csv' : 'application/json';
  saveFile(`${fileName(panel)}.${format.toLowerCase()}`, type, textOf[format](rows));
}
