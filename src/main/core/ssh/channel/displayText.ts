import { assertNever } from '#shared/assertNever.ts';

/** Removes, chunk by chunk, what a terminal would obey instead of show. */
export type DisplayFilter = {
  readonly push: (text: string) => string;
  /** Ends the stream; a sequence that was never completed is dropped. */
  readonly end: () => string;
};

/**
 *   text -ESC-> escape -[-> control (CSI) -final-> text
 *                  |----]PX^_--> string (OSC, DCS, SOS, PM, APC) -BEL, ST-> text
 *                  '----other--> text (intermediates stay in escape)
 * `stringEscape` is an ESC inside a string: `\` ends it, anything else begins a new sequence.
 */
type State = 'text' | 'escape' | 'control' | 'string' | 'stringEscape';

/** Endless strings would hide all that follows: after this many characters one is taken as unfinished. */
const longestString = 4096;
const invisible = /[\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u2064\u2066-\u206F\uFEFF\uFFF9-\uFFFB]/;

/**
 * A filter for output of hosts: no ESC sequences, no C0 but newline and tab, no C1, nothing that reorders or hides
 * text (bidi controls, zero width). A carriage return becomes a newline, so that progress bars stay readable.
 */
export function createDisplayFilter(): DisplayFilter {
  let state: State = 'text';
  let length = 0;
  let wasReturn = false;
  const shown = (character: string): string => {
    const follows = wasReturn;
    wasReturn = character === '\r';
    if (character === '\n') return follows ? '' : '\n';
    if (character === '\r') return '\n';
    if (character === '\t') return '\t';
    return isControl(character) || invisible.test(character) ? '' : character;
  };
  return {
    push: (text) => {
      let out = '';
      for (const character of text) {
        if (state === 'text' && !isIntroducer(character)) {
          out += shown(character);
          continue;
        }
        length = state === 'text' ? 0 : length + 1;
        const next = nextState(state, character, length);
        // A sequence that a newline or nonsense breaks off must not swallow it.
        if (next === 'broken') {
          state = 'text';
          out += shown(character);
        } else state = next;
      }
      return out;
    },
    end: () => '',
  };
}

/** The same for a text that is there as a whole. */
export function displayText(text: string): string {
  return createDisplayFilter().push(text);
}

function nextState(state: State, character: string, length: number): State | 'broken' {
  const introduced = introducedState(character);
  if (introduced !== null) return state === 'string' && character === '\x1B' ? 'stringEscape' : introduced;
  switch (state) {
    case 'text':
      return 'broken';
    case 'escape':
      if (character === '[') return 'control';
      if (/[\]PX^_]/.test(character)) return 'string';
      if (/[ -/]/.test(character)) return 'escape';
      return /[0-~]/.test(character) ? 'text' : 'broken';
    case 'control':
      if (/[@-~]/.test(character)) return 'text';
      return /[ -?]/.test(character) ? 'control' : 'broken';
    case 'stringEscape':
      return character === '\\' ? 'text' : nextState('escape', character, length);
    case 'string':
      if (character === '\x07' || character === '\x9C') return 'text';
      return character === '\n' || length > longestString ? 'broken' : 'string';
    default:
      return assertNever(state);
  }
}

/** ESC and the C1 characters that stand for ESC and a letter. */
function introducedState(character: string): State | null {
  switch (character) {
    case '\x1B':
      return 'escape';
    case '\x9B':
      return 'control';
    case '\x90':
    case '\x98':
    case '\x9D':
    case '\x9E':
    case '\x9F':
      return 'string';
    default:
      return null;
  }
}

const isIntroducer = (character: string): boolean => introducedState(character) !== null;

function isControl(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x20 || (code >= 0x7f && code < 0xa0) || (code >= 0xd800 && code <= 0xdfff);
}
