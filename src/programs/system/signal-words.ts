// Signals as kill and its kin read and list them: names with or without SIG, numbers, statuses of processes
// that a signal ended (137 is KILL). procps and psmisc call number 29 POLL.

import { SIGRTMAX, SIGRTMIN, signalName, signalNumber, type Signal } from "../../base/signals.ts";

const LAST = 31;

/** POLL for 29, where shells say IO. */
export const wordOf = (signal: Signal): string =>
  signal === 29 ? "POLL" : (signalName(signal) ?? String(signal));

export const ORDINARY: readonly Signal[] = Array.from({ length: LAST }, (_, i) => i + 1);

/** A name or a number; 0 only asks. */
export function parseSignal(text: string): Signal | undefined {
  if (/^\d+$/.test(text)) return Number(text) <= SIGRTMAX ? Number(text) : undefined;
  return signalNumber(text);
}

export const isSignal = (n: number): boolean => (n >= 1 && n <= LAST) || (n >= SIGRTMIN && n <= SIGRTMAX);

/** Names in lines of at most 80 characters, as procps and psmisc list them. */
export function nameLines(): string {
  const lines: string[] = [""];
  for (const signal of ORDINARY) {
    const word = wordOf(signal);
    const last = lines[lines.length - 1] as string;
    if (last.length + word.length + 1 > 78) lines.push(word);
    else lines[lines.length - 1] = last === "" ? word : `${last} ${word}`;
  }
  return `${lines.join("\n")}\n`;
}

/** Seven columns of number and name. */
export function nameTable(): string {
  let text = "";
  for (const signal of ORDINARY) {
    const cell = `${String(signal).padStart(2)} ${wordOf(signal).padEnd(8)}`;
    text += signal % 7 === 0 || signal === LAST ? `${signal === LAST ? cell : cell.trimEnd()}\n` : cell;
  }
  return text;
}

/** busybox: one to a line. */
export const numberedLines = (): string =>
  ORDINARY.map((signal) => `${String(signal).padStart(2)}) ${wordOf(signal)}\n`).join("");
