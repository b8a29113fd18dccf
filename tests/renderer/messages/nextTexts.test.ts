import { describe, expect, it } from 'vitest';
import { nextTexts } from '../../../src/renderer/messages/useDraftTexts.ts';

const texts = (body: string) => ({ to: ['me@example.org'], subject: 'Down', body });

describe('the texts of the composer, when the draft changes under them', () => {
  const before = texts('Workaround:\n{Known workaround}\n');

  it('take the value of a field that was filled while a line was typed', () => {
    const typed = texts('Workaround:\n{Known workaround}\nBy hand.\n');
    const filled = texts('Workaround:\nUse the spare one.\n');
    expect(nextTexts(typed, before, filled).body).toBe('Workaround:\nUse the spare one.\nBy hand.\n');
  });

  it('show both when the draft comes back with the line already in it', () => {
    const typed = texts('Workaround:\n{Known workaround}\nBy hand.\n');
    const both = texts('Workaround:\nUse the spare one.\nBy hand.\n');
    expect(nextTexts(typed, before, both)).toEqual(both);
  });

  it('keep what was typed on after the text was saved', () => {
    const saved = texts('Workaround:\n{Known workaround}\nBy');
    const typed = texts('Workaround:\n{Known workaround}\nBy hand.');
    expect(nextTexts(typed, before, saved)).toEqual(typed);
  });
});
