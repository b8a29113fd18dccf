import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const surfaces = EditorView.theme({
  '&': { color: 'var(--text)', backgroundColor: 'var(--surface)', fontSize: '12px' },
  '&.cm-focused': { outline: '2px solid var(--accent-text)', outlineOffset: '-2px' },
  '.cm-scroller': { maxHeight: '70vh', minHeight: '320px', fontFamily: 'var(--mono)', lineHeight: '18px' },
  '.cm-content': { caretColor: 'var(--text)', padding: '12px 0' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '.cm-gutters': { color: 'var(--text-quiet)', backgroundColor: 'var(--surface-sunken)', borderColor: 'var(--line)' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    background: 'var(--accent-soft)',
  },
  '.cm-unread': { boxShadow: 'inset 3px 0 0 var(--unknown)' },
  '.cm-tooltip': { color: 'var(--text)', backgroundColor: 'var(--surface)', border: '1px solid var(--line-strong)' },
  '.cm-diagnostic': { borderLeft: '3px solid var(--critical)', overflowWrap: 'anywhere' },
  '.cm-diagnostic-warning': { borderLeftColor: 'var(--warning)' },
  '.cm-panels': { color: 'var(--text)', backgroundColor: 'var(--surface-raised)' },
  '.cm-panel.cm-panel-lint ul [aria-selected]': { color: 'var(--text)', backgroundColor: 'var(--accent-soft)' },
});

const words = HighlightStyle.define([
  { tag: tags.heading, fontWeight: '700' },
  { tag: tags.strong, fontWeight: '700' },
  { tag: [tags.monospace, tags.link, tags.url], color: 'var(--accent-text)' },
  { tag: [tags.processingInstruction, tags.meta, tags.comment, tags.quote], color: 'var(--text-quiet)' },
]);

/** The editor in the colours of tokens.css, so that it follows both schemes by itself. */
export const editorTheme: Extension = [surfaces, syntaxHighlighting(words)];
