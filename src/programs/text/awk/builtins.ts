// The functions that awk brings along. Each is made into code for its arguments; what they compute is in
// text-functions.ts, mathematics.ts and printf.ts.

import { instantOf, SECOND } from "../../../base/time.ts";
import { parseZone, strftime } from "../../libc/strftime.ts";
import { byteOrder } from "../../libc/byte-order.ts";
import type { AwkArray } from "./arrays.ts";
import { map, map2, map3, mapAll, pure, andThen, waiting, type Code } from "./code.ts";
import type { Compiler } from "./compile-expressions.ts";
import { mathMissing } from "./faults.ts";
import * as mathematics from "../../libc/mathematics.ts";
import { Formatter } from "./printf.ts";
import { RANDOM_MOST } from "./random.ts";
import { splitText, type Separator } from "./record.ts";
import type { Frame } from "./runtime.ts";
import type { Expr, Lvalue } from "./syntax.ts";
import {
  gensubReplacement,
  indexOf,
  lengthOf,
  lower,
  replace,
  replacementOf,
  substring,
  upper,
} from "./text-functions.ts";
import { Input, isNumeric, type Value } from "./values.ts";

type Make = (compiler: Compiler, args: readonly Expr[]) => Code<Value>;

const LITERAL: Expr = { kind: "field", index: { kind: "number", value: 0 } };

/** $0 where the argument is left out. */
const orRecord = (args: readonly Expr[], index: number): Expr => args[index] ?? LITERAL;

const number1 =
  (apply: (x: number) => number): Make =>
  (compiler, args) =>
    map(compiler.number(orRecord(args, 0)), (_, x): Value =>
      compiler.rt.flavour.math ? apply(x) : mathMissing(compiler.rt),
    );

const bits =
  (apply: (a: bigint, b: bigint) => bigint): Make =>
  (compiler, args) =>
    mapAll(
      args.map((arg) => compiler.number(arg)),
      (_, values): Value =>
        Number(BigInt.asUintN(64, values.map((x) => BigInt(Math.trunc(x) || 0)).reduce(apply))),
    );

const MAKERS = new Map<string, Make>([
  ["length", length],
  ["substr", substr],
  ["index", index],
  ["split", split],
  ["sub", (compiler, args) => substitute(compiler, args, 1)],
  ["gsub", (compiler, args) => substitute(compiler, args, 0)],
  ["gensub", gensub],
  ["match", match],
  ["sprintf", sprintf],
  [
    "tolower",
    (compiler, args) =>
      map(compiler.text(orRecord(args, 0)), (_, text): Value => lower(text, compiler.rt.utf8)),
  ],
  [
    "toupper",
    (compiler, args) =>
      map(compiler.text(orRecord(args, 0)), (_, text): Value => upper(text, compiler.rt.utf8)),
  ],
  ["sin", number1(mathematics.sin)],
  ["cos", number1(mathematics.cos)],
  ["exp", number1(mathematics.exp)],
  ["log", number1(mathematics.log)],
  ["sqrt", number1(Math.sqrt)],
  ["int", (compiler, args) => map(compiler.number(orRecord(args, 0)), (_, x): Value => Math.trunc(x) || 0)],
  ["atan2", atan2],
  ["rand", rand],
  ["srand", srand],
  ["close", close],
  ["system", system],
  ["fflush", fflush],
  ["systime", ({ rt }) => pure((): Value => Math.floor(rt.io.sys.now() / SECOND))],
  ["strftime", formatTime],
  ["mktime", makeTime],
  ["strtonum", strtonum],
  ["asort", (compiler, args) => sortArray(compiler, args, "values")],
  ["asorti", (compiler, args) => sortArray(compiler, args, "keys")],
  ["and", bits((a, b) => a & b)],
  ["or", bits((a, b) => a | b)],
  ["xor", bits((a, b) => a ^ b)],
  ["lshift", bits((a, b) => a << b)],
  ["rshift", bits((a, b) => a >> b)],
  ["compl", complement],
  ["typeof", typeOf],
  ["isarray", (compiler, args) => pure((): Value => (isArray(compiler, args[0]) ? 1 : 0))],
]);

export function compileBuiltin(compiler: Compiler, name: string, args: readonly Expr[]): Code<Value> {
  const make = MAKERS.get(name);
  return make === undefined ? pure(() => undefined) : make(compiler, args);
}

const isArray = ({ rt }: Compiler, expr: Expr | undefined): boolean =>
  expr?.kind === "name" && expr.place?.kind === "global" && rt.isArray(expr.name);

function length(compiler: Compiler, args: readonly Expr[]): Code<Value> {
  const { rt } = compiler;
  const [only] = args;
  if (only?.kind === "name" && (isArray(compiler, only) || only.place?.kind === "local")) {
    const array = compiler.array(only);
    const scalar = compiler.value(only);
    if (only.place?.kind === "global") return pure((frame): Value => array(frame).size);
    // a parameter is an array if the call made it one
    const index = only.place?.kind === "local" ? only.place.index : 0;
    return map(
      scalar,
      (frame, value): Value => frame.arrays[index]?.size ?? lengthOf(rt.text(value), rt.utf8),
    );
  }
  return map(compiler.text(orRecord(args, 0)), (_, text): Value => lengthOf(text, rt.utf8));
}

function substr(compiler: Compiler, args: readonly Expr[]): Code<Value> {
  const { rt } = compiler;
  const { name } = rt.flavour;
  const [text, start, count] = args;
  const length = count === undefined ? pure(() => Infinity) : compiler.number(count);
  return map3(compiler.text(text as Expr), compiler.number(start as Expr), length, (_, a, b, c): Value =>
    substring(a, b, c, name, rt.utf8),
  );
}

/** A regular expression, a text that is one, or FS. */
function separatorCode(compiler: Compiler, expr: Expr | undefined): Code<Separator> {
  const { rt } = compiler;
  if (expr === undefined) return pure(() => rt.separatorOf(rt.FS));
  if (expr.kind === "regex")
    return map(compiler.matcher(expr), (_, regex): Separator => ({ kind: "regex", regex }));
  return map(compiler.text(expr), (_, text) => rt.separatorOf(text));
}

function arrayArgument(compiler: Compiler, expr: Expr | undefined): (frame: Frame) => AwkArray {
  if (expr?.kind === "name") return compiler.array(expr);
  return () => new Map();
}

function split(compiler: Compiler, args: readonly Expr[]): Code<Value> {
  const array = arrayArgument(compiler, args[1]);
  return map2(
    compiler.text(args[0] as Expr),
    separatorCode(compiler, args[2]),
    (frame, text, separator): Value => {
      const target = array(frame);
      target.clear();
      const pieces = splitText(text, separator);
      for (let i = 0; i < pieces.length; i++) target.set(String(i + 1), new Input(pieces[i] as string));
      return pieces.length;
    },
  );
}

const isLvalue = (expr: Expr): expr is Lvalue =>
  expr.kind === "name" || expr.kind === "element" || expr.kind === "field";

function substitute(compiler: Compiler, args: readonly Expr[], which: 0 | 1): Code<Value> {
  const { rt } = compiler;
  const target = orRecord(args, 2);
  const place = compiler.reference(isLvalue(target) ? target : (LITERAL as Lvalue));
  const fixed = isLvalue(target) ? undefined : compiler.value(target);
  let known: string | undefined;
  let made = replacementOf("", rt.flavour.name);
  const apply = map3(
    compiler.matcher(args[0] as Expr),
    compiler.text(args[1] as Expr),
    place.key,
    (frame, matcher, text, key): Value => {
      if (text !== known) made = replacementOf((known = text), rt.flavour.name);
      const before = rt.text(place.read(frame, key));
      const after = replace(before, matcher, which, made);
      if (after.count > 0) place.write(frame, key, after.text);
      return after.count;
    },
  );
  if (fixed === undefined) return apply;
  // what is no variable is searched, and the result is lost
  return map3(
    compiler.matcher(args[0] as Expr),
    compiler.text(args[1] as Expr),
    fixed,
    (_, matcher, text, value): Value =>
      replace(rt.text(value), matcher, which, replacementOf(text, rt.flavour.name)).count,
  );
}

function gensub(compiler: Compiler, args: readonly Expr[]): Code<Value> {
  const { rt } = compiler;
  const how = map2(compiler.text(args[1] as Expr), compiler.text(args[2] as Expr), (_, text, which) => ({
    text,
    which,
  }));
  return map3(
    compiler.matcher(args[0] as Expr),
    how,
    compiler.text(orRecord(args, 3)),
    (_, matcher, { text, which }, target): Value => {
      const all = /^[gG]/.test(which);
      const number = Math.max(1, Math.trunc(rt.number(which)));
      return replace(target, matcher, all ? 0 : number, gensubReplacement(text)).text;
    },
  );
}

function match(compiler: Compiler, args: readonly Expr[]): Code<Value> {
  const { rt } = compiler;
  const groups = args[2] === undefined ? undefined : arrayArgument(compiler, args[2]);
  return map2(
    compiler.text(args[0] as Expr),
    compiler.matcher(args[1] as Expr),
    (frame, text, matcher): Value => {
      const found = matcher.exec(text);
      const target = groups?.(frame);
      target?.clear();
      rt.RSTART = found === undefined ? 0 : lengthOf(text.slice(0, found.index), rt.utf8) + 1;
      rt.RLENGTH = found === undefined ? -1 : lengthOf(found[0], rt.utf8);
      if (found !== undefined && target !== undefined && rt.flavour.extended)
        for (let i = 0; i <= matcher.groups; i++) {
          const group = found[i];
          if (group === undefined) continue;
          // where a group stands is known of the whole match and found again for the others
          const at = i === 0 ? found.index : text.indexOf(group, found.index);
          target.set(String(i), new Input(group));
          target.set(`${i}${rt.SUBSEP}start`, lengthOf(text.slice(0, at), rt.utf8) + 1);
          target.set(`${i}${rt.SUBSEP}length`, lengthOf(group, rt.utf8));
        }
      return rt.RSTART;
    },
  );
}

function sprintf(compiler: Compiler, args: readonly Expr[]): Code<Value> {
  const formatter = new Formatter(compiler.rt);
  const { rt } = compiler;
  return mapAll(
    args.map((arg) => compiler.value(arg)),
    (_, values): Value => formatter.format(rt.text(values[0]), values.slice(1)),
  );
}

function atan2(compiler: Compiler, args: readonly Expr[]): Code<Value> {
  const { rt } = compiler;
  return map2(compiler.number(args[0] as Expr), compiler.number(args[1] as Expr), (_, y, x): Value =>
    rt.flavour.math ? mathematics.atan2(y, x) : mathMissing(rt),
  );
}

/** busybox takes three numbers and counts the last two; the others one. */
function rand({ rt }: Compiler): Code<Value> {
  const { random } = rt;
  if (rt.flavour.name !== "busybox") return pure((): Value => random.next() / RANDOM_MOST);
  return pure((): Value => {
    random.next();
    const low = random.next();
    return (random.next() * 2 ** 31 + low) / 2 ** 62;
  });
}

function srand(compiler: Compiler, args: readonly Expr[]): Code<Value> {
  const { rt } = compiler;
  const seed =
    args[0] === undefined ? pure((): Value => Math.floor(rt.io.sys.now() / SECOND)) : compiler.value(args[0]);
  return map(seed, (_, value): Value => {
    const before = rt.seed;
    rt.seed = Math.trunc(rt.number(value));
    rt.random.seed(rt.seed);
    return before;
  });
}

function close(compiler: Compiler, args: readonly Expr[]): Code<Value> {
  const { streams } = compiler.rt;
  return andThen(compiler.text(args[0] as Expr), function* (_, name) {
    return yield* streams.close(name);
  });
}

function system(compiler: Compiler, args: readonly Expr[]): Code<Value> {
  const { streams } = compiler.rt;
  return andThen(compiler.text(args[0] as Expr), function* (_, command) {
    return yield* streams.run(command);
  });
}

function fflush(compiler: Compiler, args: readonly Expr[]): Code<Value> {
  const { streams } = compiler.rt;
  const [name] = args;
  if (name === undefined)
    return waiting(function* () {
      yield* streams.flush();
      return 0;
    });
  return andThen(compiler.text(name), function* (_, text) {
    if (text === "") yield* streams.flush();
    else if (text !== "/dev/stdout") return (yield* streams.flushOne(text)) ? 0 : -1;
    return 0;
  });
}

function formatTime(compiler: Compiler, args: readonly Expr[]): Code<Value> {
  const { rt } = compiler;
  const zone = parseZone(rt.io.env.get("TZ"));
  const usual = rt.flavour.name === "gawk" ? "%a %b %e %H:%M:%S %Z %Y" : "%c";
  return mapAll(
    args.map((arg) => compiler.value(arg)),
    (_, [format, at, utc]): Value => {
      const instant = at === undefined && args.length < 2 ? rt.io.sys.now() : rt.number(at) * SECOND;
      return strftime(args.length === 0 ? usual : rt.text(format), instant, rt.truth(utc) ? undefined : zone);
    },
  );
}

function makeTime(compiler: Compiler, args: readonly Expr[]): Code<Value> {
  const { rt } = compiler;
  const zone = parseZone(rt.io.env.get("TZ"));
  return map(compiler.text(args[0] as Expr), (_, text): Value => {
    const parts = text
      .trim()
      .split(/[ \t]+/)
      .map(Number);
    const [year, month, day, hour, minute, second] = parts;
    if (parts.length < 6 || parts.slice(0, 6).some(Number.isNaN)) return -1;
    const at = instantOf({ year: year as number, month: month as number, day: day as number, hour: hour, minute: minute, second: second }); // prettier-ignore
    return at / SECOND - zone.offset;
  });
}

function strtonum(compiler: Compiler, args: readonly Expr[]): Code<Value> {
  const { rt } = compiler;
  return map(compiler.value(orRecord(args, 0)), (_, value): Value => {
    if (typeof value === "number") return value;
    const text = rt.text(value).trim();
    const hex = /^([-+]?)0[xX]([0-9a-fA-F]+)/.exec(text);
    if (hex !== null) return parseInt(hex[2] as string, 16) * (hex[1] === "-" ? -1 : 1);
    const octal = /^([-+]?)0([0-7]+)(?![\d.eE])/.exec(text);
    if (octal !== null) return parseInt(octal[2] as string, 8) * (octal[1] === "-" ? -1 : 1);
    return rt.number(text);
  });
}

/** Numbers before texts, each in their order. */
function sortArray(compiler: Compiler, args: readonly Expr[], what: "values" | "keys"): Code<Value> {
  const { rt } = compiler;
  const from = arrayArgument(compiler, args[0]);
  const to = args[1] === undefined ? from : arrayArgument(compiler, args[1]);
  return pure((frame): Value => {
    const items: Value[] = what === "keys" ? [...from(frame).keys()] : [...from(frame).values()];
    const order = (a: Value, b: Value): number => {
      const [x, y] = [isNumeric(a, rt.flavour), isNumeric(b, rt.flavour)];
      if (x !== y) return x ? -1 : 1;
      return x ? rt.number(a) - rt.number(b) : byteOrder(rt.text(a), rt.text(b));
    };
    items.sort(order);
    const target = to(frame);
    target.clear();
    for (const [i, item] of items.entries()) target.set(String(i + 1), item);
    return items.length;
  });
}

function complement(compiler: Compiler, args: readonly Expr[]): Code<Value> {
  const width = compiler.rt.flavour.name === "gawk" ? 53 : 64;
  return map(compiler.number(orRecord(args, 0)), (_, x): Value =>
    Number(BigInt.asUintN(width, ~BigInt(Math.trunc(x) || 0))),
  );
}

function typeOf(compiler: Compiler, args: readonly Expr[]): Code<Value> {
  const { rt } = compiler;
  if (isArray(compiler, args[0])) return pure((): Value => "array");
  return map(compiler.value(orRecord(args, 0)), (_, value): Value => {
    if (value === undefined) return "untyped";
    if (typeof value === "number") return "number";
    return typeof value === "object" && value.isNumber(rt.flavour) ? "strnum" : "string";
  });
}

function index(compiler: Compiler, args: readonly Expr[]): Code<Value> {
  const { rt } = compiler;
  return map2(compiler.text(args[0] as Expr), compiler.text(args[1] as Expr), (_, text, part): Value =>
    indexOf(text, part, rt.flavour.name, rt.utf8),
  );
}
