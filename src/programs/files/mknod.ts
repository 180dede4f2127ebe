// mknod and mkfifo: special files. Making devices is the superuser's; the kernel decides.
// Modes go through the umask unless -m says them exactly.

import { strerror } from "../../base/errno.ts";
import type { Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { applyMode, parseMode, S_IFBLK, S_IFCHR, S_IFIFO } from "../libc/file-mode.ts";
import { extraOperand, missingOperand } from "../libc/operands.ts";
import { named, quoted } from "../libc/quote.ts";
import { makeDevice } from "./device-number.ts";

const TYPES: Record<string, number> = { p: S_IFIFO, b: S_IFBLK, c: S_IFCHR, u: S_IFCHR };

/** undefined: as the umask leaves it; "wrong": it is no mode. */
function modeOf(io: Io): number | undefined | "wrong" {
  const text = io.value("m");
  if (text === undefined) return undefined;
  const change = parseMode(text);
  if (change === undefined) return "wrong";
  const umask = io.sys.umask(0);
  io.sys.umask(umask);
  return applyMode(change, 0o666, false, umask);
}

function make(
  io: Io,
  path: string,
  type: number,
  rdev: number,
  mode: number | undefined,
): ReturnType<Io["sys"]["mknod"]> {
  const refused = io.sys.mknod(path, type | (mode ?? 0o666), rdev);
  if (refused === undefined && mode !== undefined) void io.sys.chmod(path, mode);
  return refused;
}

/** What is wrong with the operands; undefined if nothing is. */
function* wrongOperands(io: Io): Task<number | undefined> {
  const { operands } = io;
  const fifo = operands[1] === "p";
  const wanted = fifo ? 2 : 4;
  if (operands.length === wanted && (operands[1] as string) in TYPES) return undefined;
  if (operands.length === wanted)
    return yield* io.misuse(`invalid device type ${quoted(io, operands[1] as string)}`);
  if (io.family === "busybox") return yield* io.misuse("");
  if (operands.length > wanted) {
    if (!fifo || operands.length !== 4) return yield* extraOperand(io, operands[wanted] as string);
    yield* io.complain(`extra operand ${quoted(io, operands[2] as string)}`);
    yield* io.tell("Fifos do not have major and minor device numbers.\n");
    return yield* io.tryHelp();
  }
  if (operands.length !== 2) return yield* missingOperand(io, operands.at(-1));
  yield* io.complain(`missing operand after ${quoted(io, operands[1] as string)}`);
  yield* io.tell("Special files require major and minor device numbers.\n");
  return yield* io.tryHelp();
}

const NUMBER = /^(?:0x[0-9a-fA-F]+|\d+)$/;

export const mknod = command(
  { name: "mknod", gnu: "m/mode: Z context?", busybox: "m:", usage: "[-m MODE] NAME TYPE [MAJOR MINOR]" },
  function* (io) {
    const mode = modeOf(io);
    if (mode === "wrong") return yield* io.complain("invalid mode");
    const wrong = yield* wrongOperands(io);
    if (wrong !== undefined) return wrong;
    const [path = "", type = "", major = "0", minor = "0"] = io.operands;
    const words = io.family === "busybox" ? [minor, major] : [major, minor];
    const bad = words.findIndex((word) => !NUMBER.test(word));
    if (bad >= 0) {
      const name = quoted(io, words[bad] as string);
      if (io.family === "busybox") return yield* io.complain(`invalid number ${name}`);
      return yield* io.complain(`invalid ${bad === 0 ? "major" : "minor"} device number ${name}`);
    }
    const refused = make(io, path, TYPES[type] as number, makeDevice(Number(major), Number(minor)), mode);
    return refused === undefined ? 0 : yield* io.complain(`${named(io, path)}: ${strerror(refused)}`);
  },
);

export const mkfifo = command(
  { name: "mkfifo", gnu: "m/mode: Z context?", busybox: "m:", usage: "[-m MODE] NAME" },
  function* (io) {
    const busybox = io.family === "busybox";
    if (io.operands.length === 0) return yield* missingOperand(io);
    const mode = modeOf(io);
    if (mode === "wrong")
      return yield* io.complain(busybox ? `${io.operands[0]}: ${strerror("EINVAL")}` : "invalid mode");
    for (const path of io.operands) {
      const refused = make(io, path, S_IFIFO, 0, mode);
      const words = busybox ? path : `cannot create fifo ${quoted(io, path)}`;
      if (refused !== undefined) yield* io.complain(`${words}: ${strerror(refused)}`);
    }
    return io.status;
  },
);
