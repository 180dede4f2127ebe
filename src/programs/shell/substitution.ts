// Command substitution (POSIX shell, 2.6.3): a subshell whose output, without the newlines at its end, is the
// text. bash reads `$(<file)` itself. Relies on subshell.ts.
// Not here: where the text goes and whether it is split (expand.ts).

import { failed, strerror } from "../../base/errno.ts";
import { concat, decode } from "../../base/utf8.ts";
import { exitStatusOf, O_RDONLY, type Fd, type Task } from "../../kernel/sys.ts";
import { CHUNK } from "../libc/input.ts";
import { expandValue } from "./expand.ts";
import { complain } from "./messages.ts";
import { parseAll } from "./reader.ts";
import type { Shell } from "./shell.ts";
import { collectSignals } from "./signals.ts";
import { forkPatiently, tellForkFailure } from "./fork-failure.ts";
import { forkSubshell } from "./subshell.ts";
import type { Redirection } from "./syntax.ts";
import { waitForChild } from "./wait.ts";
import type { Part } from "./words.ts";

type Substitution = Extract<Part, { kind: "command" }>;

export function* substitute(sh: Shell, part: Substitution): Task<string> {
  const redirection = sh.isBash ? fileToRead(sh, part) : undefined;
  if (redirection !== undefined) return yield* readSubstituted(sh, redirection);
  const pipe = sh.sys.pipe();
  if (failed(pipe)) {
    sh.raise(`cannot make pipe for command substitution: ${strerror(pipe)}`);
    return "";
  }
  const [reader, writer] = pipe;
  const inherits = sh.isBash
    ? sh.shopts.has("inherit_errexit") || sh.options.posix
    : sh.dialect.name === "dash";
  const tested = sh.isBash && sh.tested;
  const line = sh.state.lineBase + part.line;
  const pid = yield* forkPatiently(sh, () =>
    forkSubshell(
      sh,
      { kind: "text", text: part.source, line, tested, backquoted: part.backquoted },
      { fds: [[1, writer]], close: [reader, writer], dropErrexit: !inherits || tested, traced: true },
    ),
  );
  void sh.sys.close(writer);
  if (failed(pid)) {
    void sh.sys.close(reader);
    yield* tellForkFailure(sh, pid);
    return "";
  }
  const text = yield* readToEnd(sh, reader);
  void sh.sys.close(reader);
  const change = yield* waitForChild(sh, pid);
  sh.state.substitutionStatus = exitStatusOf(change);
  // the others see $? of before in the rest of the command
  if (sh.isBash) sh.status = sh.state.substitutionStatus;
  return yield* withoutNulls(sh, text);
}

function* readToEnd(sh: Shell, fd: Fd): Task<string> {
  const parts: Uint8Array[] = [];
  for (;;) {
    const bytes = yield* sh.sys.read(fd, CHUNK);
    if (bytes === "EINTR") {
      collectSignals(sh, true);
      continue;
    }
    if (failed(bytes) || bytes.length === 0) break;
    parts.push(bytes);
  }
  const text = decode(concat(parts));
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 10) end--;
  return text.slice(0, end);
}

function* withoutNulls(sh: Shell, text: string): Task<string> {
  if (!text.includes("\0")) return text;
  if (sh.isBash) yield* complain(sh, "warning: command substitution: ignored null byte in input");
  return text.replaceAll("\0", "");
}

/** `$(<file)` */
function fileToRead(sh: Shell, { source }: Substitution): Redirection | undefined {
  if (!source.trimStart().startsWith("<")) return undefined;
  const [command, ...rest] = parseAll(sh, source) ?? [];
  const [item] = command?.items ?? [];
  if (rest.length > 0 || command?.items.length !== 1 || item?.background) return undefined;
  const simple = item?.command;
  if (simple?.kind !== "simple" || simple.words.length + simple.assignments.length > 0) return undefined;
  const [redirection, ...more] = simple.redirections;
  return redirection?.operator === "<" && more.length === 0 ? redirection : undefined;
}

function* readSubstituted(sh: Shell, redirection: Redirection): Task<string> {
  const value = expandValue(sh, redirection.target);
  const path = typeof value === "string" ? value : yield* value;
  const fd = yield* sh.sys.open(path, O_RDONLY);
  if (failed(fd)) {
    yield* complain(sh, `${path}: ${strerror(fd)}`);
    sh.status = sh.state.substitutionStatus = 1;
    return "";
  }
  const text = yield* readToEnd(sh, fd);
  void sh.sys.close(fd);
  sh.status = sh.state.substitutionStatus = 0;
  return yield* withoutNulls(sh, text);
}
