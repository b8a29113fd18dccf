/** Makes the compiler list the cases of a union that a switch forgot; throws if one arrives at run time all the same. */
export function assertNever(value: never): never {
  throw new Error(`Unhandled case: ${JSON.stringify(value)}`);
}
