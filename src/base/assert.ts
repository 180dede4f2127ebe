// Broken invariants. An assertion is always on; what it throws is caught nowhere below the composition
// root, which adds the seed and the journal so that the failure can be replayed.
// What a user does wrong is never an assertion: see result.ts and errno.ts.

/** Thrown when the program itself is wrong. `replay` is filled in by the world: seed and journal. */
export class InvariantError extends Error {
  override name = "InvariantError";
  replay: string | undefined;
}

export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new InvariantError(message);
}

/** The value, which the surrounding code knows to be there. */
export function must<T>(value: T | undefined | null, message: string): T {
  if (value === undefined || value === null) throw new InvariantError(message);
  return value;
}
