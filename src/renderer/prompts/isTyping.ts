import { secondMs } from '#shared/time/instant.ts';

const pauseMs = 5 * secondMs;
let typedAtMs = Number.NEGATIVE_INFINITY;

/** Notes when somebody types into a field, for as long as the page lives. Enter ends the typing where it submits. */
export function watchTyping(): void {
  window.addEventListener('keydown', ({ key, target }) => {
    if (!isField(target)) return;
    if (key.length === 1 || key === 'Backspace') typedAtMs = performance.now();
    if (key === 'Enter' && target instanceof HTMLInputElement) typedAtMs = Number.NEGATIVE_INFINITY;
  });
}

/** Whether somebody is in the middle of typing, so that whatever took the focus now would get the rest of the words. */
export function isTyping(): boolean {
  return isField(document.activeElement) && performance.now() - typedAtMs < pauseMs;
}

function isField(target: EventTarget | null): target is HTMLElement {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea'));
}
