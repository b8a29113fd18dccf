import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { markdown } from '@codemirror/lang-markdown';
import { lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { Compartment, EditorState } from '@codemirror/state';
import { drawSelection, EditorView, keymap, lineNumbers } from '@codemirror/view';
import { getNonce } from 'get-nonce';
import { useEffect, useRef } from 'react';
import type { Runbook } from '#shared/runbook/runbook.ts';
import { diagnosticsOf } from './diagnosticsOf.ts';
import { editorTheme } from './editorTheme.ts';
import { unreadLines } from './unreadLines.ts';

type Props = {
  readonly text: string;
  readonly change: (text: string) => void;
  readonly save: () => void;
  /** What was understood of the text as it stands, or of a moment ago. */
  readonly runbook: Runbook;
  /** A line to show; a new object shows it again. */
  readonly goTo: { readonly line: number } | null;
};

/** The text of a runbook, with its problems as lint and the lines that were not understood marked. Tab leaves it. */
export function CodeEditor({ text, change, save, runbook, goTo }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const editor = useRef<EditorView | null>(null);
  const unread = useRef(new Compartment());
  const newest = useRef({ text, change, save });
  useEffect(() => {
    newest.current = { text, change, save };
  });
  useEffect(() => {
    if (box.current === null) return undefined;
    const view = new EditorView({
      parent: box.current,
      state: EditorState.create({
        doc: newest.current.text,
        extensions: [
          EditorView.cspNonce.of(getNonce() ?? ''),
          EditorView.contentAttributes.of({ 'aria-label': 'Text of the runbook', spellcheck: 'false', tabindex: '0' }),
          lineNumbers(),
          lintGutter(),
          history(),
          drawSelection(),
          EditorView.lineWrapping,
          markdown(),
          editorTheme,
          unread.current.of([]),
          keymap.of([
            { key: 'Mod-s', preventDefault: true, run: () => (newest.current.save(), true) },
            ...defaultKeymap,
            ...historyKeymap,
            ...lintKeymap,
          ]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) newest.current.change(update.state.doc.toString());
          }),
        ],
      }),
    });
    editor.current = view;
    return () => {
      editor.current = null;
      view.destroy();
    };
  }, []);
  useEffect(() => {
    const view = editor.current;
    if (view === null || view.state.doc.toString() === text) return;
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
  }, [text]);
  useEffect(() => {
    const view = editor.current;
    if (view === null) return;
    view.dispatch(setDiagnostics(view.state, diagnosticsOf(runbook, view.state.doc)));
    view.dispatch({ effects: unread.current.reconfigure(unreadLines(runbook.notUnderstood, view.state.doc)) });
  }, [runbook]);
  useEffect(() => {
    const view = editor.current;
    if (view === null || goTo === null) return;
    const { from } = view.state.doc.line(Math.min(Math.max(1, goTo.line), view.state.doc.lines));
    view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: 'center' }) });
    view.focus();
  }, [goTo]);
  return <div ref={box} data-testid="runbook-editor" />;
}
