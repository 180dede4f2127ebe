// What the readers of a sed script share: the list that they fill, text that goes on over lines and expressions, and
// what must come after a command.

import type { Dialect } from "./patterns.ts";
import type { Command } from "./script.ts";
import type { Fault, Scanner } from "./scanner.ts";

/** A list that the parser fills while it reads. */
export interface Reading {
  readonly dialect: Dialect;
  readonly commands: Command[];
  readonly written: string[];
  readonly labels: Map<string, number>;
  readonly sandbox: boolean;
  /** the text of a, i or c goes on in the next piece */
  pending: { text: string } | undefined;
}

/** Text up to a newline without a backslash before it; backslashes go away. `open`: the piece ended with one. */
export function readText(scanner: Scanner): { readonly text: string; readonly open: boolean } {
  let text = "";
  for (;;) {
    const c = scanner.next();
    if (c === undefined || c === "\n") return { text: `${text}\n`, open: false };
    if (c !== "\\") {
      text += c;
      continue;
    }
    const escaped = scanner.next();
    if (escaped === undefined) return { text: `${text}\n`, open: true };
    text += escaped === "t" ? "\t" : escaped === "n" ? "\n" : escaped;
  }
}

/** A command must be followed by a newline, a semicolon or a closing brace; busybox's needs nothing. */
export function endOfCommand(scanner: Scanner, { gnu }: Dialect): Fault | undefined {
  scanner.skipBlanks();
  const c = scanner.next();
  if (c === undefined || c === "\n" || c === ";") return undefined;
  if (c === "}" || c === "#" || !gnu) {
    scanner.back(c);
    return undefined;
  }
  return scanner.fault("extra characters after command");
}
