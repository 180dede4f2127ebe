// The present record and its fields. Fields are split when one is asked for, and the record is put together again when a
// field was set; both only then, as most programs need neither.

import type { Matcher } from "../../libc/regex.ts";
import { Input, type Value } from "./values.ts";

/** How text is split into fields or by split(). */
export type Separator =
  | { readonly kind: "blanks" }
  | { readonly kind: "character"; readonly character: string }
  | { readonly kind: "each" }
  | { readonly kind: "regex"; readonly regex: Matcher };

/** Spaces, tabs and newlines, with those at the ends left out. */
function splitBlanks(text: string): string[] {
  const fields: string[] = [];
  const n = text.length;
  for (let i = 0; i < n;) {
    let code = text.charCodeAt(i);
    while (code === 32 || code === 9 || code === 10) code = text.charCodeAt(++i);
    if (i >= n) break;
    const start = i;
    while (i < n && code !== 32 && code !== 9 && code !== 10) code = text.charCodeAt(++i);
    fields.push(text.slice(start, i));
  }
  return fields;
}

function splitRegex(text: string, regex: Matcher): string[] {
  const fields: string[] = [];
  let start = 0;
  for (let from = 0; from <= text.length;) {
    const match = regex.exec(text, from);
    if (match === undefined) break;
    const end = match.index + match[0].length;
    if (end === match.index) {
      from = end + 1;
      continue;
    }
    fields.push(text.slice(start, match.index));
    start = from = end;
  }
  fields.push(text.slice(start));
  return fields;
}

export function splitText(text: string, separator: Separator): string[] {
  if (separator.kind === "blanks") return splitBlanks(text);
  if (text === "") return [];
  if (separator.kind === "each") return [...text];
  return separator.kind === "character" ? text.split(separator.character) : splitRegex(text, separator.regex);
}

export class AwkRecord {
  private text = "";
  private whole: Value = undefined;
  private fields: (string | Value | Input)[] = [];
  private isSplit = true;
  private isJoined = true;

  constructor(
    private readonly separator: () => Separator,
    private readonly joiner: () => string,
    private readonly textOf: (value: Value) => string,
  ) {}

  set(text: string, value: Value = new Input(text)): void {
    this.text = text;
    this.whole = value;
    this.isSplit = false;
    this.isJoined = true;
  }

  private split(): void {
    this.fields = splitText(this.text, this.separator());
    this.isSplit = true;
  }

  /** Before FS changes: a record that was read keeps its own. */
  settle(): void {
    if (!this.isSplit) this.split();
  }

  private join(): void {
    this.text = this.fields
      .map((field) => (typeof field === "string" ? field : this.textOf(field)))
      .join(this.joiner());
    this.whole = new Input(this.text);
    this.isJoined = true;
  }

  get count(): number {
    if (!this.isSplit) this.split();
    return this.fields.length;
  }

  set count(count: number) {
    if (!this.isSplit) this.split();
    while (this.fields.length < count) this.fields.push("");
    this.fields.length = count;
    this.isJoined = false;
  }

  line(): string {
    if (!this.isJoined) this.join();
    return this.text;
  }

  get(index: number): Value {
    if (index === 0) {
      if (!this.isJoined) this.join();
      return this.whole;
    }
    if (!this.isSplit) this.split();
    const field = this.fields[index - 1];
    // fields from the text are plain until they are asked for
    if (typeof field === "string") return (this.fields[index - 1] = new Input(field));
    return field;
  }

  put(index: number, value: Value): void {
    if (index === 0) {
      this.set(this.textOf(value), typeof value === "object" ? value : new Input(this.textOf(value)));
      return;
    }
    if (!this.isSplit) this.split();
    while (this.fields.length < index) this.fields.push("");
    this.fields[index - 1] = typeof value === "string" ? new Text(value) : value;
    this.isJoined = false;
  }
}

/** A text that was assigned to a field: never a number. */
class Text extends Input {
  override isNumber(): boolean {
    return false;
  }
}
