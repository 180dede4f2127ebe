// lsmod, modprobe, insmod, rmmod and modinfo: the kernel's modules are a fixed list (/proc/modules); loading
// others fails as it does in a container that has no /lib/modules.

import { failed } from "../../base/errno.ts";
import { encode } from "../../base/utf8.ts";
import type { Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { readText } from "../libc/input.ts";

const kmodMisuse = (name: string, message: string): string => `${name}: ${message}\n`;

interface Module {
  readonly name: string;
  readonly size: string;
  readonly uses: string;
  readonly by: string;
}

function* modules(io: Io): Task<Module[]> {
  const file = yield* readText(io.sys, "/proc/modules");
  if (failed(file)) return [];
  return file.text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [name = "", size = "", uses = "", by = "-"] = line.split(" ");
      return { name, size, uses, by: by === "-" ? "" : by.replace(/,$/, "") };
    });
}

export const lsmod = command(
  { name: "lsmod", gnu: "s/syslog v/verbose V h", busybox: "", package: "kmod 34", misuse: kmodMisuse },
  function* (io) {
    const tail = io.family === "busybox" ? "    Not tainted" : "";
    yield* io.print(`Module                  Size  Used by${tail}\n`);
    for (const { name, size, uses, by } of yield* modules(io)) {
      const used = by === "" ? uses : `${uses} ${by}`;
      yield* io.print(
        `${name.padEnd(19)} ${size.padStart(8)}  ${used}${by === "" && io.family === "busybox" ? " " : ""}\n`,
      );
    }
    return 0;
  },
);

function* say(io: Io, text: string): Task<number> {
  yield* io.sys.write(2, encode(`${io.name}: ${text}\n`));
  return 1;
}

const normal = (name: string): string => name.replaceAll("-", "_");

export const modprobe = command(
  {
    name: "modprobe",
    gnu: "a/all r/remove R/resolve-alias first-time i/ignore-install b/use-blacklist f/force D/show-depends c/showconfig n/dry-run C/config: d/dirname: S/set-version: s/syslog q/quiet v/verbose V h",
    busybox: "r a b q s v l D",
    package: "kmod 34",
    misuse: kmodMisuse,
    usage: "[-alrqsvbD] MODULE [SYMBOL=VALUE]...",
  },
  function* (io) {
    const [name] = io.operands;
    if (name === undefined) return yield* say(io, "ERROR: missing parameters. See -h.");
    const loaded = (yield* modules(io)).some((m) => m.name === normal(name));
    if (loaded && !io.has("r")) return 0;
    if (io.has("q")) return 1;
    const { release } = io.sys.uname();
    const place = io.sys.stat(`/lib/modules/${release}`);
    if (io.family === "busybox")
      return yield* say(
        io,
        failed(place)
          ? "can't change directory to '/lib/modules': No such file or directory"
          : `module ${name} not found in modules.dep`,
      );
    if (io.has("r")) return yield* say(io, `FATAL: Module ${name} ${loaded ? "is in use" : "not found"}.`);
    return yield* say(io, `FATAL: Module ${name} not found in directory /lib/modules/${release}`);
  },
);

export const insmod = command(
  { name: "insmod", gnu: "f s v V h", busybox: "", package: "kmod 34", misuse: kmodMisuse },
  function* (io) {
    const [path] = io.operands;
    if (path === undefined) return yield* say(io, "ERROR: missing filename.");
    const there = io.sys.stat(path);
    const words = failed(there) ? "No such file or directory" : "Operation not permitted";
    return yield* say(
      io,
      io.family === "busybox"
        ? `can't insert '${path}': ${words}`
        : `ERROR: could not load module ${path}: ${words}`,
    );
  },
);

export const rmmod = command(
  {
    name: "rmmod",
    gnu: "f/force s/syslog v/verbose V h",
    busybox: "w f a",
    package: "kmod 34",
    misuse: kmodMisuse,
  },
  function* (io) {
    const [name] = io.operands;
    if (name === undefined) return yield* say(io, "ERROR: missing module name.");
    const loaded = (yield* modules(io)).some((m) => m.name === normal(name));
    if (io.family === "busybox")
      return yield* say(
        io,
        `can't unload module '${name}': ${loaded ? "Operation not permitted" : "No such file or directory"}`,
      );
    return yield* say(
      io,
      loaded ? `ERROR: Module ${name} is in use` : `ERROR: Module ${name} is not currently loaded`,
    );
  },
);
