import { type Extension, RangeSetBuilder, StateField, type Text } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view';
import type { Runbook } from '#shared/runbook/runbook.ts';

const unread = Decoration.line({ class: 'cm-unread', attributes: { title: 'Not understood' } });

/** Marks each line that the reader made nothing of; the marks move with the text until it was read again. */
export function unreadLines(parts: Runbook['notUnderstood'], document: Text): Extension {
  return StateField.define<DecorationSet>({
    create: () => marksOf(parts, document),
    update: (marks, transaction) => marks.map(transaction.changes),
    provide: (field) => EditorView.decorations.from(field),
  });
}

function marksOf(parts: Runbook['notUnderstood'], document: Text): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  const lines = new Set(parts.map(({ line }) => line).filter((line) => line >= 1 && line <= document.lines));
  for (const line of [...lines].toSorted((one, other) => one - other)) {
    const { from } = document.line(line);
    builder.add(from, from, unread);
  }
  return builder.finish();
}
