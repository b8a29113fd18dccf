type Lines = readonly string[];

/**
 * Cuts versions of one text into sections that belong together, each beginning with an anchor: a line that every version
 * has exactly once, in the same order. Section by section a comparison takes time with the length of a text, not with
 * its square. Put together again, the sections of a version are that version.
 */
export function cutAtAnchors(versions: readonly Lines[]): readonly (readonly Lines[])[] {
  const cuts = anchorsOf(versions);
  return [...cuts, versions.map(({ length }) => length)].map((ends, index) => {
    const starts = index === 0 ? versions.map(() => 0) : (cuts[index - 1] ?? []);
    return versions.map((lines, version) => lines.slice(starts[version], ends[version]));
  });
}

/** Where the anchors stand in each version, in their order. */
function anchorsOf(versions: readonly Lines[]): readonly (readonly number[])[] {
  const [first, ...others] = versions.map(placesOfUniqueLines);
  if (first === undefined) return [];
  const shared = [...first].flatMap(([line, place]) => {
    const places = [place, ...others.flatMap((of) => of.get(line) ?? [])];
    return places.length === versions.length ? [places] : [];
  });
  return versions.reduce<readonly (readonly number[])[]>((kept, _, version) => longestRise(kept, version), shared);
}

function placesOfUniqueLines(lines: Lines): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  const repeated = new Set<string>();
  for (const [place, line] of lines.entries()) {
    if (places.has(line)) repeated.add(line);
    places.set(line, place);
  }
  for (const line of repeated) places.delete(line);
  return places;
}

/** The longest run of anchors, in their order, whose places in one version only rise. */
function longestRise(anchors: readonly (readonly number[])[], version: number): readonly (readonly number[])[] {
  const placeOf = (anchor: readonly number[]) => anchor[version] ?? 0;
  type Link = { readonly anchor: readonly number[]; readonly before: Link | undefined };
  /** Of all rises of a length, the one that ends lowest: a patience of piles. */
  const ends: Link[] = [];
  for (const anchor of anchors) {
    const length = firstNotBelow(ends, placeOf(anchor), ({ anchor: end }) => placeOf(end));
    ends[length] = { anchor, before: ends[length - 1] };
  }
  const rise: (readonly number[])[] = [];
  for (let link = ends.at(-1); link !== undefined; link = link.before) rise.push(link.anchor);
  return rise.toReversed();
}

function firstNotBelow<T>(sorted: readonly T[], value: number, of: (item: T) => number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = sorted[middle];
    if (item !== undefined && of(item) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
