// The patterns of grep: words and files of them, compiled into one matcher. Fixed strings are quoted, basic and
// extended expressions are read as GNU's and busybox's greps read them, Perl's go through perl-regex.ts.

import { decode } from "../../base/utf8.ts";
import { failed } from "../../base/errno.ts";
import type { Task } from "../../kernel/sys.ts";
import { bytesOf } from "../libc/byte-text.ts";
import type { Io } from "../libc/command.ts";
import { readAll, readFile } from "../libc/input.ts";
import { compileAny, quoteForExtended, regexFaultText, type Matcher, type Regex } from "../libc/regex.ts";
import { isFault } from "../libc/regex/parse.ts";
import type { RegexSyntax } from "../libc/regex/tree.ts";
import { TROUBLE, type GrepPlan } from "./grep-options.ts";
import { compilePerl, isPerlFault } from "./perl-regex.ts";

/** Patterns, and the operands that are left for files. */
export interface Given {
  readonly patterns: readonly string[];
  readonly paths: readonly string[];
}

/** undefined after a complaint. */
export function* patternsOf(io: Io): Task<Given | undefined> {
  const patterns: string[] = [];
  for (const { key, value = "" } of io.options.given) {
    if (key === "e") patterns.push(...value.split("\n"));
    if (key !== "f") continue;
    const bytes = value === "-" ? yield* readAll(io.sys, 0) : yield* readFile(io.sys, value);
    if (failed(bytes)) {
      yield* io.complainOf(value, bytes, "");
      io.status = TROUBLE;
      return undefined;
    }
    const text = decode(bytes).replace(/\n$/, "");
    if (bytes.length > 0) patterns.push(...text.split("\n"));
  }
  if (io.has("e") || io.has("f")) return { patterns, paths: io.operands };
  const [first, ...paths] = io.operands;
  if (first === undefined) {
    yield* io.misuse("");
    return undefined;
  }
  return { patterns: first.split("\n"), paths };
}

/** How a whole block of lines is searched, and one line. */
export interface Matchers {
  readonly block: Matcher | undefined;
  readonly line: Matcher;
}

const NOTHING: Matcher = { groups: 0, test: () => false, exec: () => undefined };

const whole = (io: Io): "word" | "line" | undefined =>
  io.has("x") ? "line" : io.has("w") ? "word" : undefined;

export function* compilePatterns(
  io: Io,
  given: readonly string[],
  plan: GrepPlan,
): Task<Matchers | undefined> {
  if (given.length === 0) return { block: NOTHING, line: NOTHING };
  const bytes = !plan.utf8;
  const patterns = bytes ? given.map(bytesOf) : given;
  const ignoreCase =
    (io.has("i") || io.has("y")) && io.options.last("i", "y", "no-ignore-case") !== "no-ignore-case";
  if (plan.syntax === "P") return yield* compilePerlPatterns(io, patterns, plan, ignoreCase);
  const extended = plan.syntax !== "G";
  const sources = plan.syntax === "F" ? patterns.map(quoteForExtended) : patterns;
  const syntax: RegexSyntax = { extended, lenient: true, gnu: io.family === "gnu", ignoreCase, bytes };
  yield* warn(io, sources, plan);
  const line = compileAny(sources, syntax, whole(io));
  if (!isFault(line)) {
    const block = plan.zero || line.slow ? undefined : (compileAny(sources, { ...syntax, byLine: true }, whole(io)) as Regex); // prettier-ignore
    return { block, line };
  }
  if (io.family === "gnu") yield* io.complain(regexFaultText(line), TROUBLE);
  else {
    const wrong = sources.find((source) => isFault(compileAny([source], syntax))) as string;
    yield* io.complain(`bad regex '${wrong}'`, TROUBLE);
  }
  return undefined;
}

/** GNU's says where an operator has nothing to repeat. */
function* warn(io: Io, sources: readonly string[], plan: GrepPlan): Task<void> {
  if (io.family !== "gnu" || plan.syntax !== "E") return;
  for (const source of sources)
    for (const match of source.matchAll(/(?:^|\\.|[(|^])(?:([*+?])|\{\d*,?\d*\})|\[\^?\]?[^\]]*\]|\\./g)) {
      if (/^[[\\]/.test(match[0]) || !/[*+?}]$/.test(match[0])) continue;
      yield* io.complain(`warning: ${match[1] ?? "{...}"} at start of expression`, 0);
    }
}

function* compilePerlPatterns(
  io: Io,
  patterns: readonly string[],
  plan: GrepPlan,
  ignoreCase: boolean,
): Task<Matchers | undefined> {
  if (patterns.length > 1) {
    yield* io.complain("the -P option only supports a single pattern", TROUBLE);
    return undefined;
  }
  const matcher = compilePerl(patterns[0] ?? "(?!)", { ignoreCase, utf8: plan.utf8, whole: whole(io) });
  if (!isPerlFault(matcher)) return { block: undefined, line: matcher };
  yield* io.complain(matcher.fault, TROUBLE);
  return undefined;
}
