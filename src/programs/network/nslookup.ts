// nslookup: asks one server and prints its answers, in busybox's words and in BIND's. Not here: the interactive mode,
// and types other than those that libc/dns.ts knows.

import { command, type Io } from "../libc/command.ts";
import { isInet4, isInet6, RESPONSE_CODES, reverseName, typeName, TYPES, type DnsMessage, type DnsRecord } from "../libc/dns.ts"; // prettier-ignore
import { askServer, isLookupError, lookUp, resolverSettings, type ServerAnswer } from "../libc/resolver.ts";
import type { Task } from "../../kernel/sys.ts";

const USAGE = `[-type=QUERY_TYPE] [-debug] HOST [DNS_SERVER]

Query DNS about HOST

QUERY_TYPE: soa,ns,a,aaaa,cname,mx,txt,ptr,srv,any`;

const NO_ANSWER = ";; connection timed out; no servers could be reached\n\n";

interface Asked {
  readonly host: string;
  readonly server: string | undefined;
  readonly types: readonly string[] | undefined;
}

function readWords(args: readonly string[]): Asked | undefined {
  const types = args.flatMap(
    (word) => /^-(?:type|q|query|querytype)=(.+)$/.exec(word)?.[1]?.toUpperCase() ?? [],
  );
  const [host, server] = args.filter((word) => !word.startsWith("-"));
  return host === undefined ? undefined : { host, server, types: types.length > 0 ? types : undefined };
}

const shownType: Readonly<Record<string, string>> = { CNAME: "canonical name", NS: "nameserver", MX: "mail exchanger", PTR: "name", TXT: "text" }; // prettier-ignore

function recordLine({ name, type, data }: DnsRecord): string {
  const kind = typeName(type);
  if (kind === "A" || kind === "AAAA") return `Name:\t${name}\nAddress: ${data}\n`;
  return `${name}\t${shownType[kind] ?? kind.toLowerCase()} = ${data.replace(/\.$/, "")}\n`;
}

const isMessage = (answer: ServerAnswer): answer is DnsMessage => typeof answer === "object";

function failure(name: string, { code }: DnsMessage): string {
  return `** server can't find ${name}: ${RESPONSE_CODES[code] ?? code}\n\n`;
}

function answerText({ authoritative, answers }: DnsMessage): string {
  return `${authoritative ? "" : "Non-authoritative answer:\n"}${answers.map(recordLine).join("")}\n`;
}

function* serverOf(io: Io, asked: Asked): Task<string | undefined> {
  if (asked.server === undefined) return (yield* resolverSettings(io.sys)).servers[0];
  const found = yield* lookUp(io.sys, asked.server);
  return isLookupError(found) ? undefined : found.addresses[0]?.address;
}

export const nslookup = command(
  { name: "nslookup", gnu: "", busybox: "", raw: true, usage: USAGE },
  function* (io) {
    const asked = readWords(io.argv.slice(1));
    if (asked === undefined) return yield* io.misuse("no host");
    const server = yield* serverOf(io, asked);
    if (server === undefined) return yield* io.complain(`bad address '${asked.server ?? ""}'`);
    const isAddress = isInet4(asked.host) || isInet6(asked.host);
    const name = isAddress ? reverseName(asked.host) : asked.host;
    const types = asked.types ?? (isAddress ? ["PTR"] : ["A", "AAAA"]);
    const answers: ServerAnswer[] = [];
    for (const type of types) answers.push(yield* askServer(io.sys, server, name, TYPES.get(type) ?? 1, 5));
    if (io.family === "busybox" && answers.includes("refused"))
      yield* io.complain(`write to '${server}': Connection refused`);
    const heard = answers.filter(isMessage);
    if (heard.length === 0) {
      yield* io.print(NO_ANSWER);
      return 1;
    }
    const mark = io.family === "busybox" ? ":" : "#";
    const shown = server.includes(":") && io.family === "busybox" ? `[${server}]` : server;
    yield* io.print(`Server:\t\t${server}\nAddress:\t${shown}${mark}53\n\n`);
    const bad = heard.filter(({ code }) => code !== 0);
    const good = heard.filter(({ code }) => code === 0);
    if (io.family === "busybox")
      for (const answer of heard)
        yield* io.print(answer.code === 0 ? answerText(answer) : failure(name, answer));
    else if (good.length === 0) yield* io.print(failure(name, bad[0] as DnsMessage));
    else yield* io.print(answerText({ ...(good[0] as DnsMessage), answers: good.flatMap((g) => g.answers) }));
    return good.length === 0 ? 1 : 0;
  },
);
