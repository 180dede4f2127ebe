// What a shell says on standard error, with the beginning that each gives its messages: `bash: line 3: `,
// `sh: 3: `, `sh: line 3: ` or, for a builtin of busybox, `sh: cd: line 3: `. Relies on the state of the shell.
// Not here: the sentences of syntax errors (syntax-messages.ts).

import { encode } from "../../base/utf8.ts";
import type { Task } from "../../kernel/sys.ts";
import type { Shell } from "./shell.ts";

/** What messages begin with; `builtin` is the builtin that speaks. */
export function prefixOf(sh: Shell, builtin?: string): string {
  const { interactive, line, speaker, persistent } = sh.state;
  const speaks = builtin ?? (sh.isBash ? undefined : speaker);
  const said = speaks === undefined ? "" : `${speaks}: `;
  if (sh.isBash) {
    if ((interactive || persistent) && sh.frames.length === 0)
      return `${interactive ? ownName(sh) : sh.name}: ${said}`;
    return `${messageSource(sh)}: line ${line}: ${said}`;
  }
  if (sh.dialect.name === "dash") return `${sh.state.source}: ${line}: ${said}`;
  return interactive ? `${sh.state.source}: ${said}` : `${sh.state.source}: ${said}line ${line}: `;
}

/** What a shell at a terminal calls itself: the last part of how it was called (bash error.c get_name_for_error). */
export const ownName = ({ name }: Shell): string => name.slice(name.lastIndexOf("/") + 1);

/** bash names the file of the function or script that speaks. */
function messageSource(sh: Shell): string {
  const frame = sh.frames[sh.frames.length - 1];
  return frame === undefined ? sh.state.source : frame.source;
}

export function* printError(sh: Shell, text: string): Task<void> {
  yield* sh.sys.write(2, encode(text));
}

/** One message with its beginning. */
export const complain = (sh: Shell, message: string, builtin?: string): Task<void> =>
  printError(sh, `${prefixOf(sh, builtin)}${message}\n`);

export function* print(sh: Shell, text: string): Task<number> {
  if (text === "") return 0;
  const written = yield* sh.sys.write(1, encode(text));
  return typeof written === "string" ? 1 : 0;
}
