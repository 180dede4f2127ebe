// The colours that grep --color gives to what it prints, as GREP_COLORS names them. A sequence that is empty
// colours nothing.

export interface Colors {
  /** matched text in selected lines, in context lines */
  readonly matchSelected: string;
  readonly matchContext: string;
  /** whole lines */
  readonly selected: string;
  readonly context: string;
  readonly file: string;
  readonly line: string;
  readonly byte: string;
  readonly separator: string;
  /** without the sequence that clears to the end of the line */
  readonly noClear: boolean;
}

export function colorsOf(variable: string, match: string | undefined): Colors {
  const given = new Map<string, string>();
  for (const part of variable.split(":")) {
    const [name = "", value] = part.split("=");
    given.set(name, value ?? "");
  }
  const both = given.get("mt") ?? (match || "01;31");
  const reversed = given.has("rv");
  const selected = given.get("sl") ?? "";
  const context = given.get("cx") ?? "";
  return {
    matchSelected: given.get("ms") ?? both,
    matchContext: given.get("mc") ?? both,
    selected: reversed ? context : selected,
    context: reversed ? selected : context,
    file: given.get("fn") ?? "35",
    line: given.get("ln") ?? "32",
    byte: given.get("bn") ?? "32",
    separator: given.get("se") ?? "36",
    noClear: given.has("ne"),
  };
}

export function colored(text: string, sequence: string, noClear: boolean): string {
  if (sequence === "" || text === "") return text;
  const clear = noClear ? "" : "\x1b[K";
  return `\x1b[${sequence}m${clear}${text}\x1b[m${clear}`;
}
