// tcpdump: the frames of a link as they come and go, in words. Filters know hosts, ports and protocols, joined by `and`.
// Not here: files of packets, the bytes themselves, names of hosts.

import type { Errno } from "../../base/errno.ts";
import { SIGINT, SIGTERM } from "../../base/signals.ts";
import { SECOND } from "../../base/time.ts";
import { captureChannel, type SeenPacket } from "../../base/seen-packet.ts";
import type { Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { linksOf } from "../libc/netlink.ts";
import { strftime, UTC } from "../libc/strftime.ts";

type Test = (seen: SeenPacket) => boolean;

const SERVICES: Readonly<Record<string, number>> = { http: 80, https: 443, domain: 53, ssh: 22 };

/** undefined: a word that is none of the language's */
function filterOf(words: readonly string[]): Test | undefined {
  const tests: Test[] = [];
  let not = false;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as string;
    if (word === "and" || word === "&&" || word === "src" || word === "dst" || word === "ip") continue;
    if (word === "not" || word === "!") {
      not = true;
      continue;
    }
    const test = testOf(word, () => words[++at] ?? "", words[at - 1]);
    if (test === undefined) return undefined;
    const turned = not;
    tests.push((seen) => test(seen) !== turned);
    not = false;
  }
  return (seen) => tests.every((test) => test(seen));
}

function testOf(word: string, next: () => string, before: string | undefined): Test | undefined {
  if (["tcp", "udp", "icmp", "arp"].includes(word)) return ({ frame }) => frame?.protocol === word;
  const side = before === "src" ? [0] : before === "dst" ? [1] : [0, 1];
  if (word === "host") {
    const address = next();
    return ({ frame }) => side.some((i) => frame?.hosts[i] === address);
  }
  if (word === "port") {
    const text = next();
    const port = SERVICES[text] ?? Number(text);
    return ({ frame }) => side.some((i) => frame?.ports[i] === port);
  }
  return undefined;
}

function lineOf(io: Io, seen: SeenPacket, withLink: boolean): string {
  const micros = String(Math.floor(seen.at % SECOND)).padStart(6, "0");
  const stamp = io.has("t") ? "" : `${strftime("%H:%M:%S", seen.at, UTC)}.${micros} `;
  const link = withLink ? `${seen.link.padEnd(5)} ${seen.kind === "sent" ? "Out" : "In "} ` : "";
  if (!io.has("e") || seen.frame === undefined) return `${stamp}${link}${seen.text}\n`;
  const { source, target, length, protocol } = seen.frame;
  const shown = target === "ff:ff:ff:ff:ff:ff" ? "Broadcast" : target;
  const type = protocol === "arp" ? "ARP (0x0806)" : "IPv4 (0x0800)";
  return `${stamp}${link}${source} > ${shown}, ethertype ${type}, length ${length}: ${seen.text.replace(/^(?:IP6?|ARP,) /, "")}\n`;
}

function* counts(io: Io, shown: number, seen: number): Task<number> {
  yield* io.out.flush();
  const packets = (n: number): string => `${n} packet${n === 1 ? "" : "s"}`;
  yield* io.tell(
    `${packets(shown)} captured\n${packets(seen)} received by filter\n${packets(0)} dropped by kernel\n`,
  );
  return 0;
}

function* listen(io: Io, id: number, test: Test, withLink: boolean): Task<number> {
  const { sys } = io;
  const most = io.value("c") === undefined ? undefined : Number(io.value("c"));
  let shown = 0;
  for (;;) {
    for (const seen of sys.invoke("packets", "take", [id]) as readonly SeenPacket[]) {
      if (!test(seen)) continue;
      yield* io.print(lineOf(io, seen, withLink));
      shown++;
      if (shown === most) return yield* counts(io, shown, shown);
    }
    yield* io.out.flush();
    const stopped = yield* sys.block(captureChannel(id));
    if (stopped !== undefined) return yield* counts(io, shown, shown);
  }
}

export const tcpdump = command(
  { name: "tcpdump", gnu: "i: n c: e t v q l A X x s: w: r: D p N U" },
  function* (io) {
    const { sys } = io;
    const links = linksOf(sys);
    if (io.has("D")) {
      for (const [i, { name }] of links.entries()) yield* io.print(`${i + 1}.${name} [Up, Running]\n`);
      return 0;
    }
    const link = io.value("i") ?? links.find(({ up, kind }) => up && kind !== "loopback")?.name ?? "lo";
    if (link !== "any" && !links.some(({ name }) => name === link))
      return yield* io.complain(`${link}: No such device exists\n(No such device exists)`);
    const test = filterOf(io.operands);
    if (test === undefined) return yield* io.complain("can't parse filter expression: syntax error");
    const id = sys.invoke("packets", "watch", [link]) as number | Errno;
    if (typeof id === "string")
      return yield* io.complain(
        `${link}: You don't have permission to perform this capture on that device\n(socket: Operation not permitted)`,
      );
    for (const signal of [SIGINT, SIGTERM]) sys.disposition(signal, "handle");
    yield* io.tell("tcpdump: verbose output suppressed, use -v[v]... for full protocol decode\n");
    const type = link === "any" ? "LINUX_SLL2 (Linux cooked v2)" : "EN10MB (Ethernet)";
    yield* io.tell(`listening on ${link}, link-type ${type}, snapshot length 262144 bytes\n`);
    const status = yield* listen(io, id, test, link === "any");
    void sys.invoke("packets", "end", [id]);
    return status;
  },
);
