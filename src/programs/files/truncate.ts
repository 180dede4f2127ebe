// truncate: makes files shorter or longer, to a size or by one. GNU's sizes may be relative (`+1K`, `<5`, `%512`).
// What is added is a hole. Not here: --io-blocks counts blocks of 4096 bytes, whatever the file system.

import { failed, strerror } from "../../base/errno.ts";
import { O_CREAT, O_NONBLOCK, O_WRONLY, type Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { quoted } from "../libc/quote.ts";
import { parseSize } from "../libc/sizes.ts";

type Resize = (size: number) => number;

const OPERATORS: Record<string, (n: number) => Resize> = {
  "+": (n) => (size) => size + n,
  "-": (n) => (size) => Math.max(0, size - n),
  "<": (n) => (size) => Math.min(size, n),
  ">": (n) => (size) => Math.max(size, n),
  "/": (n) => (size) => Math.floor(size / n) * n,
  "%": (n) => (size) => Math.ceil(size / n) * n,
};

const IO_BLOCK = 4096;

/** undefined after a complaint. */
function* resizeOf(io: Io, text: string): Task<{ resize: Resize; relative: boolean } | undefined> {
  const busybox = io.family === "busybox";
  const match = /^\s*([-+<>/%]?)\s*(.*)$/s.exec(text);
  const [, operator = "", number = ""] = match ?? [];
  const n = busybox && operator !== "" ? undefined : parseSize(number, false);
  if (n === undefined || ((operator === "/" || operator === "%") && n === 0)) {
    if (n === 0) yield* io.complain("division by zero");
    else yield* io.complain(busybox ? `invalid number '${text}'` : `Invalid number: ${quoted(io, text)}`);
    return undefined;
  }
  const size = io.has("o") ? n * IO_BLOCK : n;
  return operator === ""
    ? { resize: () => size, relative: false }
    : { resize: (OPERATORS[operator] as (n: number) => Resize)(size), relative: true };
}

function* truncateFile(io: Io, path: string, base: number | undefined, resize: Resize): Task<void> {
  const { sys } = io;
  const busybox = io.family === "busybox";
  const fd = yield* sys.open(path, O_WRONLY | O_NONBLOCK | (io.has("c") ? 0 : O_CREAT), 0o666);
  if (failed(fd)) {
    if (fd === "ENOENT" && io.has("c")) return;
    const words = busybox ? `${path}: open` : `cannot open ${quoted(io, path)} for writing`;
    yield* io.complain(`${words}: ${strerror(fd)}`);
    return;
  }
  const node = sys.fstat(fd);
  const size = resize(base ?? (failed(node) ? 0 : node.size));
  const refused = sys.truncateFd(fd, size);
  if (refused !== undefined) {
    const words = busybox ? `${path}: truncate` : `failed to truncate ${quoted(io, path)} at ${size} bytes`;
    yield* io.complain(`${words}: ${strerror(refused)}`);
  }
  void sys.close(fd);
}

export const truncate = command(
  {
    name: "truncate",
    gnu: "c/no-create o/io-blocks r/reference: s/size:",
    busybox: "c s:",
    usage: "[-c] -s SIZE FILE...",
  },
  function* (io) {
    const [text, reference] = [io.value("s"), io.value("r")];
    if (text === undefined && reference === undefined)
      return yield* io.misuse("you must specify either '--size' or '--reference'");
    const asked =
      text === undefined ? { resize: (size: number) => size, relative: true } : yield* resizeOf(io, text);
    if (asked === undefined) return 1;
    if (reference !== undefined && !asked.relative)
      return yield* io.misuse("you must specify a relative '--size' with '--reference'");
    if (io.operands.length === 0) return yield* io.misuse("missing file operand");
    let base: number | undefined;
    if (reference !== undefined) {
      const node = io.sys.stat(reference);
      if (failed(node)) return yield* io.complain(`cannot stat ${quoted(io, reference)}: ${strerror(node)}`);
      base = node.size;
    }
    for (const path of io.operands) yield* truncateFile(io, path, base, asked.resize);
    return io.status;
  },
);
