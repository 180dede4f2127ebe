// Takes requests and replies off what has come over a connection: arrays of strings, and lines of words as people
// type them with nc. What is not whole yet is left. Relies on reply.ts for the shapes.

import { array, bulk, fault, integer, NIL, NIL_ARRAY, status, type Reply } from "./reply.ts";
import { splitWords } from "./words.ts";

export type Parsed<T> =
  | { readonly kind: "whole"; readonly value: T; readonly next: number }
  | { readonly kind: "more" }
  /** the connection is to be closed after this was said */
  | { readonly kind: "wrong"; readonly why: string };

const MORE = { kind: "more" } as const;
const MAX_BULK = 512 << 20;
const MAX_WORDS = 1 << 20;
const MAX_INLINE = 65_536;

const whole = <T>(value: T, next: number): Parsed<T> => ({ kind: "whole", value, next });
const wrong = (why: string): { readonly kind: "wrong"; readonly why: string } => ({ kind: "wrong", why });

function lineAt(text: string, at: number): { readonly line: string; readonly next: number } | undefined {
  const end = text.indexOf("\r\n", at);
  return end < 0 ? undefined : { line: text.slice(at, end), next: end + 2 };
}

/** The words of the next request; none for an empty line. */
export function parseRequest(text: string, at: number): Parsed<readonly string[]> {
  if (at >= text.length) return MORE;
  return text[at] === "*" ? parseWords(text, at) : parseInline(text, at);
}

function parseInline(text: string, at: number): Parsed<readonly string[]> {
  const end = text.indexOf("\n", at);
  if (end < 0)
    return text.length - at > MAX_INLINE ? wrong("ERR Protocol error: too big inline request") : MORE;
  const words = splitWords(text.slice(at, end).replace(/\r$/, ""));
  if (words === undefined) return wrong("ERR Protocol error: unbalanced quotes in request");
  return whole(words, end + 1);
}

function parseWords(text: string, at: number): Parsed<readonly string[]> {
  const head = lineAt(text, at);
  if (head === undefined) return MORE;
  const count = /^\*-?\d+$/.test(head.line) ? Number(head.line.slice(1)) : NaN;
  if (!(count <= MAX_WORDS)) return wrong("ERR Protocol error: invalid multibulk length");
  const words: string[] = [];
  let { next } = head;
  while (words.length < count) {
    const size = lineAt(text, next);
    if (size === undefined) return MORE;
    if (size.line[0] !== "$")
      return wrong(`ERR Protocol error: expected '$', got '${size.line.slice(0, 1)}'`);
    const length = /^\$\d+$/.test(size.line) ? Number(size.line.slice(1)) : NaN;
    if (!(length <= MAX_BULK)) return wrong("ERR Protocol error: invalid bulk length");
    if (text.length < size.next + length + 2) return MORE;
    words.push(text.slice(size.next, size.next + length));
    next = size.next + length + 2;
  }
  return whole(words, next);
}

export function parseReply(text: string, at: number): Parsed<Reply> {
  const head = lineAt(text, at);
  if (head === undefined) return MORE;
  const rest = head.line.slice(1);
  switch (head.line[0]) {
    case "+":
      return whole(status(rest), head.next);
    case "-":
      return whole(fault(rest), head.next);
    case ":":
      return whole(integer(BigInt(rest)), head.next);
    case "$": {
      const length = Number(rest);
      if (length < 0) return whole(NIL, head.next);
      if (text.length < head.next + length + 2) return MORE;
      return whole(bulk(text.slice(head.next, head.next + length)), head.next + length + 2);
    }
    case "*":
      return parseItems(text, head.next, Number(rest));
    default:
      return wrong(`Protocol error, got ${JSON.stringify(head.line.slice(0, 1))} as reply type byte`);
  }
}

function parseItems(text: string, at: number, count: number): Parsed<Reply> {
  if (count < 0) return whole(NIL_ARRAY, at);
  const items: Reply[] = [];
  let next = at;
  while (items.length < count) {
    const item = parseReply(text, next);
    if (item.kind !== "whole") return item;
    items.push(item.value);
    ({ next } = item);
  }
  return whole(array(items), next);
}
