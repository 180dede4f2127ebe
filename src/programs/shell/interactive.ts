// A shell with a person at it: prompts, lines that go on over several, history, notices of jobs, ctrl-c, and the
// end of the input (bash, "Interactive Shells"). Lines come through a LineReader.
// Not here: moving jobs (foreground.ts), editing (line-reader.ts).

import { failed } from "../../base/errno.ts";
import { SIGTTIN } from "../../base/signals.ts";
import { decode, encode } from "../../base/utf8.ts";
import { O_CREAT, O_TRUNC, O_WRONLY, type Sys, type Task } from "../../kernel/sys.ts";
import { BUSYBOX_BANNER } from "../libc/command.ts";
import { readFile } from "../libc/input.ts";
import { finish, isWorthwhile } from "./checkpoints.ts";
import { restoreShell } from "./create.ts";
import type { DialectName } from "./dialect.ts";
import { needsMore, type Failure } from "./failure.ts";
import { takeTerminal, tellOfJobs } from "./foreground.ts";
import { expandHistory } from "./history.ts";
import { joinLines } from "./history-lines.ts";
import { readTypedLine } from "./edited-line.ts";
import type { LineReader } from "./line-reader.ts";
import { complain, ownName, printError } from "./messages.ts";
import { INTERPRETER } from "./interpretation.ts";
import { listValue, parameterValue } from "./parameters.ts";
import { parseAt } from "./parse-cache.ts";
import type { Parsed } from "./parse-command.ts";
import { expandPrompt } from "./prompt.ts";
import { announce, parseOptions, refuseText, runParsed, runText } from "./reader.ts";
import { runArrived } from "./run-traps.ts";
import { DISCARDING, EXITING, NOT_UNWINDING, type Shell, type ShellImage } from "./shell.ts";
import { takeOverSignals } from "./signals.ts";
import { reapEnded } from "./wait.ts";

interface InteractiveData {
  readonly dialect: DialectName;
  readonly image: ShellImage;
}

export function* runInteractively(sh: Shell, reader: LineReader = readTypedLine): Task<void> {
  if (sh.dialect.name === "ash") yield* printError(sh, bannerOfBusybox());
  yield* beginJobControl(sh);
  yield* readHistory(sh);
  yield* commands(sh, reader);
  yield* writeHistory(sh);
}

const bannerOfBusybox = (): string =>
  `\n\n${BUSYBOX_BANNER.replace(" multi-call binary.", "")} built-in shell (ash)\nEnter 'help' for a list of built-in commands.\n\n`;

/** A group of its own in front of the terminal; without a terminal there is no job control. */
function* beginJobControl(sh: Shell): Task<void> {
  if (sh.sys.termios(2) === undefined) {
    if (sh.isBash) {
      const group = sh.sys.getpgid(0);
      yield* printError(sh, `${ownName(sh)}: cannot set terminal process group (${failed(group) ? -1 : group}): Inappropriate ioctl for device\n`); // prettier-ignore
      yield* printError(sh, `${ownName(sh)}: no job control in this shell\n`);
    } else
      yield* printError(sh, `${sh.state.source}: ${sh.dialect.name === "dash" ? "0: " : ""}can't access tty; job control turned off\n`); // prettier-ignore
    return;
  }
  for (let tries = 0; tries < 3; tries++) {
    const front = sh.sys.foregroundGroup(2);
    const own = sh.sys.getpgid(0);
    if (failed(front) || failed(own) || front === own || front === 0) break;
    void sh.sys.kill(0, SIGTTIN);
  }
  sh.options.monitor = true;
  takeOverSignals(sh);
  void sh.sys.setpgid(0, sh.sys.pid);
  takeTerminal(sh);
}

function* commands(sh: Shell, reader: LineReader): Task<void> {
  for (;;) {
    if (isWorthwhile(sh)) {
      const data: InteractiveData = { dialect: sh.dialect.name, image: sh.image() };
      sh.sys.checkpoint(resumeInteractive, data);
    }
    const more = yield* oneCommand(sh, reader);
    if (sh.arrived.length > 0) yield* runArrived(sh);
    if (sh.unwinding === EXITING || !more) return;
    sh.unwinding = NOT_UNWINDING;
  }
}

function* resumeInteractive(sys: Sys, { dialect, image }: InteractiveData): Task<number> {
  const sh = restoreShell(sys, dialect, image, false, INTERPRETER);
  yield* commands(sh, readTypedLine);
  yield* writeHistory(sh);
  return yield* finish(sh);
}

/** False at the end of the input. */
function* oneCommand(sh: Shell, reader: LineReader): Task<boolean> {
  if (sh.jobs.anyAlive) yield* reapEnded(sh);
  yield* tellOfJobs(sh);
  yield* runPromptCommand(sh);
  const typed = yield* typedCommand(sh, reader);
  if (typed === "end") {
    if (sh.options.ignoreeof) {
      yield* printError(sh, `Use "exit" to leave the shell.\n`);
      return true;
    }
    yield* printError(sh, sh.isBash ? (sh.state.loginShell ? "logout\n" : "exit\n") : "\n");
    return false;
  }
  if (typed === undefined) return true;
  const { parsed, text } = typed;
  sh.state.lineBase = sh.state.typedLines + 1;
  sh.state.typedLines += text.split("\n").length - 1;
  if (parsed.failure !== undefined) {
    yield* refuseText(sh, parsed, text, "input");
    return true;
  }
  if (parsed.command === undefined) return true;
  yield* runAll(sh, parsed, text);
  return true;
}

/** Several commands may have been typed at once. */
function* runAll(sh: Shell, first: Parsed, text: string): Task<void> {
  let parsed = first;
  for (let at = 0; ;) {
    yield* announce(sh, parsed, text.slice(at, parsed.end), "input");
    yield* runParsed(sh, parsed, 0);
    if (sh.arrived.length > 0) yield* runArrived(sh);
    if (sh.unwinding !== NOT_UNWINDING) return;
    at = parsed.end;
    parsed = parseAt(text, at, parsed.endLine, parseOptions(sh, true));
    if (parsed.command === undefined) return;
  }
}

function* runPromptCommand(sh: Shell): Task<void> {
  if (!sh.isBash) return;
  const texts = listValue(sh, "PROMPT_COMMAND").filter((text) => text !== "");
  const { status } = sh;
  for (const text of texts) {
    sh.nesting++;
    yield* runText(sh, text, { last: false, source: "eval" });
    sh.nesting--;
    if (sh.unwinding === DISCARDING) sh.unwinding = NOT_UNWINDING;
    sh.status = status;
  }
}

interface Typed {
  readonly parsed: Parsed;
  readonly text: string;
}

/** A command, which may take several lines; undefined if it was interrupted or asked for nothing. */
function* typedCommand(sh: Shell, reader: LineReader): Task<Typed | "end" | undefined> {
  let text = "";
  let whole = "";
  let open: Failure | undefined;
  for (;;) {
    const prompt = yield* expandPrompt(sh, parameterValue(sh, text === "" ? "PS1" : "PS2") ?? "", true);
    const typed = yield* reader(sh, prompt);
    if (typed.kind === "interrupted") {
      if (sh.arrived.length > 0) yield* runArrived(sh);
      else sh.status = 130;
      return undefined;
    }
    if (typed.kind === "end") {
      if (text === "") return "end";
      return { parsed: parseAt(text, 0, 0, parseOptions(sh, true)), text };
    }
    const line = yield* withHistory(sh, typed.text);
    if (line === undefined) return undefined;
    text += `${line}\n`;
    whole = open === undefined || !sh.isBash ? line : joinLines(whole, line, open);
    if (!sh.isBash) remember(sh, line);
    const parsed = parseAt(text, 0, 0, parseOptions(sh, false));
    const wasDocument = open?.kind === "document";
    open = parsed.failure;
    if (open !== undefined && needsMore(open)) continue;
    if (sh.isBash) remember(sh, wasDocument ? `${whole}\n` : whole);
    return { parsed, text };
  }
}

/** The line with `!` expanded, which is shown; undefined if it refers to nothing. */
function* withHistory(sh: Shell, line: string): Task<string | undefined> {
  if (!sh.isBash || !sh.options.histexpand) return line;
  const expanded = expandHistory(sh.history, line);
  if (expanded.line === undefined) {
    const why = expanded.missing.startsWith(":s") ? "substitution failed" : "event not found";
    yield* complain(sh, `${expanded.missing}: ${why}`);
    return undefined;
  }
  if (expanded.changed) yield* printError(sh, `${expanded.line}\n`);
  return expanded.line;
}

function remember(sh: Shell, text: string): void {
  if (text === "" || (sh.isBash && !sh.options.history)) return;
  const control = parameterValue(sh, "HISTCONTROL") ?? "";
  if (/ignore(?:space|both)/.test(control) && text.startsWith(" ")) return;
  const last = sh.history.at(sh.history.next - 1);
  if (/ignore(?:dups|both)/.test(control) && last === text) return;
  sh.history.add(text);
}

// ---- the history file

function* readHistory(sh: Shell): Task<void> {
  const path = sh.history.next > 1 ? undefined : historyFile(sh);
  const bytes = path === undefined ? "ENOENT" : yield* readFile(sh.sys, path);
  if (failed(bytes)) return;
  for (const line of decode(bytes).split("\n")) if (line !== "") sh.history.add(line);
}

function historyFile(sh: Shell): string | undefined {
  if (sh.dialect.name === "dash") return undefined;
  const home = parameterValue(sh, "HOME");
  return (
    parameterValue(sh, "HISTFILE") ?? (home === undefined ? undefined : `${home}/.${sh.dialect.name}_history`)
  );
}

function* writeHistory(sh: Shell): Task<void> {
  const path = historyFile(sh);
  const lines = sh.history.all;
  if (path === undefined || lines.length === 0) return;
  const fd = yield* sh.sys.open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600);
  if (failed(fd)) return;
  yield* sh.sys.write(fd, encode(lines.map((line) => `${line}\n`).join("")));
  void sh.sys.close(fd);
}
