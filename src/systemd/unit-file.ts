// Files of units (systemd.unit(5), systemd.service(5), systemd.socket(5)): sections, keys and values, each key with
// all its values in order; an empty one takes back those before it. Drop-ins are read after the file itself.

/** By section and key, as `Service.ExecStart`. */
export type UnitFile = ReadonlyMap<string, readonly string[]>;

export function parseUnitFile(texts: readonly string[]): UnitFile {
  const all = new Map<string, readonly string[]>();
  for (const text of texts) {
    let section = "";
    for (const line of text.replaceAll("\\\n", " ").split("\n")) {
      const trimmed = line.trim();
      if (trimmed === "" || trimmed.startsWith("#") || trimmed.startsWith(";")) continue;
      const head = /^\[(.+)\]$/.exec(trimmed)?.[1];
      const equals = trimmed.indexOf("=");
      if (head !== undefined) section = head;
      else if (equals > 0) put(all, `${section}.${trimmed.slice(0, equals).trim()}`, trimmed.slice(equals + 1).trim());
    }
  }
  return all;
} // prettier-ignore

function put(all: Map<string, readonly string[]>, key: string, value: string): void {
  all.set(key, value === "" ? [] : [...(all.get(key) ?? []), value]);
}

export const lastOf = (file: UnitFile, key: string, otherwise = ""): string =>
  file.get(key)?.at(-1) ?? otherwise;

/** Names in one or several lines. */
export const namesOf = (file: UnitFile, key: string): readonly string[] =>
  (file.get(key) ?? []).flatMap((line) => line.split(/\s+/)).filter((word) => word !== "");

/** A command of ExecStart= and its kin, split into words. */
export interface ExecLine {
  readonly argv: readonly string[];
  /** `-` before the path: it may fail */
  readonly mayFail: boolean;
}

export function parseExec(line: string, variables: ReadonlyMap<string, string>): ExecLine {
  const [, prefix = "", rest = ""] = /^([-@:+!|]*)(.*)$/s.exec(line) ?? [];
  return { argv: wordsOf(rest).flatMap((word) => expand(word, variables)), mayFail: prefix.includes("-") };
}

const WORD = /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(\S+)/g;

const wordsOf = (text: string): string[] =>
  Array.from(text.matchAll(WORD), ([, double, single, bare]) =>
    (double ?? single ?? bare ?? "").replace(/\\(.)/g, "$1"),
  );

/** `$NAME` alone becomes several words; `${NAME}` anywhere stays within one. */
function expand(word: string, variables: ReadonlyMap<string, string>): string[] {
  const alone = /^\$(\w+)$/.exec(word)?.[1];
  if (alone !== undefined) return (variables.get(alone) ?? "").split(/\s+/).filter((part) => part !== "");
  return [word.replace(/\$\{(\w+)\}/g, (_, name: string) => variables.get(name) ?? "")];
}

const UNITS = new Map([["us", 1], ["ms", 1e3], ["", 1e6], ["s", 1e6], ["sec", 1e6], ["m", 60e6], ["min", 60e6], ["h", 3600e6]]); // prettier-ignore

/** A time span in microseconds (systemd.time(7)); undefined for `infinity`. */
export function parseSpan(text: string): number | undefined {
  if (text === "infinity") return undefined;
  let sum = 0;
  for (const [, count = "0", unit = ""] of text.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]*)/g))
    sum += Number(count) * (UNITS.get(unit) ?? 1e6);
  return sum;
}
