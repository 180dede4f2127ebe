// dig: asks one name server after the other and prints the whole answer (BIND's, version 9.20). What it is asked is read
// in dig-words.ts. Queries carry no EDNS, so that answers have no OPT record to show. Not here: TCP, +trace, transfers.

import { failed } from "../../base/errno.ts";
import { MILLISECOND } from "../../base/time.ts";
import type { Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { RESPONSE_CODES, typeName, TYPES, type DnsMessage, type DnsRecord } from "../libc/dns.ts";
import { readText } from "../libc/input.ts";
import { askServer, isLookupError, lookUp, resolverSettings } from "../libc/resolver.ts";
import { strftime } from "../libc/strftime.ts";
import { readDigWords, type Asked, type Lookup } from "./dig-words.ts";

const USAGE = `Usage:  dig [@global-server] [domain] [q-type] [q-class] {q-opt}
            {global-d-opt} host [@local-server] {local-d-opt}
            [ host [@local-server] {local-d-opt} [...]]
`;
const MORE = `\nUse "dig -h" (or "dig -h | more") for complete list of options\n`;

/** As the distribution of these files built it. */
function* versionOf(io: Io): Task<string> {
  const file = yield* readText(io.sys, "/etc/os-release");
  const id = failed(file) ? "" : (/^ID="?(\w+)/m.exec(file.text)?.[1] ?? "");
  if (id === "alpine") return "9.20.16";
  return id === "ubuntu" ? "9.18.39-0ubuntu0.24.04.9-Ubuntu" : "9.20.30-1~deb13u1-Debian";
}

export const dig = command({ name: "dig", gnu: "", raw: true }, function* (io) {
  const words = io.argv.slice(1);
  const version = yield* versionOf(io);
  if (words.includes("-v")) {
    yield* io.tell(`DiG ${version}\n`);
    return 0;
  }
  if (words.includes("-h")) {
    yield* io.print(USAGE);
    return 0;
  }
  const asked = readDigWords(words);
  if ("invalid" in asked) {
    yield* io.tell(`Invalid option: ${asked.invalid}\n${USAGE}${MORE}`);
    return 1;
  }
  for (const warning of asked.warnings) yield* io.print(warning);
  const banner = `\n; <<>> DiG ${version} <<>> ${words.join(" ")}\n`;
  let status = 0;
  for (const [at, lookup] of asked.lookups.entries()) {
    const servers = yield* serversOf(io, lookup);
    if (servers === undefined) {
      yield* io.tell(`dig: couldn't get address for '${lookup.server ?? ""}': not found\n`);
      return 1;
    }
    const found = lookup.server === undefined ? "" : `; (${servers.length} server${servers.length === 1 ? "" : "s"} found)\n`; // prettier-ignore
    const greeting = at === 0 ? `${banner}${found};; global options: +cmd\n` : "";
    status = Math.max(status, yield* answerTo(io, asked, lookup, servers, greeting));
  }
  return status;
});

function* serversOf(io: Io, { server }: Lookup): Task<readonly string[] | undefined> {
  if (server === undefined) return (yield* resolverSettings(io.sys)).servers;
  const found = yield* lookUp(io.sys, server);
  return isLookupError(found) ? undefined : found.addresses.map(({ address }) => address);
}

const NOBODY = ";; no servers could be reached\n";

function* namesOf(io: Io, { name, search }: Lookup): Task<readonly string[]> {
  if (!search || name.endsWith(".")) return [name];
  const { search: domains, dots } = yield* resolverSettings(io.sys);
  const searched = domains.map((domain) => `${name}.${domain}`);
  return name.split(".").length > dots ? [name, ...searched] : [...searched, name];
}

/** Asks until somebody answers, and prints that. */
function* answerTo(
  io: Io,
  asked: Asked,
  lookup: Lookup,
  servers: readonly string[],
  greeting: string,
): Task<number> {
  const names = yield* namesOf(io, lookup);
  for (const [at, name] of names.entries()) {
    const heard = yield* hear(io, lookup, servers, name);
    if (heard === undefined) {
      yield* io.print((lookup.greets ? greeting : "") + NOBODY);
      return 9;
    }
    if (heard === "unreachable") return 9;
    if (heard.message.code === 3 && at < names.length - 1) continue;
    const isGreeted = lookup.shows.has("cmd") && !asked.short;
    const text = asked.short ? shortText(heard.message) : messageText(lookup, heard.message) + (lookup.shows.has("stats") ? statsText(lookup, heard) : ""); // prettier-ignore
    yield* io.print((isGreeted ? greeting : "") + text);
    break;
  }
  return 0;
}

interface Heard {
  readonly message: DnsMessage;
  readonly server: string;
  readonly milliseconds: number;
  readonly when: string;
}

/** "unreachable": there is no way to any of them, which has been said. */
function* hear(
  io: Io,
  lookup: Lookup,
  servers: readonly string[],
  name: string,
): Task<Heard | "unreachable" | undefined> {
  const type = TYPES.get(lookup.type ?? "A") ?? 1;
  let isReachable = false;
  for (let attempt = 0; attempt < lookup.tries; attempt++)
    for (const [at, server] of servers.entries()) {
      const place = `${server}#${lookup.port}`;
      const begun = io.sys.now();
      const message = yield* askServer(io.sys, server, name, type, lookup.timeout, lookup.port);
      if (message === "unreachable") {
        yield* io.print(`;; UDP setup with ${place}(${lookup.server ?? server}) for ${name} failed: network unreachable.\n${NOBODY}`); // prettier-ignore
        continue;
      }
      isReachable = true;
      if (message === "timeout" || message === "refused") {
        yield* io.print(`;; communications error to ${place}: ${message === "refused" ? "connection refused" : "timed out"}\n`); // prettier-ignore
        continue;
      }
      if (message.code === 2 && at < servers.length - 1) {
        yield* io.print(`;; Got SERVFAIL reply from ${server}, trying next server\n`);
        continue;
      }
      const now = io.sys.now();
      const when = strftime("%a %b %d %H:%M:%S %Z %Y", now);
      return { message, server, milliseconds: Math.floor((now - begun) / MILLISECOND), when };
    }
  return isReachable ? undefined : "unreachable";
}

// ---- text

const shortText = ({ answers }: DnsMessage): string => answers.map(({ data }) => `${data}\n`).join("");

const FLAGS = [["qr", 0x8000], ["aa", 0x0400], ["tc", 0x0200], ["rd", 0x0100], ["ra", 0x0080], ["ad", 0x0020], ["cd", 0x0010]] as const; // prettier-ignore

function headerText({ id, flags, code, question, answers, authorities, additional }: DnsMessage): string {
  const set = FLAGS.filter(([, bit]) => (flags & bit) !== 0).map(([name]) => ` ${name}`);
  const counts = `QUERY: ${question === undefined ? 0 : 1}, ANSWER: ${answers.length}, AUTHORITY: ${authorities.length}, ADDITIONAL: ${additional.length}`;
  const isRefused = (flags & 0x0180) === 0x0100;
  return (
    `;; Got answer:\n;; ->>HEADER<<- opcode: QUERY, status: ${RESPONSE_CODES[code] ?? `RESERVED${code}`}, id: ${id}\n` +
    `;; flags:${set.join("")}; ${counts}\n` +
    (isRefused ? ";; WARNING: recursion requested but not available\n\n" : "\n")
  );
}

/** What leads from one column to the next, as BIND does it: tabs where a stop lies between, else spaces. */
function indentTo(text: string, column: number): string {
  const from = columnOf(text);
  const to = Math.max(column, from + 1);
  const tabs = Math.floor(to / 8) - Math.floor(from / 8);
  return text + (tabs > 0 ? "\t".repeat(tabs) + " ".repeat(to % 8) : " ".repeat(to - from));
}

const columnOf = (text: string): number => {
  let column = 0;
  for (const c of text) column = c === "\t" ? column - (column % 8) + 8 : column + 1;
  return column;
};

const rooted = (name: string): string => `${name.replace(/\.$/, "")}.`;

function recordText(shows: ReadonlySet<string>, { name, ttl, type, data }: DnsRecord): string {
  const cells = [...(shows.has("ttlid") ? [`${ttl}`] : []), ...(shows.has("class") ? ["IN"] : []), typeName(type), data]; // prettier-ignore
  let line = rooted(name);
  for (const [at, cell] of cells.entries()) line = indentTo(line, 24 + 8 * at) + cell;
  return `${line}\n`;
}

function messageText({ shows }: Lookup, message: DnsMessage): string {
  const { question, answers, authorities, additional } = message;
  const hasComments = shows.has("comments");
  const section = (part: string, title: string, text: string): string => {
    if (!shows.has(part) || text === "") return "";
    return hasComments ? `;; ${title} SECTION:\n${text}\n` : text;
  };
  const records = (all: readonly DnsRecord[]): string => all.map((one) => recordText(shows, one)).join("");
  const asking = question === undefined ? "" : `${indentTo(indentTo(`;${rooted(question.name)}`, 32) + "IN", 40)}${typeName(question.type)}\n`; // prettier-ignore
  return (
    (hasComments ? headerText(message) : "") +
    section("question", "QUESTION", asking) +
    section("answer", "ANSWER", records(answers)) +
    section("authority", "AUTHORITY", records(authorities)) +
    section("additional", "ADDITIONAL", records(additional))
  );
}

const statsText = (lookup: Lookup, { message, server, milliseconds, when }: Heard): string =>
  `;; Query time: ${milliseconds} msec\n;; SERVER: ${server}#${lookup.port}(${lookup.server ?? server}) (UDP)\n` +
  `;; WHEN: ${when}\n;; MSG SIZE  rcvd: ${message.size}\n\n`;
