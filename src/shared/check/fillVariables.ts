/** A name begins with a letter, so that templates of other programs (`{{.Names}}`) are left alone. */
const placeholder = /\{\{\s*([A-Za-z_][\w.-]*)\s*\}\}/g;

export type Filled<Value> = { readonly value: Value; readonly missing: readonly string[] };

/** Puts values in the place of `{{name}}`. Names without a value are left as they stand and reported. */
export function fillVariables(
  text: string,
  variables: Readonly<Record<string, string>>,
  encode: (value: string) => string = (value) => value,
): Filled<string> {
  const missing = new Set<string>();
  const value = text.replaceAll(placeholder, (whole, name: string) => {
    const found = Object.hasOwn(variables, name) ? variables[name] : undefined;
    if (found === undefined) missing.add(name);
    return found === undefined ? whole : encode(found);
  });
  return { value, missing: [...missing] };
}
