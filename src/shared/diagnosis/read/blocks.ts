/** Lines of `Name=value`, as `systemctl show` prints them; units are apart by an empty line. */
export function readProperties(output: string): readonly ReadonlyMap<string, string>[] {
  return output
    .split(/\n\s*\n/)
    .map((block) => new Map(block.split('\n').flatMap(property)))
    .filter((block) => block.has('Id'));
}

function property(line: string): readonly (readonly [string, string])[] {
  const at = line.indexOf('=');
  return at > 0 ? [[line.slice(0, at), line.slice(at + 1).trim()]] : [];
}

/** The parts of an output between lines of `== name`, by name; what stands before the first has the name ''. */
export function readSections(output: string): ReadonlyMap<string, string> {
  const sections = new Map<string, string>();
  let name = '';
  for (const line of output.split('\n')) {
    if (line.startsWith('== ')) name = line.slice(3).trim();
    else sections.set(name, `${sections.get(name) ?? ''}${line}\n`);
    if (!sections.has(name)) sections.set(name, '');
  }
  return sections;
}

/** Lines that say something. */
export const linesOf = (text: string): readonly string[] => text.split('\n').filter((line) => line.trim() !== '');
