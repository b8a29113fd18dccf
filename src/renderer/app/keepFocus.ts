const regions = 'section, article, fieldset, main, [role="dialog"]';
const remembered = 20;

/**
 * Keeps the place of those who work by keyboard, for as long as the page lives. A browser drops the focus when the
 * element that has it is removed or disabled, and Tab would begin again at the top: a button that waits for an answer
 * gets it back once it can be pressed again; what is gone leaves it to the region around it, and a dialog to whatever
 * had it before. Whoever leaves an element on purpose is left alone, and so is whoever works by pointer: to them a
 * button that was clicked is done with, and Enter means the screen's next step.
 */
export function keepFocus(): void {
  let visited: readonly Visit[] = [];
  let isWaiting = false;
  let isByKeyboard = false;

  const restore = (): void => {
    const last = visited.at(-1);
    if (!isByKeyboard || document.activeElement !== document.body || last === undefined) return;
    const { element } = last;
    isWaiting = element.isConnected && isDisabled(element);
    if (isWaiting) return;
    const place = element.isConnected ? element : placeFor(last, visited);
    if (place !== null) focusOn(place);
  };

  document.addEventListener('keydown', () => (isByKeyboard = true), true);
  document.addEventListener('pointerdown', () => (isByKeyboard = false), true);
  document.addEventListener('focusin', ({ target }) => {
    isWaiting = false;
    if (!(target instanceof HTMLElement)) return;
    visited = [...visited.filter(({ element }) => element !== target), visitOf(target)].slice(-remembered);
  });
  document.addEventListener('focusout', ({ target }) => {
    // An element that is being removed is still connected while it says so; a frame later it is clear why it lost it.
    requestAnimationFrame(() => {
      const last = visited.at(-1)?.element;
      if (last !== target || last === undefined || document.activeElement !== document.body) return;
      if (last.isConnected && !isDisabled(last)) visited = visited.slice(0, -1);
      else restore();
    });
  });
  const watch = new MutationObserver(() => {
    if (isWaiting) restore();
  });
  watch.observe(document.body, { subtree: true, childList: true, attributeFilter: ['disabled'] });
}

/** Where the focus was, with what was around it at that time. */
type Visit = { readonly element: HTMLElement; readonly regions: readonly HTMLElement[] };

function visitOf(element: HTMLElement): Visit {
  const around: HTMLElement[] = [];
  for (let parent = element.parentElement; parent !== null; parent = parent.parentElement)
    if (parent.matches(regions)) around.push(parent);
  return { element, regions: around };
}

/** The nearest region that is still there; for what was in none of the page's, the newest visited element that is. */
function placeFor({ regions: around }: Visit, visited: readonly Visit[]): HTMLElement | null {
  const region = around.find((one) => one.isConnected);
  const earlier = visited.findLast(({ element }) => element.isConnected && !isDisabled(element));
  return region ?? earlier?.element ?? document.querySelector<HTMLElement>('#main');
}

function focusOn(element: HTMLElement): void {
  if (element.matches(regions) && !element.hasAttribute('tabindex')) element.tabIndex = -1;
  element.focus({ preventScroll: true });
}

function isDisabled(element: HTMLElement): boolean {
  return element.matches(':disabled');
}
