// The head of an HTTP/1.1 message: its first line and its fields, in their order and spelling. How bodies are
// framed is http-body.ts.

import type { Task } from "../../../kernel/sys.ts";
import type { SocketReader } from "./socket-reader.ts";

export type Field = readonly [name: string, value: string];

export interface HttpHead {
  /** `GET / HTTP/1.1` or `HTTP/1.1 200 OK` */
  readonly first: string;
  readonly fields: readonly Field[];
}

/** The value of a field by its name in small letters. */
export const fieldOf = (fields: readonly Field[], name: string): string | undefined =>
  fields.find(([key]) => key.toLowerCase() === name)?.[1];

export function parseField(line: string): Field | undefined {
  const colon = line.indexOf(":");
  return colon <= 0 ? undefined : [line.slice(0, colon), line.slice(colon + 1).trim()];
}

/** The lines up to the empty one; undefined if the connection ends before anything came. */
export function* readHeadLines(reader: SocketReader): Task<string[] | undefined> {
  const lines: string[] = [];
  for (;;) {
    const line = yield* reader.line();
    if (line === undefined) return lines.length > 0 ? lines : undefined;
    if (line === "") return lines;
    lines.push(line);
  }
}

export const headOf = (lines: readonly string[]): HttpHead => ({
  first: lines[0] ?? "",
  fields: lines.slice(1).flatMap((line) => {
    const field = parseField(line);
    return field === undefined ? [] : [field];
  }),
});

export const formatHead = (first: string, fields: readonly Field[]): string =>
  `${first}\r\n${fields.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`;
