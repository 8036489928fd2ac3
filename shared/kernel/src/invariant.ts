/** A broken assumption of ours: a bug, never the caller's fault. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/** @throws InvariantError when `condition` does not hold. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new InvariantError(message);
}

/** Closes a switch over a union: does not compile when a case is missing. */
export const unreachable = (value: never): never => {
  throw new InvariantError(`Unexpected value: ${JSON.stringify(value)}`);
};
