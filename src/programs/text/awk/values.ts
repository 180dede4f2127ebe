// Awk's values: numbers, texts, texts from outside that may look like numbers, and variables that were never set. What
// looks like a number is decided once, when it is asked for.

import type { Flavour } from "./flavour.ts";

/** Text from the input, the command line, the environment, or a split: a number if it looks like one. */
export class Input {
  private known: boolean | undefined;
  private value = 0;

  constructor(readonly text: string) {}

  isNumber(flavour: Flavour): boolean {
    if (this.known === undefined) this.decide(flavour);
    return this.known as boolean;
  }

  number(flavour: Flavour): number {
    if (this.known === undefined) this.decide(flavour);
    return this.value;
  }

  private decide(flavour: Flavour): void {
    const { text } = this;
    this.known = looksNumeric(text, flavour);
    this.value = this.known && !flavour.hexText ? Number(text) : numberAtStart(text, flavour);
  }
}

export type Value = number | string | Input | undefined;

const NUMERIC = /^[ \t\n\r\f\v]*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?[ \t\n\r\f\v]*$/;
const HEX = /^[ \t\n\r\f\v]*([-+]?)0[xX]([0-9a-fA-F]+)/;
const WORD = /^[ \t\n\r\f\v]*([-+]?)(inf(?:inity)?|nan)/i;
const SIGNED_WORD = /^[ \t]*[-+](?:inf|nan)[ \t]*$/i;

function looksNumeric(text: string, flavour: Flavour): boolean {
  const code = text.charCodeAt(0);
  // letters and most signs cannot begin a number
  if (!(code <= 57)) return flavour.hexText && /^(?:inf(?:inity)?|nan)\s*$/i.test(text);
  if (NUMERIC.test(text)) return true;
  if (flavour.hexText) return /^\s*[-+]?(?:0[xX][0-9a-fA-F]+|inf(?:inity)?|nan)\s*$/i.test(text);
  return flavour.name === "gawk" && SIGNED_WORD.test(text);
}

const PREFIX = /^[ \t\n\r\f\v]*([-+]?(?:\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?))/;

/** strtod(3)'s reading of the beginning of a text. */
export function numberAtStart(text: string, flavour: Flavour): number {
  if (text === "") return 0;
  if (flavour.hexText) {
    const hex = HEX.exec(text);
    if (hex !== null) return parseInt(hex[2] as string, 16) * (hex[1] === "-" ? -1 : 1);
  }
  const match = PREFIX.exec(text);
  if (match !== null) return Number(match[1]);
  return numberOfWord(text, flavour);
}

function numberOfWord(text: string, flavour: Flavour): number {
  if (!flavour.hexText && !(flavour.name === "gawk" && SIGNED_WORD.test(text))) return 0;
  const word = WORD.exec(text);
  if (word === null) return 0;
  if (/nan/i.test(word[2] as string)) return Number.NaN;
  return word[1] === "-" ? -Infinity : Infinity;
}

export function toNumber(value: Value, flavour: Flavour): number {
  if (typeof value === "number") return value;
  if (value === undefined) return 0;
  return typeof value === "string" ? numberAtStart(value, flavour) : value.number(flavour);
}

export function isTrue(value: Value, flavour: Flavour): boolean {
  if (typeof value === "number") return value !== 0;
  if (value === undefined) return false;
  if (typeof value === "string") return value !== "";
  return value.isNumber(flavour) ? value.number(flavour) !== 0 : value.text !== "";
}

/** Whether a value is compared as a number. */
export const isNumeric = (value: Value, flavour: Flavour): boolean =>
  typeof value === "number" || value === undefined || (typeof value === "object" && value.isNumber(flavour));
