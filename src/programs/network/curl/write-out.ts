// -w: `%{variable}` with what is known of a transfer that is over, `\n` and its kin, `%%` (curl's
// tool_writeout.c). Not here: %{json} and what other protocols add.

import { SECOND } from "../../../base/time.ts";
import { fieldOf, type Field } from "../http/http-head.ts";

export interface TransferFacts {
  readonly url: string;
  readonly effective: string;
  readonly method: string;
  readonly status: number;
  readonly version: string;
  readonly fields: readonly Field[];
  readonly headSize: number;
  readonly requestSize: number;
  readonly downloaded: number;
  readonly uploaded: number;
  readonly connects: number;
  readonly redirects: number;
  readonly redirectUrl: string;
  readonly local: readonly [string, number];
  readonly remote: readonly [string, number];
  /** microseconds since the start */
  readonly times: {
    readonly lookup: number;
    readonly connect: number;
    readonly pretransfer: number;
    readonly firstByte: number;
    readonly redirect: number;
    readonly total: number;
  };
  readonly exit: number;
  readonly error: string;
  readonly file: string;
}

const seconds = (span: number): string => (span / SECOND).toFixed(6);
const speed = (bytes: number, span: number): string =>
  String(span > 0 ? Math.floor((bytes * SECOND) / span) : 0);

const VARIABLES: Readonly<Record<string, (facts: TransferFacts) => string>> = {
  content_type: (f) => fieldOf(f.fields, "content-type") ?? "",
  errormsg: (f) => f.error,
  exitcode: (f) => String(f.exit),
  filename_effective: (f) => f.file,
  http_code: (f) => String(f.status).padStart(3, "0"),
  http_connect: () => "000",
  http_version: (f) => f.version,
  local_ip: (f) => f.local[0],
  local_port: (f) => String(f.local[1]),
  method: (f) => f.method,
  num_connects: (f) => String(f.connects),
  num_headers: (f) => String(f.fields.length),
  num_redirects: (f) => String(f.redirects),
  num_retries: () => "0",
  redirect_url: (f) => f.redirectUrl,
  referer: () => "",
  remote_ip: (f) => f.remote[0],
  remote_port: (f) => String(f.remote[1]),
  response_code: (f) => String(f.status).padStart(3, "0"),
  scheme: (f) => f.effective.split(":")[0] as string,
  size_download: (f) => String(f.downloaded),
  size_header: (f) => String(f.headSize),
  size_request: (f) => String(f.requestSize),
  size_upload: (f) => String(f.uploaded),
  speed_download: (f) => speed(f.downloaded, f.times.total),
  speed_upload: (f) => speed(f.uploaded, f.times.total),
  ssl_verify_result: () => "0",
  time_appconnect: () => seconds(0),
  time_connect: (f) => seconds(f.times.connect),
  time_namelookup: (f) => seconds(f.times.lookup),
  time_pretransfer: (f) => seconds(f.times.pretransfer),
  time_redirect: (f) => seconds(f.times.redirect),
  time_starttransfer: (f) => seconds(f.times.firstByte),
  time_total: (f) => seconds(f.times.total),
  url: (f) => f.url,
  url_effective: (f) => f.effective,
  urlnum: () => "0",
};

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

export interface WrittenOut {
  readonly stdout: string;
  readonly stderr: string;
}

export function writeOut(format: string, facts: TransferFacts): WrittenOut {
  const out = { stdout: "", stderr: "" };
  let to: keyof typeof out = "stdout";
  for (const [piece] of format.matchAll(/%header\{[^}]*\}|%\{[^}]*\}|%%|\\.|[^%\\]+|[^]/g)) {
    if (piece === "%{stderr}" || piece === "%{stdout}") to = piece.slice(2, -1) as keyof typeof out;
    else if (piece === "%%") out[to] += "%";
    else if (piece.startsWith("%header{"))
      out[to] += fieldOf(facts.fields, piece.slice(8, -1).toLowerCase()) ?? "";
    else if (piece.startsWith("%{")) out[to] += variable(piece.slice(2, -1), facts, out);
    else if (piece.startsWith("\\") && piece.length > 1) out[to] += ESCAPES[piece[1] as string] ?? piece;
    else out[to] += piece;
  }
  return out;
}

function variable(name: string, facts: TransferFacts, out: { stderr: string }): string {
  if (name === "onerror") return "";
  if (Object.hasOwn(VARIABLES, name)) return (VARIABLES[name] as (facts: TransferFacts) => string)(facts);
  out.stderr += `curl: unknown --write-out variable: '${name}'\n`;
  return "";
}
