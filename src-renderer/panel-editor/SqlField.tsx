import { useEffect, useRef } from 'react';
import type { PanelResult, SqlSchema } from '../../src-preload/contract/index.ts';
import classes from './PanelEditor.module.css';
import { makeSqlEditor } from './sql-editor.ts';
import type { SqlEditor } from './sql-editor.ts';

interface SqlFieldProps {
  text: string;
  schema: SqlSchema | null;
  parameters: readonly string[];
  failure: PanelResult['failure'];
  onChange: (text: string) => void;
  onRun: () => void;
  /** Gets the means to put a name where the cursor is. */
  onInsert: (insert: ((text: string) => void) | null) => void;
}

/** The SQL of a panel, with completion and with mistakes marked where they are. */
export default function SqlField({ text, schema, parameters, failure, onChange, onRun, onInsert }: SqlFieldProps) {
  const box = useRef<HTMLDivElement>(null);
  const editor = useRef<SqlEditor | null>(null);
  const latest = useRef({ onChange, onRun, text });
  useEffect(() => {
    latest.current = { onChange, onRun, text };
  });
  useEffect(() => {
    if (box.current === null) return;
    const made = makeSqlEditor({
      parent: box.current,
      text: latest.current.text,
      label: 'SQL of this panel',
      onChange: (next) => latest.current.onChange(next),
      onRun: () => latest.current.onRun(),
    });
    editor.current = made;
    onInsert(made.insert);
    return () => {
      editor.current = null;
      onInsert(null);
      made.view.destroy();
    };
  }, [onInsert]);
  useEffect(() => editor.current?.write(text), [text]);
  const names = parameters.join(' ');
  useEffect(() => editor.current?.know(schema, names.split(' ')), [schema, names]);
  const place = failure?.place;
  const message = failure?.message ?? '';
  const line = place?.line ?? 0;
  const column = place?.column ?? 0;
  useEffect(() => editor.current?.mark(line === 0 ? null : { line, column, message }), [line, column, message]);
  return <div ref={box} className={classes['sql']} />;
}
