// echo as a program: prints its words. GNU's takes options and escapes as bash's does, busybox's as its shell does.
// Relies on libc/escapes.ts. Not here: the shells' builtins.

import { command, type Family } from "../libc/command.ts";
import { ECHO_BUSYBOX, ECHO_BASH, unescape, type EscapeFlavour } from "../libc/escapes.ts";

const FLAVOURS: Record<Family, EscapeFlavour> = {
  gnu: { ...ECHO_BASH, unicode: false },
  busybox: ECHO_BUSYBOX,
};

export const echo = command({ name: "echo", gnu: "", busybox: "", raw: true }, function* (io) {
  const words = io.operands;
  if (io.family === "gnu" && words.length === 1 && /^--(?:help|version)$/.test(words[0] as string)) {
    yield* io.print(
      words[0] === "--help"
        ? `Usage: ${io.name} [SHORT-OPTION]... [STRING]...\n`
        : "echo (GNU coreutils) 9.7\n",
    );
    return 0;
  }
  let first = 0;
  let newline = true;
  let escapes = false;
  for (; first < words.length && /^-[neE]+$/.test(words[first] as string); first++)
    for (const letter of (words[first] as string).slice(1))
      if (letter === "n") newline = false;
      else escapes = letter === "e";
  const text = words.slice(first).join(" ");
  const done = escapes ? unescape(FLAVOURS[io.family], text) : { text, ended: false };
  yield* io.print(newline && !done.ended ? `${done.text}\n` : done.text);
  return 0;
});
