// Command-line options as getopt_long(3) reads them, from a short description:
//
//   "a/all  n:/lines:  color?  0/null"
//
// A word is an option: its letter, its long name, or both; `:` takes a value, `?` takes one only after `=`
// (long) or in the same word (short). The option goes by its letter, or its long name if it has none.
// Words come in any order unless the description begins with "+"; with "-" the words between are given among the
// options, for programs to which their order matters. Not here: what is said of a wrong one (command.ts).

export type Takes = "nothing" | "value" | "optional";

export interface Option {
  /** letter, or long name if there is none */
  readonly key: string;
  readonly letter: string | undefined;
  readonly long: string | undefined;
  readonly takes: Takes;
}

export interface OptionTable {
  readonly inOrder: boolean;
  readonly mixed: boolean;
  readonly byLetter: ReadonlyMap<string, Option>;
  readonly byName: ReadonlyMap<string, Option>;
}

const TAKES: Record<string, Takes> = { ":": "value", "?": "optional", "": "nothing" };

export function describeOptions(description: string): OptionTable {
  const byLetter = new Map<string, Option>();
  const byName = new Map<string, Option>();
  const words = description
    .replace(/^[-+]/, "")
    .split(/\s+/)
    .filter((word) => word !== "");
  for (const word of words) {
    const mark = /[:?]/.exec(word)?.[0] ?? "";
    const names = word.replace(/[:?]/g, "").split("/");
    const letter = names.find((name) => name.length === 1);
    const long = names.find((name) => name.length > 1);
    const option: Option = { key: letter ?? (long as string), letter, long, takes: TAKES[mark] as Takes };
    if (letter !== undefined) byLetter.set(letter, option);
    if (long !== undefined) byName.set(long, option);
  }
  return { inOrder: description.startsWith("+"), mixed: description.startsWith("-"), byLetter, byName };
}

/** The key of a word that is no option, where those are given among the options. */
export const WORD = "";

export interface Given {
  readonly key: string;
  readonly value: string | undefined;
}

export type OptionError =
  | { readonly kind: "unknown-letter"; readonly name: string }
  | { readonly kind: "unknown-name"; readonly name: string }
  | { readonly kind: "ambiguous"; readonly name: string; readonly candidates: readonly string[] }
  | { readonly kind: "needs-value"; readonly name: string; readonly letter: boolean }
  | { readonly kind: "takes-none"; readonly name: string };

export class Options {
  constructor(
    /** in the order in which they stood */
    readonly given: readonly Given[],
    readonly operands: readonly string[],
  ) {}

  has(key: string): boolean {
    return this.given.some((option) => option.key === key);
  }

  /** The last value that was given; undefined without one. */
  value(key: string): string | undefined {
    return this.given.findLast((option) => option.key === key)?.value;
  }

  values(key: string): string[] {
    return this.given.flatMap((option) =>
      option.key === key && option.value !== undefined ? [option.value] : [],
    );
  }

  /** Which of these came last: for options that undo each other. */
  last(...keys: string[]): string | undefined {
    return this.given.findLast((option) => keys.includes(option.key))?.key;
  }
}

const isError = (answer: Options | OptionError): answer is OptionError => "kind" in answer;
export { isError as isOptionError };

export function parseOptions(table: OptionTable, args: readonly string[]): Options | OptionError {
  const given: Given[] = [];
  const operands: string[] = [];
  const addWord = (word: string): void => {
    operands.push(word);
    if (table.mixed) given.push({ key: WORD, value: word });
  };
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] as string;
    if (arg === "--") {
      for (const word of args.slice(i + 1)) addWord(word);
      break;
    }
    if (arg === "-" || !arg.startsWith("-")) {
      if (table.inOrder) {
        operands.push(...args.slice(i));
        break;
      }
      addWord(arg);
      continue;
    }
    const used = arg.startsWith("--")
      ? readLong(table, arg, args[i + 1], given)
      : readLetters(table, arg, args[i + 1], given);
    if (typeof used === "object") return used;
    if (used) i++;
  }
  return new Options(given, operands);
}

/** True if the next word was taken as the value. */
function readLong(
  table: OptionTable,
  arg: string,
  next: string | undefined,
  given: Given[],
): boolean | OptionError {
  const equals = arg.indexOf("=");
  const name = equals < 0 ? arg.slice(2) : arg.slice(2, equals);
  const found = findLong(table, name);
  // getopt_long(3) repeats the whole word where it does not know the option
  if ("kind" in found) return { ...found, name: arg.slice(2) };
  const value = equals < 0 ? undefined : arg.slice(equals + 1);
  if (value !== undefined && found.takes === "nothing")
    return { kind: "takes-none", name: found.long as string };
  if (value === undefined && found.takes === "value") {
    if (next === undefined) return { kind: "needs-value", name: found.long as string, letter: false };
    given.push({ key: found.key, value: next });
    return true;
  }
  given.push({ key: found.key, value });
  return false;
}

function findLong(table: OptionTable, name: string): Option | OptionError {
  const exact = table.byName.get(name);
  if (exact !== undefined) return exact;
  const candidates = [...table.byName.keys()].filter((long) => long.startsWith(name));
  if (candidates.length === 1) return table.byName.get(candidates[0] as string) as Option;
  if (candidates.length > 1) return { kind: "ambiguous", name, candidates };
  return { kind: "unknown-name", name };
}

function readLetters(
  table: OptionTable,
  arg: string,
  next: string | undefined,
  given: Given[],
): boolean | OptionError {
  for (let at = 1; at < arg.length; at++) {
    const letter = arg[at] as string;
    const option = table.byLetter.get(letter);
    if (option === undefined) return { kind: "unknown-letter", name: letter };
    if (option.takes === "nothing") {
      given.push({ key: option.key, value: undefined });
      continue;
    }
    const rest = arg.slice(at + 1);
    if (rest !== "" || option.takes === "optional") {
      given.push({ key: option.key, value: rest === "" ? undefined : rest });
      return false;
    }
    if (next === undefined) return { kind: "needs-value", name: letter, letter: true };
    given.push({ key: option.key, value: next });
    return true;
  }
  return false;
}
