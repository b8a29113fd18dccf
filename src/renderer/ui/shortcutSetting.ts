const key = 'sitrep-shortcuts';

/** Whether single keys act; people who speak or mistype can turn them off. Kept by the browser. */
export function areShortcutsOn(): boolean {
  return localStorage.getItem(key) !== 'off';
}

/** Turns single keys on or off for this browser. */
export function setShortcutsOn(isOn: boolean): void {
  localStorage.setItem(key, isOn ? 'on' : 'off');
}
