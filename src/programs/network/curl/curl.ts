// curl: its command line, one transfer after the other, what is said at the end and the exit status (man curl,
// tool_operate.c of 8.23). Not here: TLS, globbing, configuration files, protocols other than HTTP.

import { SECOND } from "../../../base/time.ts";
import { encode } from "../../../base/utf8.ts";
import type { Task } from "../../../kernel/sys.ts";
import { command, type Io } from "../../libc/command.ts";
import type { Failure } from "./connection.ts";
import { readCurlOptions, type CurlOptions } from "./options.ts";
import { Reporter } from "./report.ts";
import { bodyOf, type Body } from "./request.ts";
import { Sink } from "./sink.ts";
import { Transfer } from "./transfer.ts";
import { writeOut } from "./write-out.ts";

const HINT = "curl: try 'curl --help' or 'curl --manual' for more information\n";

const VERSION = `curl 8.23.0 (x86_64-pc-linux-gnu) libcurl/8.23.0 OpenSSL/3.6.5 zlib/1.3.2 brotli/1.2.0 zstd/1.5.7 libidn2/2.3.8 libpsl/0.23.3 libssh2/1.11.1 nghttp2/1.70.0 ngtcp2/1.24.0 nghttp3/1.17.0 mit-krb5/1.22.1 OpenLDAP/2.6.14
Release-Date: 2026-10-14
Protocols: http
Features: IPv6 Largefile UnixSockets
`;

const HELP = `Usage: curl [options...] <url>
 -d, --data <data>           HTTP POST data
 -f, --fail                  Fail fast with no output on HTTP errors
 -h, --help <subject>        Get help for commands
 -o, --output <file>         Write to file instead of stdout
 -O, --remote-name           Write output to file named as remote file
 -i, --show-headers          Show response headers in output
 -s, --silent                Silent mode
 -T, --upload-file <file>    Transfer local FILE to destination
 -u, --user <user:password>  Server user and password
 -A, --user-agent <name>     Send User-Agent <name> to server
 -v, --verbose               Make the operation more talkative
 -V, --version               Show version number and quit

This is not the full help; this menu is split into categories.
Use "--help category" to get an overview of all categories, which are:
auth, connection, curl, deprecated, dns, file, ftp, global, http, imap, ldap,
output, pop3, post, proxy, scp, sftp, smtp, ssh, telnet, tftp, timeout, tls,
upload, verbose.
Use "--help all" to list all options
Use "--help [option]" to view documentation for a given option
`;

/** The last part of the path, or curl's own name for a document without one. */
function* remoteName(io: Io, url: string): Task<string> {
  const path = url.replace(/^[a-z]+:\/\//i, "").replace(/[?#].*/, "");
  const name = path.includes("/") ? path.slice(path.lastIndexOf("/") + 1) : "";
  if (name !== "") return name;
  yield* io.tell('Warning: No remote filename, uses "curl_response"\n');
  return "curl_response";
}

function* outputFor(io: Io, options: CurlOptions, index: number, url: string): Task<string | undefined> {
  const asked = index < options.outputs.length || options.has("remote-name-all");
  const named = options.outputs[index] ?? (asked ? yield* remoteName(io, url) : undefined);
  if (named === undefined || named === "-") return undefined;
  const directory = options.value("output-dir");
  return directory === undefined ? named : `${directory}/${named}`;
}

function* fetchOne(
  io: Io,
  options: CurlOptions,
  url: string,
  path: string | undefined,
  body: Body | undefined,
): Task<Failure> {
  const { sys } = io;
  const toTerminal = path === undefined && sys.termios(1) !== undefined;
  const meter = !toTerminal && !options.has("silent") && options.value("no-progress-meter") === undefined;
  const report = new Reporter(sys, options.has("verbose"), meter, !toTerminal);
  const transfer = new Transfer(sys, options, new Sink(sys, path, options.has("create-dirs")), report, url);
  const failure = yield* transfer.run(body);
  const silent = options.has("silent") && !options.has("show-error");
  if (failure.code !== 0 && !silent) yield* io.tell(`curl: (${failure.code}) ${failure.message}\n`);
  const format = options.value("write-out");
  if (format !== undefined) {
    const { stdout, stderr } = writeOut(format, transfer.facts);
    yield* sys.write(1, encode(stdout));
    yield* sys.write(2, encode(stderr));
  }
  return failure;
}

const RETRIED = new Set([6, 7, 28, 52, 55, 56]);

/** --retry: transient failures are tried again after 1, 2, 4 … seconds. */
function* fetchAgain(
  io: Io,
  options: CurlOptions,
  url: string,
  path: string | undefined,
  body: Body | undefined,
): Task<Failure> {
  const most = Number(options.value("retry") ?? 0);
  const isTransient = ({ code }: Failure): boolean =>
    code === 28 ||
    (code === 7 && (options.has("retry-connrefused") || options.has("retry-all-errors"))) ||
    (options.has("retry-all-errors") && (RETRIED.has(code) || code === 22));
  for (let tried = 0; ; tried++) {
    const failure = yield* fetchOne(io, options, url, path, body);
    if (tried >= most || !isTransient(failure)) return failure;
    const delay = Number(options.value("retry-delay") ?? Math.min(2 ** tried, 600));
    if (!options.has("silent")) {
      const left = most - tried;
      yield* io.tell(
        `Warning: Problem: ${failure.code === 7 ? "connection refused" : failure.code === 28 ? "timeout" : "(retrying all errors)"}. Will retry in ${delay} second${delay === 1 ? "" : "s"}. ${left} ${left === 1 ? "retry" : "retries"} left.\n`,
      );
    }
    yield* io.sys.sleep(delay * SECOND);
  }
}

export const curl = command({ name: "curl", gnu: "", raw: true }, function* (io) {
  const options = readCurlOptions(io.argv.slice(1));
  if ("kind" in options) {
    const what = options.kind === "unknown" ? "is unknown" : "requires parameter";
    yield* io.tell(`curl: option ${options.option}: ${what}\n${HINT}`);
    return 2;
  }
  if (options.has("version")) yield* io.print(VERSION);
  if (options.has("help")) yield* io.print(HELP);
  if (options.has("version") || options.has("help")) return 0;
  if (options.urls.length === 0) {
    yield* io.tell(HINT);
    return 2;
  }
  const body = yield* bodyOf(io.sys, options);
  if (body !== undefined && "missing" in body) {
    yield* io.tell(`curl: Failed to open ${body.missing}\n${HINT}`);
    return 26;
  }
  let status = 0;
  for (const [i, url] of options.urls.entries()) {
    const failure = yield* fetchAgain(io, options, url, yield* outputFor(io, options, i, url), body);
    status = failure.code;
    if (status !== 0 && options.has("fail-early")) break;
  }
  return status;
});
