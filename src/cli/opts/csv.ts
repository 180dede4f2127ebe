// One record of comma-separated values, as Go's encoding/csv reads it: what --mount, --network, --gpus and the
// `strings` flags are made of. Relies on nothing. Only the first record is read; the rest is not looked at.
// Columns in error texts count bytes, as Go's do.

import { fail, ok, type Result } from "../../base/result.ts";
import { encode } from "../../base/utf8.ts";

const BARE_QUOTE = 'bare " in non-quoted-field';
const QUOTE = 'extraneous or missing " in quoted-field';

interface Scan {
  /** what is left, from the present position */
  rest: string;
  /** text of the present line before `rest`, for the column */
  before: string;
  line: number;
  readonly startLine: number;
}

type Step = { readonly field: string; readonly last: boolean } | string;

/** The fields of the first record. An empty text is `EOF`, as reading it is in Go. */
export function parseCsvRecord(text: string): Result<string[], string> {
  const normal = text.replaceAll("\r\n", "\n").replace(/\r$/, "");
  const blank = /^\n*/.exec(normal)?.[0].length ?? 0;
  if (blank === normal.length) return fail("EOF");
  const scan: Scan = { rest: normal.slice(blank), before: "", line: blank + 1, startLine: blank + 1 };
  const fields: string[] = [];
  for (;;) {
    const step = scan.rest.startsWith('"') ? quotedField(scan) : plainField(scan);
    if (typeof step === "string") return fail(step);
    fields.push(step.field);
    if (step.last) return ok(fields);
  }
}

function plainField(scan: Scan): Step {
  const end = scan.rest.search(/[,\n]/);
  const field = end < 0 ? scan.rest : scan.rest.slice(0, end);
  const quote = field.indexOf('"');
  if (quote >= 0) return parseError(scan, field.slice(0, quote), BARE_QUOTE);
  const last = end < 0 || scan.rest[end] === "\n";
  if (!last) advance(scan, end + 1);
  return { field, last };
}

function quotedField(scan: Scan): Step {
  let field = "";
  advance(scan, 1);
  for (;;) {
    const quote = scan.rest.indexOf('"');
    if (quote < 0) return unclosed(scan);
    field += scan.rest.slice(0, quote);
    advance(scan, quote + 1);
    const next = scan.rest[0];
    if (next === '"') {
      field += '"';
      advance(scan, 1);
    } else if (next === ",") {
      advance(scan, 1);
      return { field, last: false };
    } else if (next === undefined || next === "\n") return { field, last: true };
    else return parseError({ ...scan, before: scan.before.slice(0, -1) }, "", QUOTE);
  }
}

function unclosed(scan: Scan): string {
  const complete = scan.rest.endsWith("\n") ? scan.rest.slice(0, -1) : scan.rest;
  const newline = complete.lastIndexOf("\n");
  advance(scan, newline + 1);
  return parseError(scan, scan.rest, QUOTE);
}

function advance(scan: Scan, count: number): void {
  const passed = scan.rest.slice(0, count);
  const newline = passed.lastIndexOf("\n");
  if (newline >= 0) {
    scan.line += passed.split("\n").length - 1;
    scan.before = passed.slice(newline + 1);
  } else scan.before += passed;
  scan.rest = scan.rest.slice(count);
}

function parseError(scan: Scan, further: string, what: string): string {
  const column = encode(scan.before + further).length + 1;
  const place = `parse error on line ${scan.line}, column ${column}: ${what}`;
  return scan.startLine === scan.line ? place : `record on line ${scan.startLine}; ${place}`;
}
