// What dig is asked, from its words: each name is a lookup of its own, and what stands before the first name holds for
// all (bind9 bin/dig/dig.c). Not here: files of lookups (-f), TCP, EDNS, keys, and options that change only the query.

import { reverseName, TYPES } from "../libc/dns.ts";

export interface Lookup {
  name: string;
  type: string | undefined;
  server: string | undefined;
  port: number;
  tries: number;
  /** seconds */
  timeout: number;
  search: boolean;
  /** the command line is shown if nobody answers, which is settled where the name stands */
  greets: boolean;
  /** parts of the answer that are shown, and columns of its records */
  readonly shows: Set<string>;
}

export interface Asked {
  readonly lookups: readonly Lookup[];
  readonly short: boolean;
  readonly warnings: readonly string[];
}

const PARTS = ["cmd", "comments", "question", "answer", "authority", "additional", "stats"];
const COLUMNS = ["ttlid", "class"];

/** Known, and of no effect on what is shown here. */
const SILENT = new Set("recurse rec edns cookie dnssec multiline tcp vc ignore fail adflag cdflag aaflag identify qr trunc nssearch besteffort defname bufsize nsid subnet ednsflags expire keepopen crypto onesoa rrcomments split unknownformat idnin idnout sigchase".split(" ")); // prettier-ignore

const CLASSES = new Set(["IN", "CH", "HS", "CHAOS", "HESIOD"]);

class Reading {
  readonly common: Lookup = { name: ".", type: undefined, server: undefined, port: 53, tries: 3, timeout: 5, search: false, greets: true, shows: new Set([...PARTS, ...COLUMNS]) }; // prettier-ignore
  readonly lookups: Lookup[] = [];
  readonly warnings: string[] = [];
  short = false;

  get current(): Lookup {
    return this.lookups.at(-1) ?? this.common;
  }

  begin(name: string, type = this.common.type): void {
    const shows = new Set(this.common.shows);
    this.lookups.push({ ...this.common, name, type, shows, greets: shows.has("cmd") && !this.short });
  }

  setType(type: string): void {
    if (this.current.type !== undefined) this.warnings.push(";; Warning, extra type option\n");
    this.current.type = type;
  }

  /** A word that is no option: a type, a class, or a name. */
  word(word: string): void {
    const upper = word.toUpperCase();
    if (TYPES.has(upper)) this.setType(upper);
    else if (!CLASSES.has(upper)) this.begin(word);
  }

  /** `+[no]NAME[=VALUE]`; whether there is such an option. */
  plus(text: string): boolean {
    const [, no = "", name = "", value] = /^(no)?([a-z]+)(?:=(.*))?$/i.exec(text) ?? [];
    const on = no === "";
    const { current } = this;
    const show = (parts: readonly string[]): void => {
      for (const part of parts) {
        if (on) current.shows.add(part);
        else current.shows.delete(part);
      }
    };
    if (name === "all") show(PARTS);
    else if (PARTS.includes(name) || COLUMNS.includes(name)) show([name]);
    else if (name === "ttl") show(["ttlid"]);
    else if (name === "short") this.short = on;
    else if (name === "search") current.search = on;
    else if (name === "tries" || name === "retry")
      current.tries = Math.max(1, Number(value) + (name === "retry" ? 1 : 0)); // prettier-ignore
    else if (name === "time" || name === "timeout") current.timeout = Math.max(1, Number(value));
    else return SILENT.has(name);
    return true;
  }

  /** A letter that takes a value. */
  letter(letter: string, value: string): boolean {
    if (letter === "x") this.begin(reverseName(value), "PTR");
    else if (letter === "q") this.begin(value);
    else if (letter === "t") this.setType(value.toUpperCase());
    else if (letter === "p") this.current.port = Number(value);
    else return letter === "c" || letter === "b" || letter === "y" || letter === "k";
    return true;
  }
}

/** Or the word that is no option of dig's. */
export function readDigWords(words: readonly string[]): Asked | { readonly invalid: string } {
  const reading = new Reading();
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as string;
    if (word.startsWith("@")) reading.current.server = word.slice(1);
    else if (word.startsWith("+")) {
      if (!reading.plus(word.slice(1))) return { invalid: word };
    } else if (/^-[46imru]+$/.test(word)) continue;
    else if (/^-./.test(word)) {
      const value = word.length > 2 ? word.slice(2) : words[++at];
      if (value === undefined || !reading.letter(word.charAt(1), value)) return { invalid: word };
    } else reading.word(word);
  }
  if (reading.lookups.length === 0) reading.begin(".", reading.common.type ?? "NS");
  return { lookups: reading.lookups, short: reading.short, warnings: reading.warnings };
}
