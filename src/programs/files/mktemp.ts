// mktemp: a file or directory of its own under a name that nobody has guessed. The letters come from the
// world's own chance (sys.random). GNU takes any number of X from three on; busybox six at the end.

import { failed, strerror, type Errno } from "../../base/errno.ts";
import { O_CREAT, O_EXCL, O_RDWR, type Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { joinPath } from "../libc/paths.ts";
import { quoted } from "../libc/quote.ts";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const ATTEMPTS = 100;

const letters = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => LETTERS[byte % LETTERS.length]).join("");

interface Template {
  readonly before: string;
  readonly count: number;
  readonly after: string;
}

const textOf = ({ before, count, after }: Template): string => before + "X".repeat(count) + after;

/** Where the X are: the last run of them, and what follows is the suffix. */
function split(text: string, suffix: string | undefined): Template {
  const end = suffix === undefined ? text.lastIndexOf("X") + 1 : text.length;
  let start = end;
  while (start > 0 && text[start - 1] === "X") start--;
  return { before: text.slice(0, start), count: end - start, after: text.slice(end) + (suffix ?? "") };
}

/** Makes it under the first name that is free. */
function* make(io: Io, template: Template): Task<string | { readonly refused: Errno }> {
  for (let i = 0; i < ATTEMPTS; i++) {
    const path = template.before + letters(io.sys.random(template.count)) + template.after;
    const refused = yield* makeAt(io, path);
    if (refused === undefined) return path;
    if (refused !== "EEXIST") return { refused };
  }
  return { refused: "EEXIST" };
}

function* makeAt(io: Io, path: string): Task<Errno | undefined> {
  if (io.has("u")) {
    const node = io.sys.lstat(path);
    return failed(node) ? undefined : "EEXIST";
  }
  if (io.has("d")) return io.sys.mkdir(path, 0o700);
  const fd = yield* io.sys.open(path, O_RDWR | O_CREAT | O_EXCL, 0o600);
  if (failed(fd)) return fd;
  void io.sys.close(fd);
  return undefined;
}

/** The directory that goes before the template, if any. */
function directoryOf(io: Io, template: string | undefined): string | undefined {
  const fromEnvironment = io.env.get("TMPDIR") || undefined;
  const p = io.has("p") ? (io.value("p") ?? "") : io.value("tmpdir");
  if (io.has("t")) return fromEnvironment ?? (p || "/tmp");
  if (io.has("p") || io.has("tmpdir")) return p || fromEnvironment || "/tmp";
  return template === undefined ? (fromEnvironment ?? "/tmp") : undefined;
}

function* check(io: Io, text: string, template: Template, suffix: string | undefined): Task<boolean> {
  let wrong: string | undefined;
  if (suffix?.includes("/")) wrong = `invalid suffix ${quoted(io, suffix)}, contains directory separator`;
  else if (template.count < 3) wrong = `too few X's in template ${quoted(io, text)}`;
  else if (io.has("t") && text.includes("/"))
    wrong = `invalid template, ${quoted(io, text)}, contains directory separator`;
  else if ((io.has("tmpdir") || io.has("p")) && text.startsWith("/"))
    wrong = `invalid template, ${quoted(io, text)}; with --tmpdir, it may not be absolute`;
  if (wrong === undefined) return true;
  yield* io.complain(wrong);
  return false;
}

export const mktemp = command(
  {
    name: "mktemp",
    gnu: "d/directory u/dry-run q/quiet suffix: tmpdir? p: t",
    busybox: "d q t u p:",
    usage: "[-dt] [-p DIR] [TEMPLATE]",
  },
  function* (io) {
    const busybox = io.family === "busybox";
    if (io.operands.length > 1) return yield* io.misuse("too many templates");
    const given = io.operands[0];
    const text = given ?? (busybox ? "tmp.XXXXXX" : "tmp.XXXXXXXXXX");
    const suffix = io.value("suffix");
    const bare = busybox ? splitAtSix(text) : split(text, suffix);
    if (!busybox && !(yield* check(io, text, bare, suffix))) return 1;
    const directory = directoryOf(io, given);
    const template = directory === undefined ? bare : { ...bare, before: joinPath(directory, bare.before) };
    const made = bare.count === 0 ? { refused: "EINVAL" as const } : yield* make(io, template);
    if (typeof made === "string") {
      yield* io.print(`${made}\n`);
      return 0;
    }
    if (io.has("q")) return 1;
    const what = io.has("d") ? "directory" : "file";
    const words = busybox ? "" : `failed to create ${what} via template ${quoted(io, textOf(template))}`;
    return yield* io.complain(`${words}: ${strerror(made.refused)}`);
  },
);

const splitAtSix = (text: string): Template =>
  text.endsWith("XXXXXX")
    ? { before: text.slice(0, -6), count: 6, after: "" }
    : { before: text, count: 0, after: "" };
