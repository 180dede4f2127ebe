// The words of `--help`: what the rows of the grammar's table say of themselves. Split when first asked for, as few
// command lines ask.

import { must } from "../../base/assert.ts";
import type { Command, Flag } from "../grammar/command.ts";
import { unescapeText } from "../grammar/decode.ts";
import { COMMAND_TEXTS, FLAG_TEXTS } from "./help-text.ts";

let flagTexts: string[] | undefined;
let commandTexts: string[] | undefined;

/** `--help` itself has no row. */
export function flagDescription(flag: Flag): string {
  flagTexts ??= FLAG_TEXTS.split("\n");
  return flag.row < 0 ? "Print usage" : unescapeText(must(flagTexts[flag.row], flag.name));
}

export interface Description {
  /** for the list of commands above */
  readonly short: string;
  /** for the command's own help */
  readonly long: string;
  readonly examples: string;
  /** the names of the command, where they are not those that the grammar knows; "-" for none to be shown */
  readonly aliases: string;
}

export function describe(command: Command): Description {
  commandTexts ??= COMMAND_TEXTS.split("\n");
  const [short = "", long = "", examples = "", aliases = ""] = must(commandTexts[command.row], command.path)
    .split("\t")
    .map(unescapeText);
  return { short, long: long === "" ? short : long, examples, aliases };
}

/** `docker container ls, docker container list, docker container ps, docker ps`; "" where there is but one name. */
export function aliasesOf(command: Command): string {
  const written = describe(command).aliases;
  if (written !== "") return written === "-" ? "" : written;
  const names = command.twins.flatMap(({ path, name, aliases }) => {
    const above = path.slice(0, -name.length);
    return [path, ...aliases.map((alias) => above + alias)];
  });
  return names.length > 1 ? names.join(", ") : "";
}
