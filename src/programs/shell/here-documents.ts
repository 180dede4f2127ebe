// Here-documents and here-strings: the text is put into a pipe if it fits, else a file that has no name
// (bash) or a process that writes it (dash and busybox) hold it (POSIX shell, 2.7.4). Answers the descriptor to
// read it from, close-on-exec. Not here: where documents begin and end (lexer.ts).

import { failed, type Errno } from "../../base/errno.ts";
import { PIPE_CAPACITY } from "../../base/limits.ts";
import { encode } from "../../base/utf8.ts";
import {
  O_CLOEXEC,
  O_CREAT,
  O_EXCL,
  O_RDONLY,
  O_WRONLY,
  type Fd,
  type Sys,
  type Task,
} from "../../kernel/sys.ts";
import { expandText, expandTextTask } from "./expand.ts";
import { tellFault } from "./faults.ts";
import type { Shell } from "./shell.ts";
import type { HereDocument } from "./syntax.ts";
import { planDocument } from "./words.ts";

export function* openDocument(sh: Shell, document: HereDocument): Task<Fd | Errno> {
  const ended = sh.dialect.completesLines && document.text !== "" && !document.text.endsWith("\n");
  const text = ended ? `${document.text}\n` : document.text;
  if (document.quoted) return yield* openHereString(sh, text);
  const plan = planDocument(text, { dialect: sh.dialect, line: document.line });
  const expanded = plan.blocking ? yield* expandTextTask(sh, plan) : expandText(sh, plan);
  if (sh.failed) {
    yield* tellFault(sh);
    return "EINVAL";
  }
  return yield* openHereString(sh, expanded);
}

export function* openHereString(sh: Shell, text: string): Task<Fd | Errno> {
  const bytes = encode(text);
  sh.calls += 6;
  if (bytes.length > PIPE_CAPACITY) return yield* openLong(sh, bytes);
  const pipe = sh.sys.pipe();
  if (failed(pipe)) return pipe;
  const [reader, writer] = pipe;
  if (bytes.length > 0) yield* sh.sys.write(writer, bytes);
  void sh.sys.close(writer);
  void sh.sys.closeOnExec(reader, true);
  return reader;
}

function* openLong(sh: Shell, bytes: Uint8Array): Task<Fd | Errno> {
  if (!sh.isBash) return openWritten(sh, bytes);
  const path = `/tmp/sh-thd.${sh.sys.pid}${sh.state.nextProcessFd}`;
  const writer = yield* sh.sys.open(path, O_WRONLY | O_CREAT | O_EXCL, 0o600);
  if (failed(writer)) return openWritten(sh, bytes);
  yield* sh.sys.write(writer, bytes);
  void sh.sys.close(writer);
  const reader = yield* sh.sys.open(path, O_RDONLY | O_CLOEXEC);
  void sh.sys.unlink(path);
  return reader;
}

interface Writing {
  readonly fd: Fd;
  readonly bytes: Uint8Array;
}

function* writer(sys: Sys, { fd, bytes }: Writing): Task<number> {
  const written = yield* sys.write(fd, bytes);
  return failed(written) ? 1 : 0;
}

function openWritten(sh: Shell, bytes: Uint8Array): Fd | Errno {
  const pipe = sh.sys.pipe();
  if (failed(pipe)) return pipe;
  const [reader, fd] = pipe;
  const pid = sh.sys.fork<Writing>({ entry: writer, data: { fd, bytes }, close: [reader] });
  void sh.sys.close(fd);
  if (failed(pid)) return pid;
  void sh.sys.closeOnExec(reader, true);
  return reader;
}
