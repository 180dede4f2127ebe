// vi, as vim-tiny and as busybox has it: a text on the whole screen, with the commands that people know by heart.
// Relies on the other files of this folder for what each key does. Not here: several windows or files at once,
// marks, named registers, visual selection, configuration.

import { failed, strerror } from "../../base/errno.ts";
import { SIGWINCH } from "../../base/signals.ts";
import { decode } from "../../base/utf8.ts";
import type { Task } from "../../kernel/sys.ts";
import { RAW } from "../../kernel/terminal.ts";
import { command, type Command, type Io } from "../libc/command.ts";
import { readFile } from "../libc/input.ts";
import { nextKey } from "./keys.ts";
import { insertKey } from "./insert.ts";
import { normalCommand } from "./normal.ts";
import { Screen } from "./screen.ts";
import { linesOf, Text } from "./text.ts";
import { Vi } from "./state.ts";

function* open(io: Io, path: string | undefined): Task<Vi> {
  const vi = new Vi(io.sys, io.family, path);
  if (path === undefined) return vi;
  const bytes = yield* readFile(io.sys, path);
  if (failed(bytes)) {
    if (bytes === "ENOENT") vi.message = io.family === "gnu" ? `"${path}" [New]` : "";
    else vi.message = io.family === "gnu" ? `"${path}" ${strerror(bytes)}` : `'${path}' ${strerror(bytes)}`;
    return vi;
  }
  const content = decode(bytes);
  vi.text = vi.saved = new Text(linesOf(content));
  const count = content === "" ? 0 : vi.text.lines.length;
  vi.message = io.family === "gnu" ? `"${path}" ${count}L, ${bytes.length}B` : "";
  return vi;
}

function* session(io: Io, vi: Vi): Task<void> {
  const screen = new Screen(io.sys);
  while (!vi.done) {
    if (vi.pending.length === 0) yield* screen.draw(vi);
    if (vi.mode === "normal") yield* normalCommand(vi);
    else {
      const key = yield* nextKey(vi);
      if (key === undefined) vi.done = true;
      else insertKey(vi, key);
    }
  }
  yield* screen.leave(vi);
}

function* edit(io: Io): Task<number> {
  const { sys } = io;
  const before = sys.termios(0);
  if (before === undefined || sys.termios(1) === undefined) {
    yield* io.tell(io.family === "gnu" ? "Vim: Warning: Output is not to a terminal\n" : "");
    return yield* io.complain("a terminal is needed to edit on");
  }
  const first = io.operands.find((word) => !word.startsWith("+"));
  const vi = yield* open(io, first);
  const line = io.operands.find((word) => word.startsWith("+"));
  if (line !== undefined) vi.goToLine(line === "+" ? Infinity : Number(line.slice(1)) || 1);
  void sys.setTermios(0, RAW);
  sys.disposition(SIGWINCH, "handle");
  yield* session(io, vi);
  void sys.setTermios(0, before);
  return 0;
}

const ABOUT = { gnu: "c: R n u: N", busybox: "c: R H", usage: "[-c CMD] [-R] [-H] [FILE]..." };

export const vi: Command = command({ name: "vi", ...ABOUT }, edit);
/** The same under the names that vim-tiny has. */
export const vim: Command = command({ name: "vim.tiny", gnu: ABOUT.gnu }, edit);
