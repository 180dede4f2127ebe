// One shell process from its call to its end: -c, a script, or standard input, with or without a person at it.
// Between commands at the top the shell can be taken up again from an image of its state (sys.checkpoint), so
// that the record of answers stays short. Not here: reading input bit by bit (input.ts, interactive.ts).

import { failed, strerror } from "../../base/errno.ts";
import { decode, encode } from "../../base/utf8.ts";
import { S_IFDIR, S_IFMT } from "../libc/file-mode.ts";
import type { Sys, Task } from "../../kernel/sys.ts";
import { readFile } from "../libc/input.ts";
import { finish, isWorthwhile } from "./checkpoints.ts";
import { restoreShell } from "./create.ts";
import type { DialectName } from "./dialect.ts";
import { runInput } from "./input.ts";
import { runInteractively } from "./interactive.ts";
import { isBinary } from "./binary.ts";
import { isRefusal, readInvocation, type Invocation } from "./invocation.ts";
import { INTERPRETER } from "./interpretation.ts";
import { runText } from "./reader.ts";
import type { Position } from "./resume.ts";
import type { Shell, ShellImage } from "./shell.ts";
import { readStartupFiles, startShell } from "./startup.ts";
import type { TextSource } from "./syntax-messages.ts";

export function* runSession(
  sys: Sys,
  dialect: DialectName,
  argv: readonly string[],
  env: readonly string[],
  standalone = false,
): Task<number> {
  const called = readInvocation(dialect, argv);
  if (isRefusal(called)) {
    if (called.output !== "") yield* sys.write(1, encode(called.output));
    if (called.error !== "") yield* sys.write(2, encode(called.error));
    return called.status;
  }
  const terminal = called.input && sys.termios(0) !== undefined && sys.termios(2) !== undefined;
  const invocation: Invocation = { ...called, interactive: called.interactive || terminal };
  const sh = startShell(sys, dialect, invocation, env, INTERPRETER);
  sh.state.standalone = standalone;
  yield* readStartupFiles(sh, invocation);
  if (sh.unwinding !== 0) return yield* finish(sh);
  if (invocation.command !== undefined) return yield* runWhole(sh, invocation.command, "command");
  if (invocation.script !== undefined) return yield* runScript(sh, invocation.script);
  if (invocation.interactive) yield* runInteractively(sh);
  else yield* runInput(sh);
  return yield* finish(sh);
}

// ---- texts that are known as a whole

interface TextData {
  readonly dialect: DialectName;
  readonly image: ShellImage;
  readonly text: string;
  readonly source: TextSource;
  readonly position: Position;
}

function* runWhole(sh: Shell, text: string, source: TextSource, from?: Position): Task<number> {
  const save = (position: Position): void => {
    if (!isWorthwhile(sh)) return;
    const data: TextData = { dialect: sh.dialect.name, image: sh.image(), text, source, position };
    sh.sys.checkpoint(resumeText, data);
  };
  yield* runText(sh, text, { last: true, source, save, ...(from === undefined ? {} : { from }) });
  return yield* finish(sh);
}

function* resumeText(sys: Sys, { dialect, image, text, source, position }: TextData): Task<number> {
  const sh = restoreShell(sys, dialect, image, false, INTERPRETER);
  return yield* runWhole(sh, text, source, position);
}

// ---- scripts

function* runScript(sh: Shell, path: string): Task<number> {
  const found = yield* findScript(sh, path);
  if (typeof found === "number") return found;
  return yield* runWhole(sh, found.text, "script");
}

function* findScript(sh: Shell, path: string): Task<{ readonly text: string } | number> {
  const stat = sh.sys.stat(path);
  const bytes = yield* readFile(sh.sys, path);
  const shell = sh.isBash ? (sh.state.called ?? "bash") : (sh.state.called ?? sh.dialect.name);
  if (!failed(stat) && (stat.mode & S_IFMT) === S_IFDIR) {
    if (!sh.isBash) return 0;
    yield* sh.sys.write(2, encode(`${path}: ${path}: ${strerror("EISDIR")}\n`));
    return 126;
  }
  if (failed(bytes)) {
    const missing = bytes === "ENOENT";
    if (sh.isBash) yield* sh.sys.write(2, encode(`${shell}: ${path}: ${strerror(bytes)}\n`));
    else if (sh.dialect.name === "dash")
      yield* sh.sys.write(
        2,
        encode(`${shell}: 0: cannot open ${path}: ${missing ? "No such file" : strerror(bytes)}\n`),
      );
    else
      yield* sh.sys.write(
        2,
        encode(`${shell}: line 0: can't open ${path}: ${missing ? "no such file" : strerror(bytes)}\n`),
      );
    return sh.isBash ? (missing ? 127 : 126) : 2;
  }
  if (sh.isBash && isBinary(bytes)) {
    yield* sh.sys.write(2, encode(`${path}: ${path}: cannot execute binary file\n`));
    return 126;
  }
  return { text: decode(bytes) };
}
