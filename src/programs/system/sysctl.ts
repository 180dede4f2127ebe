// sysctl: reads and writes the settings below /proc/sys by their dotted names. procps' program and busybox's.
// Not here: patterns, ignoring of deprecated names.

import { failed, strerror, type Errno } from "../../base/errno.ts";
import { encode } from "../../base/utf8.ts";
import { O_WRONLY, type Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { isDirectory } from "../libc/file-mode.ts";
import { readText } from "../libc/input.ts";
import { PROCPS, procpsMisuse, usageOf } from "./procps-usage.ts";

const ROOT = "/proc/sys";

/** Dots and slashes stand for each other, by whichever comes first. */
function pathOf(name: string): string {
  const slashed = name.indexOf("/") >= 0 && (name.indexOf(".") < 0 || name.indexOf("/") < name.indexOf("."));
  const swapped = slashed ? name : name.replace(/[./]/g, (c) => (c === "." ? "/" : "."));
  return `${ROOT}/${swapped}`;
}

const nameOf = (path: string): string =>
  path.slice(ROOT.length + 1).replace(/[./]/g, (c) => (c === "/" ? "." : "/"));

function* unknown(io: Io, path: string): Task<number> {
  if (io.has("e")) return 0;
  const words =
    io.family === "busybox"
      ? `error: '${path.slice(ROOT.length + 1)}' is an unknown key`
      : `cannot stat ${path}: ${strerror("ENOENT")}`;
  return yield* io.complain(words);
}

function* show(io: Io, path: string): Task<number> {
  const node = io.sys.stat(path);
  if (failed(node)) return yield* unknown(io, path);
  if (isDirectory(node)) return yield* showAll(io, path);
  const file = yield* readText(io.sys, path);
  const name = nameOf(path);
  if (failed(file)) {
    if (file !== "EACCES" && file !== "EIO") return yield* unknown(io, path);
    return yield* io.complain(`permission denied on key '${name}'`);
  }
  if (io.has("N")) {
    yield* io.print(`${name}\n`);
    return 0;
  }
  const lines = file.text.replace(/\n$/, "").split("\n");
  for (const line of lines) {
    if (io.has("n") || io.has("b")) yield* io.print(io.has("b") ? line : `${line}\n`);
    else yield* io.print(`${name} = ${line}\n`);
  }
  return 0;
}

function* showAll(io: Io, directory: string): Task<number> {
  const list = io.sys.list(directory);
  if (failed(list)) return 0;
  for (const { name } of list.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const node = io.sys.stat(`${directory}/${name}`);
    if (!failed(node) && (node.mode & 0o444) !== 0) yield* show(io, `${directory}/${name}`);
    if (io.sys.tick(2)) yield* io.sys.giveWay();
  }
  return io.status;
}

function* refuse(io: Io, name: string, refused: Errno): Task<number> {
  if (io.family === "busybox") return yield* io.complain(`error setting key '${name}': ${strerror(refused)}`);
  if (refused === "EACCES" || refused === "EROFS" || refused === "EPERM")
    return yield* io.complain(`permission denied on key "${name}"`);
  return yield* io.complain(`setting key "${name}": ${strerror(refused)}`);
}

function* set(io: Io, name: string, value: string): Task<number> {
  const path = pathOf(name.trim());
  const node = io.sys.stat(path);
  if (failed(node)) return yield* unknown(io, path);
  const fd = yield* io.sys.open(path, O_WRONLY);
  if (failed(fd)) return yield* refuse(io, nameOf(path), fd);
  const written = yield* io.sys.write(fd, encode(`${value.trim()}\n`));
  void io.sys.close(fd);
  if (failed(written)) return yield* refuse(io, nameOf(path), written);
  if (!io.has("q"))
    yield* io.print(io.has("n") ? `${value.trim()}\n` : `${nameOf(path)} = ${value.trim()}\n`);
  return 0;
}

function* load(io: Io, path: string): Task<number> {
  const file = yield* readText(io.sys, path);
  if (failed(file)) return yield* io.complain(`cannot open "${path}": ${strerror(file)}`);
  for (const line of file.text.split("\n")) {
    const match = /^\s*-?([^#;=\s][^=]*?)\s*=\s*(.*?)\s*$/.exec(line);
    if (match !== null) yield* set(io, match[1] as string, match[2] as string);
  }
  return io.status;
}

export const sysctl = command(
  {
    name: "sysctl",
    gnu: "a/all A X deprecated dry-run b/binary e/ignore N/names n/values p/load? f? system r/pattern: q/quiet w/write o x d h V",
    busybox: "n e N q w p a A",
    package: PROCPS,
    misuse: procpsMisuse("sysctl", "[options] [variable[=value] ...]"),
    usage: "[-enq] { -a | -p [FILE]... | [-w] [KEY[=VALUE]]... }",
  },
  function* (io) {
    if (io.has("p") || io.has("f"))
      return yield* load(io, io.value("p") ?? io.operands[0] ?? "/etc/sysctl.conf");
    if (io.has("a") || io.has("A") || io.has("X")) return yield* showAll(io, ROOT);
    if (io.operands.length === 0) {
      if (io.family === "busybox") return yield* io.misuse("");
      if (io.options.given.length > 0) return yield* io.complain("no variables specified");
      yield* io.sys.write(2, encode(usageOf("sysctl", "[options] [variable[=value] ...]")));
      return 1;
    }
    for (const word of io.operands) {
      const equals = word.indexOf("=");
      if (equals < 0) yield* show(io, pathOf(word));
      else yield* set(io, word.slice(0, equals), word.slice(equals + 1));
    }
    return io.status;
  },
);
