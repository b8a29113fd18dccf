import type { Scene } from '../read/scene.ts';
import { type Program, readPrograms } from '../read/programs.ts';

/** Why a program that the unit starts cannot run, by its first bytes; null where they look sound or were not seen. */
export function programText(scene: Scene, path: string): string | null {
  const { machine, programs } = readPrograms(scene.output('Programs that it starts'));
  const program = programs.find((one) => one.path === path);
  return program === undefined ? null : trouble(program, machine);
}

function trouble({ path, interpreter, hasInterpreter, machine, isEmpty }: Program, ofHost: string): string | null {
  if (isEmpty) return `The program ${path} is empty`;
  if (interpreter !== null) {
    const name = interpreter.split(' ')[0] ?? '';
    if (interpreter.includes('^M'))
      return `${path} cannot be started: its first line ends as on Windows (CRLF), so its interpreter "${name.replace('^M', '\\r')}" does not exist`;
    return hasInterpreter ? null : `${path} cannot be started: its interpreter ${name} is not installed`;
  }
  if (machine !== null && ofHost !== '' && machine !== ofHost && !(ofHost === 'x86_64' && machine === 'i686'))
    return `${path} cannot be started: it is built for the architecture ${machine}, and this host is ${ofHost}`;
  return machine === null
    ? `${path} cannot be started: it is neither a binary of Linux nor does it name an interpreter (exec format)`
    : null;
}
