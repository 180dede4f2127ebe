// Number and character constants of templates, read as integer, float and complex at once, as Go's untyped
// constants are. Source of the rules and texts: Go's text/template/parse/node.go.

import { parseFloat64 } from "../../../base/go/floats.ts";
import { type GoInt, parseInteger, parseUint, toGoInt } from "../../../base/go/integers.ts";
import { quote, unquoteChar } from "../../../base/go/quote.ts";
import { fail, ok, type Result } from "../../../base/result.ts";
import type { Token } from "./lexer.ts";
import type { NumberNode } from "./node.ts";

const INT64 = 1n << 63n;

/** A float as an integer, if it is one that 64 bits hold. */
function integral(float: number, signed: boolean): GoInt | undefined {
  if (!Number.isInteger(float)) return undefined;
  const value = BigInt(float);
  const fits = signed ? value >= -INT64 && value < INT64 : value >= 0n && value < INT64 * 2n;
  return fits ? toGoInt(value) : undefined;
}

const ofFloat = (float: number): Pick<NumberNode, "int" | "uint" | "float"> => ({
  int: integral(float, true),
  uint: integral(float, false),
  float,
});

function charConstant({ pos, text }: Token): Result<NumberNode, string> {
  const read = unquoteChar(text.slice(1), "'");
  if (read === undefined) return fail("invalid syntax");
  if (text.slice(1 + read.length) !== "'") return fail(`malformed character constant: ${text}`);
  const { code } = read;
  return ok({ kind: "number", pos, text, int: code, uint: code, float: code, complex: undefined });
}

/** An imaginary part of zero leaves a number that is also what its real part is. */
function complexNumber({ pos, text }: Token, re: number, im: number): NumberNode {
  const real = im === 0 ? ofFloat(re) : { int: undefined, uint: undefined, float: undefined };
  return { kind: "number", pos, text, ...real, complex: { re, im } };
}

function complexConstant(token: Token): Result<NumberNode, string> {
  const cut = Math.max(token.text.lastIndexOf("+"), token.text.lastIndexOf("-"));
  const re = parseFloat64(token.text.slice(0, cut));
  const im = parseFloat64(token.text.slice(cut, -1));
  return re.ok && im.ok
    ? ok(complexNumber(token, re.value, im.value))
    : fail("syntax error scanning complex number");
}

function realConstant({ pos, text }: Token): Result<NumberNode, string> {
  const signed = parseInteger(text, 0);
  const unsigned = parseUint(text, 0);
  const int = signed.ok ? signed.value : undefined;
  const uint = unsigned.ok ? unsigned.value : int === 0 ? 0 : undefined;
  if (int !== undefined || uint !== undefined)
    return ok({ kind: "number", pos, text, int, uint, float: Number(int ?? uint), complex: undefined });
  const float = parseFloat64(text);
  if (!float.ok) return fail(`illegal number syntax: ${quote(text)}`);
  if (!/[.eEpP]/.test(text)) return fail(`integer overflow: ${quote(text)}`);
  return ok({ kind: "number", pos, text, ...ofFloat(float.value), complex: undefined });
}

export function parseNumber(token: Token): Result<NumberNode, string> {
  if (token.type === "char-constant") return charConstant(token);
  if (token.type === "complex") return complexConstant(token);
  if (token.text.endsWith("i")) {
    const imaginary = parseFloat64(token.text.slice(0, -1));
    if (imaginary.ok) return ok(complexNumber(token, 0, imaginary.value));
  }
  return realConstant(token);
}
