// Commands from standard input, where nobody types: bash reads no further than the command that it is about to
// run, so that its commands can read the rest; dash and busybox read blocks (POSIX shell, "sh", STDIN).
// Relies on the parser for where a command ends. Not here: prompts (interactive.ts).

import { failed } from "../../base/errno.ts";
import { concat, decode, encode } from "../../base/utf8.ts";
import type { Sys, Task } from "../../kernel/sys.ts";
import { finish, isWorthwhile } from "./checkpoints.ts";
import { restoreShell } from "./create.ts";
import type { DialectName } from "./dialect.ts";
import { needsMore, type Failure } from "./failure.ts";
import { parseAt } from "./parse-cache.ts";
import type { Parsed } from "./parse-command.ts";
import { INTERPRETER } from "./interpretation.ts";
import { readLine } from "./read-line.ts";
import { announce, endsHere, parseOptions, refuseText, runParsed } from "./reader.ts";
import { NOT_UNWINDING, type Shell, type ShellImage } from "./shell.ts";

/** What has been read and not yet run. */
export interface Unread {
  readonly text: string;
  /** bytes after the last whole line */
  readonly rest: Uint8Array;
  /** the input is at its end */
  readonly ended: boolean;
  /** line that the text begins on, counted from 0 */
  readonly line: number;
}

const BLOCK = 8192;
const NOTHING: Unread = { text: "", rest: new Uint8Array(0), ended: false, line: 0 };

interface InputData {
  readonly dialect: DialectName;
  readonly image: ShellImage;
  readonly unread: Unread;
}

export function* runInput(sh: Shell, from: Unread = NOTHING): Task<void> {
  let unread = from;
  for (;;) {
    if (isWorthwhile(sh)) {
      const data: InputData = { dialect: sh.dialect.name, image: sh.image(), unread };
      sh.sys.checkpoint(resumeInput, data);
    }
    const next = yield* nextCommand(sh, unread);
    if (next === undefined) return;
    const { parsed, text } = next;
    sh.state.lineBase = 1 + next.unread.line;
    if (parsed.failure !== undefined) {
      yield* refuseText(sh, parsed, text, "input");
      return;
    }
    if (parsed.command === undefined) return;
    unread = {
      ...next.unread,
      text: text.slice(parsed.end),
      line: next.unread.line + parsed.endLine,
    };
    yield* announce(sh, parsed, text.slice(0, parsed.end), "input");
    yield* runParsed(sh, parsed, 0);
    if (sh.unwinding !== NOT_UNWINDING && !endsHere(sh, "input")) return;
  }
}

function* resumeInput(sys: Sys, { dialect, image, unread }: InputData): Task<number> {
  const sh = restoreShell(sys, dialect, image, false, INTERPRETER);
  yield* runInput(sh, unread);
  return yield* finish(sh);
}

interface Next {
  readonly parsed: Parsed;
  readonly text: string;
  readonly unread: Unread;
}

/** Reads until a command is complete, wrong, or the input is at its end; undefined if there is nothing left. */
function* nextCommand(sh: Shell, from: Unread): Task<Next | undefined> {
  let unread = from;
  for (;;) {
    const parsed = parseAt(unread.text, 0, 0, parseOptions(sh, unread.ended));
    const open = parsed.failure !== undefined && needsMore(parsed.failure);
    const nothing = parsed.failure === undefined && parsed.command === undefined;
    if (unread.ended || !(open || nothing)) return { parsed, text: unread.text, unread };
    unread = yield* readMore(sh, unread, parsed.failure);
  }
}

/** One line, or as many as it takes to close a here-document or quotes. */
function* readMore(sh: Shell, before: Unread, failure: Failure | undefined): Task<Unread> {
  let unread = before;
  do {
    const at = unread.text.length;
    unread = sh.isBash ? yield* readOneLine(sh, unread) : yield* readBlock(sh, unread);
    if (unread.ended || failure === undefined || !sh.isBash || mayClose(failure, unread.text.slice(at)))
      break;
  } while (!unread.ended);
  return unread;
}

/** Could this line end what was open? */
function mayClose(failure: Failure, line: string): boolean {
  if (failure.kind === "document") {
    const text = failure.strip ? line.replace(/^\t+/, "") : line;
    return text === `${failure.delimiter}\n`;
  }
  if (failure.kind === "open" && /^["'`]$/.test(failure.closer)) return line.includes(failure.closer);
  return true;
}

function* readOneLine(sh: Shell, unread: Unread): Task<Unread> {
  const { text, ended } = yield* readLine(sh, 0);
  const line = ended ? (text === "" ? "" : `${text}\n`) : `${text}\n`;
  return { ...unread, text: unread.text + line, ended };
}

function* readBlock(sh: Shell, unread: Unread): Task<Unread> {
  const bytes = yield* sh.sys.read(0, BLOCK);
  sh.calls++;
  if (failed(bytes) || bytes.length === 0)
    return { ...unread, text: unread.text + decode(unread.rest), rest: encode(""), ended: true };
  const all = concat([unread.rest, bytes]);
  const end = all.lastIndexOf(10) + 1;
  return { ...unread, text: unread.text + decode(all.subarray(0, end)), rest: all.subarray(end) };
}
