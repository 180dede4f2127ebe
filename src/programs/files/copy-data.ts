// Moves the bytes of one open file into another. Runs of zeros cost nothing, as the kernel shares them.
// Not here: who opens the files and what is said of an error, beyond whose fault it was.

import { failed, type Errno } from "../../base/errno.ts";
import type { Fd, Sys, Task } from "../../kernel/sys.ts";

const CHUNK = 131_072;

export interface CopyFailure {
  readonly side: "reading" | "writing";
  readonly errno: Errno;
}

export function* copyData(sys: Sys, from: Fd, to: Fd): Task<CopyFailure | undefined> {
  for (;;) {
    const bytes = yield* sys.read(from, CHUNK);
    if (failed(bytes)) return { side: "reading", errno: bytes };
    if (bytes.length === 0) return undefined;
    let done = 0;
    while (done < bytes.length) {
      const written = yield* sys.write(to, done === 0 ? bytes : bytes.subarray(done));
      if (failed(written)) return { side: "writing", errno: written };
      done += written;
    }
  }
}
