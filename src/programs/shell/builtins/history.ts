// history and fc: the list of typed commands (bash, "Bash History Builtins"). Reading and writing history files
// is done when a shell begins and ends (interactive.ts).
// Not here: expansion of `!` (../history.ts), editing with fc.

import type { Task } from "../../../kernel/sys.ts";
import { print } from "../messages.ts";
import type { Outcome, Shell } from "../shell.ts";
import { wrong } from "./complaints.ts";
import { has, isRefusal, readOptions, valueOf } from "./options.ts";

function* list(sh: Shell, from: number, to: number, numbered = true, reversed = false): Task<number> {
  const lines: string[] = [];
  for (let n = Math.max(from, sh.history.first); n <= to; n++) {
    const text = sh.history.at(n);
    if (text !== undefined) lines.push(numbered ? `${String(n).padStart(5)}  ${text}\n` : `\t ${text}\n`);
  }
  return yield* print(sh, (reversed ? lines.reverse() : lines).join(""));
}

export function historyBuiltin(sh: Shell, args: readonly string[]): Outcome {
  const options = readOptions(sh, args, "anrwcpsd:");
  if (isRefusal(options)) return options;
  const { history } = sh;
  if (has(options, "c")) {
    history.clear();
    return 0;
  }
  const removed = valueOf(options, "d");
  if (removed !== undefined) {
    if (history.remove(Number(removed))) return 0;
    return wrong(sh, "history", `${removed}: history position out of range`);
  }
  if (has(options, "s")) {
    history.add(options.rest.join(" "));
    return 0;
  }
  const [count] = options.rest;
  if (count !== undefined && !/^\d+$/.test(count))
    return wrong(sh, "history", `${count}: numeric argument required`);
  const from = count === undefined ? history.first : history.next - Number(count);
  return list(sh, from, history.next - 1);
}

export function fcBuiltin(sh: Shell, args: readonly string[]): Outcome {
  const options = readOptions(sh, args, "e:lnrs");
  if (isRefusal(options)) return options;
  const last = sh.history.next - 1;
  const [first, final] = options.rest;
  const number = (text: string): number => (Number(text) < 0 ? last + Number(text) : Number(text));
  const from = first === undefined ? last - 15 : number(first);
  const to = final === undefined ? (first === undefined ? last - 1 : from) : number(final);
  if (has(options, "l")) return list(sh, from, first !== undefined && final === undefined ? last - 1 : to, !has(options, "n"), has(options, "r")); // prettier-ignore
  return wrong(sh, "fc", "no command found");
}
