// Steps that change the world outside the state, and how to take each back. If one fails, those before it are
// undone in reverse order, so that a failed start leaves nothing behind.

import type { Result } from "../base/result.ts";

export class Effects {
  private readonly undos: (() => void)[] = [];

  /** Does something and remembers how to undo it. */
  done<T>(value: T, undo: (value: T) => void): T {
    this.undos.push(() => undo(value));
    return value;
  }

  undo(): void {
    for (const undo of this.undos.splice(0).reverse()) undo();
  }
}

/** Runs steps that may fail; what was done is undone if they do. */
export function withEffects<T>(steps: (effects: Effects) => Result<T>): Result<T> {
  const effects = new Effects();
  const result = steps(effects);
  if (!result.ok) effects.undo();
  return result;
}
