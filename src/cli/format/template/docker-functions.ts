// The functions that docker adds to templates, and the ones that stand in their place while a table's
// header is made from the same template. Source: docker/cli templates/templates.go.

import { byteLength, byteSlice, split, toLower, toTitle, toUpper } from "../../../base/go/go-string.ts";
import type { GoInt } from "../../../base/go/integers.ts";
import { encodeValue } from "../../../base/go/json-encode.ts";
import { any, type GoType, int, slice, string } from "../../../base/go/types.ts";
import { GoValue, indirectInterface } from "../../../base/go/value.ts";
import { fail, ok } from "../../../base/result.ts";
import { type Called, type Functions, MAX_STRING, okString, type TemplateFunction } from "./functions.ts";

const strings = slice(string);

const define = (params: readonly GoType[], call: (...args: never[]) => Called): TemplateFunction => ({
  params,
  variadic: false,
  call: (args) => (call as (...data: unknown[]) => Called)(...args.map((arg) => arg.data)),
});

const onString = (change: (text: string) => string): TemplateFunction =>
  define([string], (text: string) => okString(change(text)));

function pad(text: string, before: GoInt, after: GoInt): Called {
  if (text === "") return okString("");
  if (before < 0 || after < 0) return fail("strings: negative Repeat count");
  if (before > MAX_STRING || after > MAX_STRING) return fail("strings: Repeat output length overflow");
  return okString(" ".repeat(Number(before)) + text + " ".repeat(Number(after)));
}

function join(items: readonly string[] | null, separator: string): Called {
  const all = items ?? [];
  const length = all.reduce((sum, item) => sum + item.length + separator.length, 0);
  return length > MAX_STRING ? fail("strings: Join output length overflow") : okString(all.join(separator));
}

/** Cuts bytes, so it may cut a character in two. */
function truncate(text: string, length: GoInt): Called {
  if (byteLength(text) < length) return okString(text);
  if (length < 0) return fail(`runtime error: slice bounds out of range [:${length}]`);
  return okString(byteSlice(text, 0, Number(length)));
}

const json: TemplateFunction = {
  params: [any],
  variadic: false,
  call: ([v]) => {
    const encoded = encodeValue(indirectInterface(v as GoValue), { html: false });
    return encoded.ok ? okString(encoded.value) : encoded;
  },
};

export const dockerFunctions: Functions = new Map<string, TemplateFunction>([
  ["json", json],
  [
    "split",
    define([string, string], (text: string, by: string) => ok(new GoValue(strings, split(text, by)))),
  ],
  ["join", define([strings, string], join)],
  ["title", onString(toTitle)],
  ["lower", onString(toLower)],
  ["upper", onString(toUpper)],
  ["pad", define([string, int, int], pad)],
  ["truncate", define([string, int], truncate)],
]);

const same = onString((text) => text);
const sameOfTwo = (second: GoType): TemplateFunction =>
  define([string, second], (text: string) => okString(text));

/** A header stays what it is, but for `pad`, which aligns. */
export const headerFunctions: Functions = new Map([
  ...dockerFunctions,
  ["json", same],
  ["split", sameOfTwo(string)],
  ["join", sameOfTwo(string)],
  ["title", same],
  ["lower", same],
  ["upper", same],
  ["truncate", sameOfTwo(int)],
]);
