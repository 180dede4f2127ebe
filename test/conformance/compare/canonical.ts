// Order that is a matter of chance in the real Docker, put into one order on both sides before they are
// compared: parallel build steps, Compose's progress and logs, the environment, nslookup's two answers.

import { canonicalBuild } from "./canonical-build.ts";
import { canonicalJson } from "./canonical-json.ts";
import { byMask, sortPieces } from "./patterns.ts";
import type { Side } from "./side.ts";

export function canonical(command: string, text: string, side: Side): string[] {
  if (text === "") return [""];
  let lines = canonicalAnswers(text.split("\n"));
  if (lines.some((line) => /^#\d+ /.test(line))) lines = canonicalBuild(lines);
  lines = canonicalProgress(lines);
  if (/\bcompose\b[^\n]*\b(?:logs|up)\b/.test(command)) lines = canonicalComposeLog(lines);
  lines = canonicalJson(lines, side);
  if (/\benv\b|\.Env\b/.test(command)) lines = canonicalEnvironment(lines);
  if (/\.(?:Mounts|Networks|Labels)\b/.test(command))
    lines = lines.map((line) => (/^[^\s{["]+(?:,[^\s,]+)+$/.test(line) ? sortPieces(line) : line));
  side.see(lines.join("\n"));
  return lines;
}

/** How many lines from `from` on satisfy a condition. */
function runLength(lines: readonly string[], from: number, holds: (line: string) => boolean): number {
  let end = from;
  while (end < lines.length && holds(lines[end] ?? "")) end++;
  return end - from;
}

/** Lines in groups by a key, groups in the order of their first lines. */
function groupBy(lines: readonly string[], keyOf: (line: string) => string): [string, string[]][] {
  const groups = new Map<string, string[]>();
  for (const line of lines) {
    const key = keyOf(line);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [line]);
    else group.push(line);
  }
  return [...groups];
}

/** Replaces every run of lines that satisfy a condition. */
function mapRuns(
  lines: readonly string[],
  holds: (line: string) => boolean,
  change: (run: string[]) => string[],
  other: (line: string) => string = (line) => line,
): string[] {
  const out: string[] = [];
  for (let i = 0; i < lines.length;) {
    const length = runLength(lines, i, holds);
    if (length > 0) out.push(...change(lines.slice(i, i + length)));
    else out.push(other(lines[i] ?? ""));
    i += Math.max(1, length);
  }
  return out;
}

/** The engine keeps variables given with -e in an order of its own, another each time. */
const canonicalEnvironment = (lines: readonly string[]): string[] =>
  mapRuns(
    lines,
    (line) => /^[A-Za-z_]\w*(?:=|$)/.test(line),
    (run) => (run.some((line) => line.includes("=")) ? run.sort() : run),
    sortedList,
  );

/** `["B=2","A=1"]` or `[B=2 A=1]` */
function sortedList(line: string): string {
  if (/^\[".*"\]$/.test(line)) {
    try {
      return JSON.stringify((JSON.parse(line) as string[]).sort());
    } catch {
      return line;
    }
  }
  return /^\[\w+=.*\]$/.test(line) ? `[${line.slice(1, -1).split(" ").sort().join(" ")}]` : line;
}

const ANSWER = "Non-authoritative answer:";

/** busybox nslookup asks for A and AAAA at once; either may come first. */
function canonicalAnswers(lines: readonly string[]): string[] {
  const out: string[] = [];
  for (let i = 0; i < lines.length;) {
    const blocks: string[] = [];
    while (lines[i] === ANSWER) {
      const [block, next] = answerAt(lines, i);
      blocks.push(block.join("\n"));
      i = next;
    }
    if (blocks.length === 0) out.push(lines[i++] ?? "");
    for (const block of blocks.sort().reverse()) out.push(...block.split("\n"));
  }
  return out;
}

/** One answer with one of the empty lines behind it, and where the rest begins. */
function answerAt(lines: readonly string[], from: number): [string[], number] {
  const end = from + 1 + runLength(lines, from + 1, (line) => line !== "");
  const next = lines[end] === "" ? end + 1 : end;
  return [lines.slice(from, next), next];
}

const KINDS = [undefined, "Image", "Network", "Volume", "Config", "Secret", "Service", "Container"];
const VERBS =
  "Creat|Start|Stop|Remov|Kill|Paus|Unpaus|Restart|Recreat|Runn|Wait|Health|Exit|Buil|Pull|Push|Skip|Error|Interrupt|Cop|Warning|Resource is|Set|Export|Commit|Recover|Delet";
const PROGRESS = new RegExp(
  `^ (?:(Network|Volume|Container|Image|Config|Secret|Service) )?("?[\\w./:@-]+"?) {2,}((?:${VERBS})\\w*.*)$`,
);

/** Compose's progress: each thing's lines together, things by kind and name. */
function canonicalProgress(lines: readonly string[]): string[] {
  const keyOf = (line: string): string => {
    const [, kind, name = ""] = PROGRESS.exec(line) ?? [];
    return `${KINDS.indexOf(kind)} ${name}`;
  };
  return mapRuns(
    lines,
    (line) => PROGRESS.test(line),
    (run) =>
      groupBy(run, keyOf)
        .sort(([a], [b]) => byMask(a, b))
        .flatMap(([, group]) => group),
  );
}

// with the colours that Compose writes before a container's name
const LOG_LINE = /^(?:\r|\u001b\[[0-9;]*[A-Za-z])*([\w.-]+?)(?: +\| ?| exited with code \d+)/;

/** Each container's lines together, containers by name. */
const canonicalComposeLog = (lines: readonly string[]): string[] =>
  mapRuns(
    lines,
    (line) => LOG_LINE.test(line),
    (run) =>
      groupBy(run, (line) => LOG_LINE.exec(line)?.[1] ?? "")
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([, group]) => group),
    (line) =>
      line.replace(
        /^(Attaching to )(.*)$/,
        (_, head: string, list: string) => head + list.split(", ").sort().join(", "),
      ),
  );
