// echo, which every shell has in its own way: bash knows -n, -e and -E, busybox as well, dash only -n, and always
// takes escapes (POSIX shell, "echo" leaves it open). Relies on libc/escapes.ts.
// Not here: printf, and what else writes.

import { failed, strerror } from "../../../base/errno.ts";
import { encode } from "../../../base/utf8.ts";
import type { Task } from "../../../kernel/sys.ts";
import { ECHO_BASH, ECHO_BUSYBOX, ECHO_DASH, unescape, type EscapeFlavour } from "../../libc/escapes.ts";
import { countsBytes } from "../characters.ts";
import { complain } from "../messages.ts";
import type { Outcome, Shell } from "../shell.ts";

const PLAIN_BASH: EscapeFlavour = { ...ECHO_BASH, unicode: "spelled" };

export function echoBuiltin(sh: Shell, args: readonly string[]): Outcome {
  let first = 1;
  let newline = true;
  let escapes = sh.dialect.name === "dash" || (sh.isBash && sh.shopts.has("xpg_echo"));
  if (sh.dialect.name === "dash") {
    if (args[1] === "-n") {
      newline = false;
      first = 2;
    }
  } else {
    for (; first < args.length && /^-[neE]+$/.test(args[first] as string); first++)
      for (const letter of (args[first] as string).slice(1)) {
        if (letter === "n") newline = false;
        else if (letter === "e" || sh.isBash) escapes = letter === "e";
      }
  }
  let text = args.length === first + 1 ? (args[first] as string) : args.slice(first).join(" ");
  if (escapes && text.includes("\\")) {
    const done = unescape(flavourOf(sh), text);
    if (done.ended) newline = false;
    ({ text } = done);
  }
  return writeOut(sh, "echo", newline ? `${text}\n` : text);
}

function flavourOf(sh: Shell): EscapeFlavour {
  if (sh.dialect.name === "dash") return ECHO_DASH;
  if (sh.dialect.name === "ash") return ECHO_BUSYBOX;
  return countsBytes(sh) ? PLAIN_BASH : ECHO_BASH;
}

/** Writes what a builtin has to print, and says it if that fails. */
export function* writeOut(sh: Shell, name: string, text: string): Task<number> {
  sh.calls++;
  if (text === "") return 0;
  const written = yield* sh.sys.write(1, encode(text));
  if (!failed(written)) return 0;
  if (sh.isBash) yield* complain(sh, `write error: ${strerror(written)}`, name);
  else if (sh.dialect.name === "dash") yield* complain(sh, `${name}: I/O error`, name);
  else if (name === "echo") yield* complainShort(sh, `write error: ${strerror(written)}`);
  return 1;
}

/** busybox's applets speak with the shell's name only. */
export function* complainShort(sh: Shell, message: string): Task<void> {
  yield* sh.sys.write(2, encode(`${sh.state.source}: ${message}\n`));
}
