// Where cp, mv, ln and install put things: into the last operand if it is a directory, under its name if it is
// not, into -t's directory. What is missing or too much is said in GNU's words.

import { failed, strerror, type Errno } from "../../base/errno.ts";
import type { Task } from "../../kernel/sys.ts";
import type { Io } from "../libc/command.ts";
import { isDirectory } from "../libc/file-mode.ts";
import { joinPath, lastComponent } from "../libc/paths.ts";
import { quoted } from "../libc/quote.ts";

export interface Targets {
  readonly sources: readonly string[];
  /** undefined: `destination` is the one source's new name */
  readonly directory: string | undefined;
  readonly destination: string;
}

/** What the path of a source becomes. */
export const targetOf = ({ directory, destination }: Targets, source: string): string =>
  directory === undefined ? destination : joinPath(directory, lastComponent(source));

function whyNoDirectory(io: Io, path: string, follow: boolean): Errno | undefined {
  const node = follow ? io.sys.stat(path) : io.sys.lstat(path);
  if (failed(node)) return node;
  return isDirectory(node) ? undefined : "ENOTDIR";
}

/**
 * `followLast`: a symbolic link to a directory as the last operand counts as that directory.
 * `missing` is what is said of no operand at all. undefined after a complaint.
 */
export function* targetsOf(
  io: Io,
  followLast = true,
  missing = "missing file operand",
): Task<Targets | undefined> {
  const { operands } = io;
  const into = io.value("t");
  if (into !== undefined) return yield* intoDirectory(io, into, missing);
  const last = operands.at(-1);
  if (last === undefined || operands.length === 1) {
    const after = last === undefined ? missing : `missing destination file operand after ${quoted(io, last)}`;
    yield* io.misuse(after);
    return undefined;
  }
  const sources = operands.slice(0, -1);
  if (io.has("T")) {
    if (sources.length > 1) {
      yield* io.misuse(`extra operand ${quoted(io, operands[2] as string)}`);
      return undefined;
    }
    return { sources, directory: undefined, destination: last };
  }
  const why = whyNoDirectory(io, last, followLast);
  if (why === undefined) return { sources, directory: last, destination: last };
  if (sources.length === 1) return { sources, directory: undefined, destination: last };
  if (io.family === "busybox") return { sources, directory: last, destination: last };
  yield* io.complain(`target ${quoted(io, last)}: ${strerror(why)}`);
  return undefined;
}

function* intoDirectory(io: Io, directory: string, missing: string): Task<Targets | undefined> {
  const sources = io.operands;
  if (sources.length === 0) {
    yield* io.misuse(missing);
    return undefined;
  }
  const why = whyNoDirectory(io, directory, true);
  if (why !== undefined && io.family === "gnu") {
    yield* io.complain(`target directory ${quoted(io, directory)}: ${strerror(why)}`);
    return undefined;
  }
  return { sources, directory, destination: directory };
}
