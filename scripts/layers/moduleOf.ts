import { isBuiltin } from 'node:module';
import path from 'node:path';

/** What an import names: a file of ours (from the root, with `/`), a module of Node, or a package. */
export type Module =
  | { readonly kind: 'own'; readonly file: string }
  | { readonly kind: 'node'; readonly name: string }
  | { readonly kind: 'package'; readonly name: string };

const aliases: readonly (readonly [string, string])[] = [
  ['#shared/', 'src/shared/'],
  ['#core/', 'src/main/core/'],
  ['#tests/', 'tests/'],
];

/** Understands what `target` names in a file of ours. */
export function moduleOf(importer: string, target: string): Module {
  const alias = aliases.find(([prefix]) => target.startsWith(prefix));
  if (alias !== undefined) return { kind: 'own', file: alias[1] + target.slice(alias[0].length) };
  if (target.startsWith('.')) {
    return { kind: 'own', file: path.posix.normalize(path.posix.join(path.posix.dirname(importer), target)) };
  }
  if (isBuiltin(target)) return { kind: 'node', name: target };
  const [scopeOrName = '', name = ''] = target.split('/');
  return { kind: 'package', name: scopeOrName.startsWith('@') ? `${scopeOrName}/${name}` : scopeOrName };
}
