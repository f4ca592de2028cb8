import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { sql, SQLite } from '@codemirror/lang-sql';
import type { SQLNamespace } from '@codemirror/lang-sql';
import { bracketMatching, HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { setDiagnostics } from '@codemirror/lint';
import { Compartment, EditorState } from '@codemirror/state';
import type { Extension } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers, placeholder } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import type { SqlSchema } from '../../src-preload/contract/index.ts';

const look = EditorView.theme({
  '&': { backgroundColor: 'var(--fr-surface)', color: 'var(--fr-text)', fontSize: '13px', height: '100%' },
  '&.cm-focused': { outline: '2px solid var(--fr-accent)', outlineOffset: '-1px' },
  '.cm-scroller': { fontFamily: 'var(--mantine-font-family-monospace)', lineHeight: '1.55' },
  '.cm-content': { caretColor: 'var(--fr-text)' },
  '.cm-cursor': { borderLeftColor: 'var(--fr-text)' },
  '.cm-gutters': { backgroundColor: 'var(--fr-bg)', color: 'var(--fr-muted)', border: 'none' },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--fr-accent-soft) 45%, transparent)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--fr-accent-soft)',
  },
  '.cm-placeholder': { color: 'var(--fr-muted)' },
  '.cm-tooltip': { backgroundColor: 'var(--fr-surface)', border: '1px solid var(--fr-line)', color: 'var(--fr-text)' },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': { backgroundColor: 'var(--fr-accent-soft)', color: 'var(--fr-text)' },
  '.cm-completionDetail': { color: 'var(--fr-muted)', fontStyle: 'normal', marginLeft: '12px' },
});

const colors = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--fr-accent)', fontWeight: '600' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--fr-green)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--fr-amber)' },
  { tag: [tags.comment, tags.lineComment, tags.blockComment], color: 'var(--fr-muted)' },
  { tag: [tags.typeName, tags.standard(tags.name)], color: 'var(--fr-violet)' },
]);

/** Tables with their columns as the completion wants them; what must be quoted is put in quoted. */
function namespaceOf(schema: SqlSchema): SQLNamespace {
  return Object.fromEntries(
    schema.tables.map((table): [string, SQLNamespace] => [
      table.name,
      {
        self: { label: table.name, apply: table.sql, detail: table.about, type: 'class' },
        children: table.columns.map((column): Completion => ({
          label: column.name,
          apply: column.sql,
          detail: column.type,
          info: column.about,
          type: 'property',
        })),
      },
    ]),
  );
}

/** What stands beside tables, columns and keywords: functions, and parameters after a colon. */
function namesOf(schema: SqlSchema | null, parameters: readonly string[]): (context: CompletionContext) => CompletionResult | null {
  const functions: Completion[] = (schema?.functions ?? []).map(({ name, usage, about }) => ({
    label: name,
    detail: usage,
    info: about,
    type: 'function',
  }));
  const names: Completion[] = parameters.map((name) => ({ label: `:${name}`, type: 'variable', detail: 'parameter' }));
  return (context) => {
    const parameter = context.matchBefore(/:\w*/);
    if (parameter !== null) return { from: parameter.from, options: names };
    const word = context.matchBefore(/\w+/);
    return word === null && !context.explicit ? null : { from: word?.from ?? context.pos, options: functions };
  };
}

function languageFor(schema: SqlSchema | null, parameters: readonly string[]): Extension {
  const language = sql({ dialect: SQLite, upperCaseKeywords: false, ...(schema === null ? {} : { schema: namespaceOf(schema) }) });
  return [language, language.language.data.of({ autocomplete: namesOf(schema, parameters) })];
}

export interface SqlEditor {
  view: EditorView;
  /** Completes with these tables and parameters from now on. */
  know: (schema: SqlSchema | null, parameters: readonly string[]) => void;
  /** Marks the place of a mistake, counted from 1; null takes the mark away. */
  mark: (mistake: { line: number; column: number; message: string } | null) => void;
  /** Puts another text in its place, unless it is that already. */
  write: (text: string) => void;
  insert: (text: string) => void;
}

interface SqlEditorOptions {
  parent: HTMLElement;
  text: string;
  label: string;
  onChange: (text: string) => void;
  onRun: () => void;
}

/** An editor for one SELECT. Tab leaves it, as it leaves every other field. */
export function makeSqlEditor({ parent, text, label, onChange, onRun }: SqlEditorOptions): SqlEditor {
  const language = new Compartment();
  const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        // Its style elements are allowed by the nonce of the page.
        EditorView.cspNonce.of(nonce),
        lineNumbers(),
        history(),
        drawSelection(),
        bracketMatching(),
        closeBrackets(),
        highlightActiveLine(),
        autocompletion(),
        placeholder('select … from …'),
        keymap.of([
          {
            key: 'Mod-Enter',
            run: () => {
              onRun();
              return true;
            },
          },
          ...closeBracketsKeymap,
          ...completionKeymap,
          ...historyKeymap,
          ...defaultKeymap,
        ]),
        language.of(languageFor(null, [])),
        syntaxHighlighting(colors),
        look,
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ 'aria-label': label, 'data-testid': 'sql' }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) onChange(update.state.doc.toString());
        }),
      ],
    }),
  });
  return {
    view,
    know: (schema, parameters) => view.dispatch({ effects: language.reconfigure(languageFor(schema, parameters)) }),
    mark: (mistake) => {
      if (mistake === null) {
        view.dispatch(setDiagnostics(view.state, []));
        return;
      }
      const line = view.state.doc.line(Math.max(1, Math.min(view.state.doc.lines, mistake.line)));
      const from = Math.min(line.to, line.from + Math.max(0, mistake.column - 1));
      const word = /^\w*/.exec(view.state.doc.sliceString(from, line.to))?.[0].length ?? 0;
      const to = Math.min(line.to, from + Math.max(1, word));
      view.dispatch(setDiagnostics(view.state, [{ from, to, severity: 'error', message: mistake.message }]));
    },
    write: (next) => {
      if (view.state.doc.toString() !== next) view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } });
    },
    insert: (words) => {
      view.dispatch(view.state.replaceSelection(words));
      view.focus();
    },
  };
}
