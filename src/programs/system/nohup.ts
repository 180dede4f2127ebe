// nohup: runs a command that hang-ups do not end, with its output in nohup.out where that would go to a
// terminal. Input from a terminal is put out of its reach.

import { failed, strerror } from "../../base/errno.ts";
import { SIGHUP } from "../../base/signals.ts";
import { encode } from "../../base/utf8.ts";
import { O_APPEND, O_CREAT, O_RDWR, O_WRONLY, type Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { complainOfProgram, execute, toStrings } from "../libc/execute.ts";
import { missingOperand } from "../libc/operands.ts";
import { joinPath } from "../libc/paths.ts";
import { quoted } from "../libc/quote.ts";

/** The file that takes the output, here or at home. */
function* openOutput(io: Io): Task<{ readonly fd: number; readonly path: string } | undefined> {
  const places = [
    "nohup.out",
    ...(io.env.has("HOME") ? [joinPath(io.env.get("HOME") as string, "nohup.out")] : []),
  ];
  for (const path of places) {
    const fd = yield* io.sys.open(path, O_CREAT | O_WRONLY | O_APPEND, 0o600);
    if (!failed(fd)) return { fd, path };
    yield* io.complain(`failed to open ${quoted(io, path)}: ${strerror(fd)}`, 125);
  }
  return undefined;
}

function* redirect(io: Io): Task<boolean> {
  const { sys } = io;
  const ofTerminal = (fd: number): boolean => sys.termios(fd) !== undefined;
  const [input, output, error] = [ofTerminal(0), ofTerminal(1), ofTerminal(2)];
  if (input) {
    // For writing only: reading from it fails at once.
    const fd = yield* sys.open("/dev/null", io.family === "busybox" ? O_RDWR : O_WRONLY);
    if (!failed(fd)) void sys.dup2(fd, 0);
  }
  const ignoring = input ? "ignoring input" : "";
  if (!output) {
    if (ignoring !== "")
      yield* io.complain(error ? `${ignoring} and redirecting stderr to stdout` : ignoring, 0);
    else if (error) yield* io.complain("redirecting stderr to stdout", 0);
    if (error) void sys.dup2(1, 2);
    return true;
  }
  const file = yield* openOutput(io);
  if (file === undefined) return false;
  const words = `${input ? "ignoring input and " : ""}appending output to ${quoted(io, file.path)}`;
  yield* sys.write(
    2,
    encode(`${io.name}: ${io.family === "busybox" ? `appending output to ${file.path}` : words}\n`),
  );
  void sys.dup2(file.fd, 1);
  if (error) void sys.dup2(1, 2);
  return true;
}

export const nohup = command(
  { name: "nohup", gnu: "+", busybox: "+", usageStatus: { gnu: 125 }, usage: "PROG ARGS" },
  function* (io) {
    if (io.operands.length === 0) return yield* missingOperand(io);
    if (!(yield* redirect(io))) return 125;
    io.sys.disposition(SIGHUP, "ignore");
    const refused = yield* execute(io.sys, io.operands, toStrings(io.env));
    return yield* complainOfProgram(io, io.operands[0] as string, refused);
  },
);
