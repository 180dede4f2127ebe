// What is mounted, as /proc/self/mounts tells it (fstab(5)), for df and for whoever asks what a path is on.
// Without /proc there is nothing to tell.

import { failed } from "../../base/errno.ts";
import type { Sys, Task } from "../../kernel/sys.ts";
import { readText } from "../libc/input.ts";

export interface Mounted {
  readonly source: string;
  readonly directory: string;
  readonly type: string;
  readonly options: string;
}

/** Blanks in fields are written in octal. */
const unescape = (field: string): string =>
  field.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 8)));

export function* mountedFileSystems(sys: Sys): Task<readonly Mounted[] | undefined> {
  const file = yield* readText(sys, "/proc/self/mounts");
  if (failed(file)) return undefined;
  return file.text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [source = "", directory = "", type = "", options = ""] = line.split(" ");
      return { source: unescape(source), directory: unescape(directory), type, options };
    });
}
