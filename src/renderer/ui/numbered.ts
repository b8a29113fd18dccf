/** Items with their places, for lists whose order never changes and whose items may be equal. */
export function numbered<T>(items: readonly T[]): readonly { readonly index: number; readonly item: T }[] {
  return items.map((item, index) => ({ index, item }));
}
