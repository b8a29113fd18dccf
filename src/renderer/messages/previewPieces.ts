import { findSlots } from '#shared/message/findSlots.ts';
import type { MessageField } from '#shared/message/message.ts';

/** A stretch of a message: plain, filled by a field, or still a placeholder. */
export type Piece =
  | { readonly kind: 'plain'; readonly text: string }
  | { readonly kind: 'filled'; readonly text: string; readonly origin: string }
  | { readonly kind: 'missing'; readonly text: string };

type Marked = { readonly start: number; readonly end: number; readonly piece: Piece };

/**
 * A text cut where its fields stand. Missing ones are found by their placeholders; filled ones by their values, which
 * may mark an equal word that a person wrote: a mark explains, it decides nothing.
 */
export function previewPieces(text: string, fields: readonly MessageField[]): readonly Piece[] {
  const marks = [...missingMarks(text, fields), ...filledMarks(text, fields)].sort(
    (one, other) => one.start - other.start || other.end - one.end,
  );
  const pieces: Piece[] = [];
  let at = 0;
  for (const mark of marks) {
    if (mark.start < at) continue;
    if (mark.start > at) pieces.push({ kind: 'plain', text: text.slice(at, mark.start) });
    pieces.push(mark.piece);
    at = mark.end;
  }
  if (at < text.length) pieces.push({ kind: 'plain', text: text.slice(at) });
  return pieces;
}

function missingMarks(text: string, fields: readonly MessageField[]): readonly Marked[] {
  const names = fields.filter((field) => field.source === 'missing').map((field) => plainName(field.placeholder));
  return findSlots(text, names).map(({ start, end, placeholder }) => ({
    start,
    end,
    piece: { kind: 'missing', text: placeholder },
  }));
}

/** `timestamp (Started)` stands as `timestamp` in the text. */
function plainName(placeholder: string): string {
  return placeholder.replace(/ \([^()]*\)$/u, '');
}

function filledMarks(text: string, fields: readonly MessageField[]): readonly Marked[] {
  return fields
    .filter((field) => field.source !== 'missing' && field.source !== 'struck' && field.value.trim().length > 1)
    .flatMap((field) =>
      [...text.matchAll(new RegExp(`(?<![\\w])${escaped(field.value)}(?![\\w])`, 'gu'))].map((match) => ({
        start: match.index,
        end: match.index + match[0].length,
        piece: { kind: 'filled' as const, text: match[0], origin: field.origin },
      })),
    );
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);
}
