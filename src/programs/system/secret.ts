// Asking for a password: on the terminal of the session, without echo, or from standard input where there is no
// terminal. Relies on /dev/tty being the session's.

import { failed } from "../../base/errno.ts";
import { decode, encode } from "../../base/utf8.ts";
import { O_RDWR, type Fd, type Sys, type Task } from "../../kernel/sys.ts";

/** The terminal; standard input if there is none and that will do; undefined if it will not. */
export function* openTerminal(sys: Sys, orInput: boolean): Task<Fd | undefined> {
  const fd = yield* sys.open("/dev/tty", O_RDWR);
  if (!failed(fd)) return fd;
  return orInput ? 0 : undefined;
}

/** A line without its newline; undefined at the end. */
function* readLine(sys: Sys, fd: Fd): Task<string | undefined> {
  let text = "";
  for (;;) {
    const bytes = yield* sys.read(fd, 1);
    if (failed(bytes) || bytes.length === 0) return text === "" ? undefined : text;
    if (bytes[0] === 10) return text;
    text += decode(bytes);
  }
}

export function* askSecret(sys: Sys, fd: Fd, prompt: string): Task<string | undefined> {
  const out = fd === 0 ? 2 : fd;
  yield* sys.write(out, encode(prompt));
  const termios = sys.termios(fd);
  if (termios !== undefined) void sys.setTermios(fd, { ...termios, echo: false });
  const line = yield* readLine(sys, fd);
  if (termios !== undefined) {
    void sys.setTermios(fd, termios);
    yield* sys.write(out, encode("\n"));
  }
  return line;
}
