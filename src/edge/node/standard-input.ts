// Standard input read when somebody in the world waits for it, and not before: so that what a script does in the
// world's time does not depend on when bytes arrive. Blocks the process meanwhile, which has nothing else to do.

import { readSync } from "node:fs";

const CHUNK = 65_536;
/** Milliseconds between looks at a pipe that was set to answer at once. */
const PAUSE = 10;

/** Undefined at the end. */
export function readStandardInput(): Uint8Array | undefined {
  const buffer = new Uint8Array(CHUNK);
  for (;;) {
    try {
      const length = readSync(0, buffer);
      return length === 0 ? undefined : buffer.slice(0, length);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== "EAGAIN") return undefined;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
    }
  }
}
