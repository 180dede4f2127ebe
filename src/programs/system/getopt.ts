// getopt(1), util-linux's: options of a shell script in order, quoted so that `eval set --` reads them again. Long options may be
// shortened. Not here: quoting for csh.

import { command, type Io } from "../libc/command.ts";

type Takes = "none" | "value" | "optional";

const quote = (word: string, plain: boolean): string => (plain ? word : `'${word.replaceAll("'", "'\\''")}'`);

const takesOf = (colons: string): Takes => (colons === "::" ? "optional" : colons === ":" ? "value" : "none");

const shortTable = (text: string): Map<string, Takes> =>
  new Map(
    [...text.replace(/^[+-]/, "").matchAll(/([^:])(:{0,2})/g)].map(([, letter = "", colons = ""]) => [
      letter,
      takesOf(colons),
    ]),
  );

const longTable = (texts: readonly string[]): Map<string, Takes> =>
  new Map(texts.flatMap((text) => text.split(/[,\s]+/)).filter((word) => word !== "").map((word) => [word.replace(/:+$/, ""), takesOf(/:*$/.exec(word)?.[0] ?? "")])); // prettier-ignore

class Reading {
  readonly out: string[] = [];
  readonly rest: string[] = [];
  wrong = false;

  constructor(
    private readonly io: Io,
    private readonly name: string,
    private readonly short: ReadonlyMap<string, Takes>,
    private readonly long: ReadonlyMap<string, Takes>,
    private readonly plain: boolean,
  ) {}

  private *complain(text: string): Generator<undefined, void, void> {
    this.wrong = true;
    if (!this.io.has("q")) yield* this.io.tell(`${this.name}: ${text}\n`);
  }

  *read(args: readonly string[], inOrder: boolean) {
    for (let i = 0; i < args.length; i++) {
      const word = args[i] as string;
      if (word === "--") {
        this.rest.push(...args.slice(i + 1));
        return;
      }
      if (!word.startsWith("-") || word === "-") {
        if (inOrder) {
          this.rest.push(...args.slice(i));
          return;
        }
        this.rest.push(word);
      } else if (word.startsWith("--")) i += yield* this.longOption(word.slice(2), args[i + 1]);
      else i += yield* this.letters(word.slice(1), args[i + 1]);
    }
  }

  private *longOption(word: string, next: string | undefined): Generator<undefined, number, void> {
    const [given = "", ...parts] = word.split("=");
    const value = parts.length === 0 ? undefined : parts.join("=");
    const found = this.long.has(given) ? [given] : [...this.long.keys()].filter((one) => one.startsWith(given));
    const [name] = found;
    if (name === undefined) yield* this.complain(`unrecognized option '--${given}'`);
    else if (found.length > 1) yield* this.complain(`option '--${given}' is ambiguous; possibilities:${found.map((one) => ` '--${one}'`).join("")}`);
    else if (this.long.get(name) === "none") {
      if (value === undefined) this.out.push(`--${name}`);
      else yield* this.complain(`option '--${name}' doesn't allow an argument`);
    } else if (value !== undefined || this.long.get(name) === "optional") this.out.push(`--${name}`, quote(value ?? "", this.plain));
    else if (next === undefined) yield* this.complain(`option '--${name}' requires an argument`);
    else {
      this.out.push(`--${name}`, quote(next, this.plain));
      return 1;
    }
    return 0;
  } // prettier-ignore

  private *letters(word: string, next: string | undefined): Generator<undefined, number, void> {
    for (let at = 0; at < word.length; at++) {
      const letter = word[at] as string;
      const takes = this.short.get(letter);
      const rest = word.slice(at + 1);
      if (takes === undefined) yield* this.complain(`invalid option -- '${letter}'`);
      else if (takes === "none") this.out.push(`-${letter}`);
      else if (rest !== "" || takes === "optional") {
        this.out.push(`-${letter}`, quote(rest, this.plain));
        return 0;
      } else if (next === undefined) yield* this.complain(`option requires an argument -- '${letter}'`);
      else {
        this.out.push(`-${letter}`, quote(next, this.plain));
        return 1;
      }
    }
    return 0;
  }
}

export const getopt = command(
  {
    name: "getopt",
    gnu: "+a/alternative l/longoptions: n/name: o/options: q/quiet Q/quiet-output s/shell: T/test u/unquoted",
    busybox: "+a l: n: o: q Q s: T u",
    usageStatus: 2,
    package: "util-linux 2.41.2",
  },
  function* (io) {
    if (io.has("T")) return 4;
    const [first, ...operands] = io.operands;
    const given = io.value("o");
    if (given === undefined && first === undefined) return yield* io.misuse("missing optstring argument");
    const short = given ?? first ?? "";
    const args = given === undefined ? operands : io.operands;
    const old = given === undefined && io.options.given.length === 0;
    const reading = new Reading(io, io.value("n") ?? "getopt", shortTable(short), longTable(io.options.values("l")), io.has("u") || old); // prettier-ignore
    yield* reading.read(args[0] === "--" && given !== undefined ? args.slice(1) : args, short.startsWith("+") || io.env.has("POSIXLY_CORRECT")); // prettier-ignore
    const words = [...reading.out, "--", ...reading.rest.map((word) => quote(word, io.has("u") || old))];
    if (!io.has("Q")) yield* io.print(` ${words.join(" ")}\n`);
    return reading.wrong ? 1 : 0;
  },
);
