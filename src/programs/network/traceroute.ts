// traceroute: packets that live longer and longer, and who says that they have died (busybox networking/traceroute.c, and
// the words of Debian's traceroute). By UDP to ports that nobody has, or by echo requests. Not here: options of routing.

import { failed, strerror, type Errno } from "../../base/errno.ts";
import { MILLISECOND, SECOND, type Duration } from "../../base/time.ts";
import type { SocketAddress } from "../../kernel/sockets.ts";
import type { Fd, Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { isLookupError, lookUp, nameOf, type HostAddress } from "../libc/resolver.ts";

const USAGE = `[-46Flnrv] [-f 1ST_TTL] [-m MAXTTL] [-q PROBES] [-p PORT]
	[-t TOS] [-w WAIT_SEC] [-s SRC_IP] [-i IFACE]
	[-z PAUSE_MSEC] HOST [BYTES]

Trace the route to HOST

	-4,-6	Force IP or IPv6 name resolution
	-F	Set don't fragment bit
	-l	Display TTL value of the returned packet
	-n	Print numeric addresses
	-r	Bypass routing tables, send directly to HOST
	-v	Verbose
	-f N	First number of hops (default 1)
	-m N	Max number of hops
	-q N	Number of probes per hop (default 3)
	-p N	Base UDP port number used in probes
		(default 33434)
	-s IP	Source address
	-i IFACE Source interface
	-t N	Type-of-service in probe packets (default 0)
	-w SEC	Wait for a response (default 3)
	-z MSEC	Wait before each send`;

interface Settings {
  readonly to: HostAddress;
  readonly numeric: boolean;
  readonly echo: boolean;
  readonly first: number;
  readonly most: number;
  readonly probes: number;
  readonly port: number;
  readonly wait: Duration;
}

interface Heard {
  readonly from: string;
  readonly time: Duration;
  /** it has got there, or nowhere further */
  readonly isEnd: boolean;
  readonly mark: string;
}

const number = (text: string | undefined, otherwise: number): number =>
  text === undefined ? otherwise : Number(text);

const MARKS: Readonly<Record<number, string>> = { 0: " !N", 1: " !H", 13: " !X" };

const addressOf = (from: SocketAddress): string => (from.family === "unix" ? "" : from.address);

/** What a message of ICMP says of a probe: type 11 it died, type 3 it did not get there, type 0 it did. */
function readAnswer(bytes: Uint8Array): Pick<Heard, "isEnd" | "mark"> {
  const [type = 0, code = 0] = bytes;
  if (type === 11) return { isEnd: false, mark: "" };
  return { isEnd: true, mark: type === 3 ? (MARKS[code] ?? "") : "" };
}

function* probe(io: Io, fd: Fd, s: Settings, ttl: number, serial: number): Task<Heard | Errno | undefined> {
  const { sys } = io;
  const sentAt = sys.now();
  const bytes = new Uint8Array(s.echo ? 26 : 18);
  if (s.echo) bytes.set([8, 0, 0, 0, 0, 0, serial >>> 8, serial & 255]);
  const sent = sys.sendTo(fd, bytes, { ...s.to, port: s.echo ? 0 : s.port + serial }, ttl);
  if (failed(sent)) return sent;
  const ready = yield* sys.poll([{ fd, read: true }], s.wait);
  if (failed(ready) || ready.length === 0) return undefined;
  const got = yield* sys.receiveFrom(fd, 65_536);
  if (failed(got)) return undefined;
  return { from: addressOf(got.from), time: sys.now() - sentAt, ...readAnswer(got.bytes) };
}

function* named(io: Io, s: Settings, address: string): Task<string> {
  if (s.numeric) return address;
  const name = yield* nameOf(io.sys, address);
  return name === undefined && io.family === "busybox" ? address : `${name ?? address} (${address})`;
}

/** One line; whether there is no point in going on, or the error that ends it. */
function* hop(io: Io, fd: Fd, s: Settings, ttl: number): Task<boolean | Errno> {
  yield* io.print(`${String(ttl).padStart(2)} `);
  let before = "";
  let isEnd = false;
  for (let i = 0; i < s.probes; i++) {
    const heard = yield* probe(io, fd, s, ttl, (ttl - 1) * s.probes + i);
    if (typeof heard === "string") return heard;
    if (heard === undefined) {
      yield* io.print(io.family === "busybox" ? "  *" : " *");
      continue;
    }
    const { from, time, mark } = heard;
    if (from !== before)
      yield* io.print(`${io.family === "busybox" || before === "" ? " " : ""} ${yield* named(io, s, from)}`);
    before = from;
    isEnd ||= heard.isEnd;
    yield* io.print(`  ${(time / MILLISECOND).toFixed(3)} ms${mark}`);
  }
  yield* io.print("\n");
  yield* io.out.flush();
  return isEnd;
}

function* trace(io: Io, host: string, s: Settings): Task<number> {
  const { address } = s.to;
  const fd = io.sys.socket({ family: s.to.family, type: s.echo ? "icmp" : "datagram" });
  if (failed(fd)) return 1;
  const unreachable = (why: Errno): Task<number> =>
    io.family === "busybox"
      ? io.complain(`can't connect to remote host (${address}): ${strerror(why)}`)
      : io.complain(`connect: ${strerror(why)}`);
  const reached = s.echo ? undefined : yield* io.sys.connect(fd, { ...s.to, port: s.port });
  if (reached !== undefined) return yield* unreachable(reached);
  void io.sys.close(fd);
  const own = io.sys.socket({ family: s.to.family, type: s.echo ? "icmp" : "datagram" });
  if (failed(own)) return 1;
  const size = (io.family === "busybox" ? 46 : 60) + (s.to.family === "inet6" ? 26 : 0);
  yield* io.print(`traceroute to ${host} (${address}), ${s.most} hops max, ${size} byte packets\n`);
  for (let ttl = s.first; ttl <= s.most; ttl++) {
    const over = yield* hop(io, own, s, ttl);
    if (typeof over === "string") return yield* unreachable(over);
    if (over) break;
  }
  return 0;
}

function* main(io: Io, family: "inet6" | undefined): Task<number> {
  const host = io.operands[0];
  if (host === undefined) return yield* io.misuse("no host");
  const wanted = io.has("4") ? "inet" : io.has("6") ? "inet6" : family;
  const found = yield* lookUp(io.sys, host, wanted === undefined ? {} : { family: wanted });
  const to = isLookupError(found) ? undefined : found.addresses[0];
  if (to === undefined) {
    if (io.family === "busybox") return yield* io.complain(`bad address '${host}'`);
    yield* io.tell(
      `${host}: Name or service not known\nCannot handle "host" cmdline arg \`${host}' on position 1 (argc 1)\n`,
    );
    return 2;
  }
  return yield* trace(io, host, {
    to,
    numeric: io.has("n"),
    echo: io.has("I"),
    first: number(io.value("f"), 1),
    most: number(io.value("m"), 30),
    probes: number(io.value("q"), 3),
    port: number(io.value("p"), 33_434),
    wait: number(io.value("w"), io.family === "busybox" ? 3 : 5) * SECOND,
  });
}

const OPTIONS = "4 6 F I l n r v d f: m: q: p: s: i: t: w: z: g:";

export const traceroute = command(
  {
    name: "traceroute",
    gnu: "4 6 F I T U n r A e f: m: q: p: s: i: t: w: z: N:",
    busybox: OPTIONS,
    usage: USAGE,
  },
  (io) => main(io, undefined),
);

export const traceroute6 = command(
  {
    name: "traceroute6",
    gnu: "4 6 F I T U n r A e f: m: q: p: s: i: t: w: z: N:",
    busybox: OPTIONS,
    usage: USAGE,
  },
  (io) => main(io, "inet6"),
);
