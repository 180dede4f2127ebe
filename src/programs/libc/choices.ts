// Options whose value is one of a few words (`--sort=time`), as GNU's argmatch reads them: any beginning that
// is not ambiguous will do, and the error lists all words.

import { encode } from "../../base/utf8.ts";
import type { Task } from "../../kernel/sys.ts";
import type { Io } from "./command.ts";
import { isUtf8, shellQuote } from "./quote.ts";

/** Words that mean the same stand in one group; the first of them is what `choose` answers. */
export type Choices = readonly (readonly string[])[];

/** undefined after it has complained; `option` is as the message names it: `--sort`. */
export function* choose(io: Io, option: string, value: string, choices: Choices): Task<string | undefined> {
  const exact = choices.find((group) => group.includes(value));
  if (exact !== undefined) return exact[0];
  const begun = choices.filter((group) => group.some((word) => word.startsWith(value)));
  if (begun.length === 1) return begun[0]?.[0];
  const utf8 = isUtf8(io.env);
  const kind = begun.length === 0 ? "invalid" : "ambiguous";
  const list = choices.map(
    (group) => `  - ${group.map((word) => shellQuote(word, utf8, true)).join(", ")}\n`,
  );
  yield* io.complain(`${kind} argument ${shellQuote(value, utf8, true)} for '${option}'`, io.usageStatus);
  yield* io.sys.write(
    2,
    encode(`Valid arguments are:\n${list.join("")}Try '${io.name} --help' for more information.\n`),
  );
  return undefined;
}
