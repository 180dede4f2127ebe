// Flags from words, as pflag reads them: `-f x`, `-fx`, `-f=x`, clusters, `--flag x`, `--flag=x`, `--`, flags among the
// arguments or not. What goes wrong is pflag's text. Nothing here knows of commands and their ways of complaining.

import { fail, ok, type Result } from "../../base/result.ts";
import { encode } from "../../base/utf8.ts";
import { quote, quoteRune } from "../../base/go/quote.ts";
import type { Flag, FlagSet } from "../grammar/command.ts";

export interface ParseFlags {
  readonly flags: FlagSet;
  readonly interspersed: boolean;
  /** takes a value, or says what is wrong with it */
  readonly set: (flag: Flag, value: string) => string | undefined;
  /** a shorthand that is deprecated was used */
  readonly shorthandUsed: (flag: Flag) => void;
  /** a flag was named by another spelling than its own */
  readonly spelled: (flag: Flag, spelling: string, withValue: boolean) => void;
}

/** What was not a flag, nor the value of one. */
export function parseFlags(words: readonly string[], how: ParseFlags): Result<string[], string> {
  const rest: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as string;
    if (word === "--") return ok([...rest, ...words.slice(i + 1)]);
    if (!word.startsWith("-") || word === "-") {
      if (!how.interspersed) return ok([...rest, ...words.slice(i)]);
      rest.push(word);
      continue;
    }
    const step = word.startsWith("--")
      ? longFlag(word, words[i + 1], how)
      : shortFlags(word, words[i + 1], how);
    if (!step.ok) return step;
    i += step.value;
  }
  return ok(rest);
}

/** How many further words the flag took: 0 or 1. */
type Taken = Result<0 | 1, string>;

const isBool = (flag: Flag): boolean => flag.kind === "bool";

function longFlag(word: string, next: string | undefined, how: ParseFlags): Taken {
  const text = word.slice(2);
  if (text.startsWith("-") || text.startsWith("=")) return fail(`bad flag syntax: ${word}`);
  const equals = text.indexOf("=");
  const name = equals < 0 ? text : text.slice(0, equals);
  const flag = how.flags.byName.get(name);
  if (flag === undefined) return fail(`unknown flag: --${name}`);
  if (flag.name !== name) how.spelled(flag, name, equals >= 0);
  if (equals >= 0) return give(flag, text.slice(equals + 1), 0, how);
  if (isBool(flag)) return give(flag, "true", 0, how);
  return next === undefined ? fail(`flag needs an argument: --${name}`) : give(flag, next, 1, how);
}

function shortFlags(word: string, next: string | undefined, how: ParseFlags): Taken {
  for (let rest = word.slice(1); rest !== "";) {
    const flag = how.flags.byShorthand.get(rest[0] as string);
    if (flag === undefined) return fail(`unknown shorthand flag: ${firstByte(rest)} in -${rest}`);
    const after = rest.slice(1);
    const written =
      after.length > 1 && after.startsWith("=") ? after.slice(1) : isBool(flag) ? undefined : after;
    if (written === "" && next === undefined)
      return fail(`flag needs an argument: ${firstByte(rest)} in -${rest}`);
    if (flag.shorthandDeprecated !== "") how.shorthandUsed(flag);
    if (written === undefined) {
      const step = give(flag, "true", 0, how);
      if (!step.ok) return step;
      rest = after;
    } else return written === "" ? give(flag, next as string, 1, how) : give(flag, written, 0, how);
  }
  return ok(0);
}

function give(flag: Flag, value: string, taken: 0 | 1, how: ParseFlags): Taken {
  const wrong = how.set(flag, value);
  return wrong === undefined ? ok(taken) : fail(invalidValue(flag, value, wrong));
}

/** The shorthand comes first even where the long form was written, unless it is deprecated. */
function invalidValue(flag: Flag, value: string, wrong: string): string {
  const short = flag.shorthand !== "" && flag.shorthandDeprecated === "" ? `-${flag.shorthand}, ` : "";
  return `invalid argument ${quote(value)} for ${quote(`${short}--${flag.name}`)} flag: ${wrong}`;
}

/** pflag looks at the first byte, and shows it as the character of that number. */
const firstByte = (text: string): string => quoteRune(String.fromCharCode(encode(text)[0] as number));
