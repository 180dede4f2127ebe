// ping in its two families: echo requests once a second, what comes back, and the figures at the end. busybox's words
// are networking/ping.c's, the others iputils'. Not here: flooding, records of routes.

import { failed, strerror } from "../../base/errno.ts";
import { SIGINT, SIGQUIT } from "../../base/signals.ts";
import { MILLISECOND, SECOND, type Duration, type Instant } from "../../base/time.ts";
import type { Fd, Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { isInet4 } from "../libc/dns.ts";
import { readText } from "../libc/input.ts";
import { isLookupError, lookUp, lookupText, nameOf, type HostAddress } from "../libc/resolver.ts";

const USAGE = `[OPTIONS] HOST

Send ICMP ECHO_REQUESTs to HOST

	-4,-6		Force IP or IPv6 name resolution
	-c CNT		Send only CNT pings
	-s SIZE		Send SIZE data bytes in packets (default 56)
	-i SECS		Interval
	-A		Ping as soon as reply is received
	-t TTL		Set TTL
	-I IFACE/IP	Source interface or IP address
	-W SEC		Seconds to wait for the first response (default 10)
			(after all -c CNT packets are sent)
	-w SEC		Seconds until ping exits (default:infinite)
			(can exit earlier with -c CNT)
	-q		Quiet, only display output at start/finish
	-p HEXBYTE	Payload pattern`;

const HEAD = 8;
/** Requests that carry the time they were sent at are long enough for it. */
const STAMP = { gnu: 16, busybox: 4 } as const;

interface Settings {
  readonly host: string;
  readonly to: HostAddress;
  readonly named: boolean;
  /** undefined: without end */
  readonly count: number | undefined;
  readonly size: number;
  readonly interval: Duration;
  readonly wait: Duration;
  readonly deadline: Duration | undefined;
  readonly quiet: boolean;
  readonly ttl: number | undefined;
}

const secondsOf = (text: string | undefined, otherwise: Duration): Duration =>
  text === undefined ? otherwise : Math.round(Number(text) * SECOND);

class Pinger {
  private sent = 0;
  private errors = 0;
  private readonly times: Duration[] = [];
  private readonly sentAt = new Map<number, Instant>();
  private readonly start: Instant;

  constructor(
    private readonly io: Io,
    private readonly fd: Fd,
    private readonly s: Settings,
  ) {
    this.start = io.sys.now();
  }

  private get isGnu(): boolean {
    return this.io.family === "gnu";
  }

  /** An error ends it. */
  *send(): Task<number | undefined> {
    const { sys } = this.io;
    const number = this.isGnu ? this.sent + 1 : this.sent;
    const bytes = new Uint8Array(HEAD + this.s.size);
    bytes[0] = 8;
    bytes[6] = number >>> 8;
    bytes[7] = number & 255;
    this.sentAt.set(number & 0xffff, sys.now());
    this.sent++;
    const answer = sys.sendTo(this.fd, bytes, { ...this.s.to, port: 0 }, this.s.ttl);
    if (!failed(answer)) return undefined;
    if (this.isGnu) yield* this.io.tell(`ping: sendmsg: ${strerror(answer)}\n`);
    else yield* this.io.complain(`sendto: ${strerror(answer)}`);
    return this.isGnu ? undefined : 1;
  }

  /** Reads what comes until then, or until enough has come. */
  *listen(until: Instant | undefined): Task<"done" | "time" | "signal"> {
    const { sys } = this.io;
    for (;;) {
      const left = until === undefined ? undefined : until - sys.now();
      if (left !== undefined && left <= 0) return "time";
      const ready = yield* sys.poll([{ fd: this.fd, read: true }], left);
      if (failed(ready)) return "signal";
      if (ready.length === 0) return "time";
      const got = yield* sys.receiveFrom(this.fd, 65_536);
      if (failed(got)) continue;
      const address = got.from.family === "unix" ? "" : got.from.address;
      yield* this.heard(got.bytes, address, got.ttl ?? 64);
      if (this.s.count !== undefined && this.times.length >= this.s.count) return "done";
    }
  }

  private *heard(bytes: Uint8Array, from: string, ttl: number): Task<void> {
    const now = this.io.sys.now();
    if (bytes[0] !== 0) return yield* this.heardError(bytes, from);
    const number = (bytes[6] ?? 0) * 256 + (bytes[7] ?? 0);
    const at = this.sentAt.get(number);
    if (at === undefined) return;
    this.sentAt.delete(number);
    const time = now - at;
    this.times.push(time);
    if (this.s.quiet) return;
    const isTimed = this.s.size >= STAMP[this.io.family];
    const shown = this.isGnu ? `icmp_seq=${number} ttl=${ttl}` : `seq=${number} ttl=${ttl}`;
    const took = !isTimed ? "" : this.isGnu ? ` time=${gnuTime(time)} ms` : ` time=${millis(time)} ms`;
    const name =
      this.isGnu && this.s.named ? `${(yield* nameOf(this.io.sys, from)) ?? from} (${from})` : from;
    yield* this.io.print(`${bytes.length} bytes from ${name}: ${shown}${took}\n`);
    yield* this.io.out.flush();
  }

  private *heardError(bytes: Uint8Array, from: string): Task<void> {
    if (!this.isGnu) return;
    this.errors++;
    const number = (bytes[HEAD + 26] ?? 0) * 256 + (bytes[HEAD + 27] ?? 0);
    const why = bytes[0] === 11 ? "Time to live exceeded" : ["Destination Net Unreachable", "Destination Host Unreachable"][bytes[1] ?? 0] ?? "Destination Port Unreachable"; // prettier-ignore
    const name = this.s.named ? `${(yield* nameOf(this.io.sys, from)) ?? from} (${from})` : from;
    if (!this.s.quiet) yield* this.io.print(`From ${name} icmp_seq=${number} ${why}\n`);
    yield* this.io.out.flush();
  }

  *figures(): Task<number> {
    const { io, sent, times, errors } = this;
    const loss = sent === 0 ? 0 : Math.floor(((sent - times.length) * 100) / sent);
    yield* io.print(`\n--- ${this.s.host} ping statistics ---\n`);
    if (this.isGnu) {
      const elapsed = Math.floor((io.sys.now() - this.start) / MILLISECOND);
      const failures = errors > 0 ? `, +${errors} errors` : "";
      yield* io.print(`${sent} packets transmitted, ${times.length} received${failures}, ${lossText(sent, times.length)}% packet loss, time ${elapsed}ms\n`); // prettier-ignore
    } else
      yield* io.print(
        `${sent} packets transmitted, ${times.length} packets received, ${loss}% packet loss\n`,
      );
    if (times.length > 0 && this.s.size >= STAMP[io.family]) yield* io.print(this.rates());
    else if (this.isGnu && times.length === 0) yield* io.print("\n");
    return times.length === 0 || (this.isGnu && this.s.deadline !== undefined && this.s.count !== undefined && times.length < this.s.count) ? 1 : 0; // prettier-ignore
  }

  private rates(): string {
    const { times } = this;
    const average = times.reduce((a, b) => a + b, 0) / times.length;
    const [least, most] = [Math.min(...times), Math.max(...times)];
    const three = [least, average, most].map(millis).join("/");
    if (!this.isGnu) return `round-trip min/avg/max = ${three} ms\n`;
    const spread = Math.sqrt(Math.max(0, times.reduce((a, b) => a + b * b, 0) / times.length - average ** 2));
    return `rtt min/avg/max/mdev = ${three}/${millis(spread)} ms\n`;
  }

  get isOver(): boolean {
    const { count, deadline } = this.s;
    if (deadline !== undefined && this.io.sys.now() - this.start >= deadline) return true;
    return count !== undefined && this.sent >= count;
  }

  get end(): Instant | undefined {
    return this.s.deadline === undefined ? undefined : this.start + this.s.deadline;
  }
}

const lossText = (sent: number, received: number): string => {
  const loss = sent === 0 ? 0 : ((sent - received) * 100) / sent;
  return Number.isInteger(loss) ? String(loss) : loss.toPrecision(6).replace(/0+$/, "");
};

const millis = (time: Duration): string => (time / MILLISECOND).toFixed(3);

/** Three digits that count, as iputils rounds. */
function gnuTime(time: Duration): string {
  const ms = time / MILLISECOND;
  if (ms >= 100) return ms.toFixed(0);
  if (ms >= 10) return ms.toFixed(1);
  return ms >= 1 ? ms.toFixed(2) : ms.toFixed(3);
}

const earlier = (a: Instant | undefined, b: Instant): Instant => (a === undefined ? b : Math.min(a, b));

function* run(pinger: Pinger, s: Settings, io: Io): Task<number> {
  for (;;) {
    const broken = yield* pinger.send();
    if (broken !== undefined) return broken;
    const isLast = s.count !== undefined && pinger.isOver;
    const until = earlier(pinger.end, io.sys.now() + (isLast ? s.wait : s.interval));
    const why = yield* pinger.listen(until);
    if (why !== "time" || isLast || pinger.isOver) return yield* pinger.figures();
  }
}

function* headline(io: Io, { host, to, size }: Settings): Task<void> {
  const whole = size + HEAD + 20;
  yield* io.print(
    io.family === "gnu"
      ? `PING ${host} (${to.address}) ${size}(${whole}) bytes of data.\n`
      : `PING ${host} (${to.address}): ${size} data bytes\n`,
  );
  // busybox leaves it in its buffer until something comes back, unless a terminal shows it.
  if (io.family === "gnu") yield* io.out.flush();
}

function* settingsOf(io: Io, host: string, usual: "inet6" | undefined): Task<Settings | undefined> {
  const family = io.has("4") ? "inet" : io.has("6") ? "inet6" : usual;
  const found = yield* lookUp(io.sys, host, family === undefined ? {} : { family });
  const to = isLookupError(found) ? undefined : found.addresses[0];
  if (to === undefined) {
    if (io.family === "busybox") yield* io.complain(`bad address '${host}'`);
    else yield* io.tell(`ping: ${host}: ${lookupText(isLookupError(found) ? found : "EAI_NONAME")}\n`);
    return undefined;
  }
  const count = io.value("c");
  const deadline = io.value("w");
  const ttl = io.value("t");
  return {
    host,
    to,
    named: !isInet4(host),
    count: count === undefined ? undefined : Number(count),
    size: Number(io.value("s") ?? 56),
    interval: secondsOf(io.value("i"), SECOND),
    wait: secondsOf(io.value("W"), 10 * SECOND),
    deadline: deadline === undefined ? undefined : secondsOf(deadline, 0),
    quiet: io.has("q"),
    ttl: ttl === undefined ? undefined : Number(ttl),
  };
}

const SPEC = {
  gnu: "4 6 a A b c: f h i: I: l: L m: M: n O p: q Q: r R s: S: t: T: U v V w: W: D",
  busybox: "4 6 c: s: i: A t: I: W: w: q p:",
  usage: USAGE,
  usageStatus: { gnu: 2 },
};

export const ping = command({ name: "ping", ...SPEC }, (io) => main(io, undefined));
export const ping6 = command({ name: "ping6", ...SPEC }, (io) => main(io, "inet6"));

const CAP_NET_RAW = 13n;

/** busybox opens a raw socket, which takes a capability. */
function* mayBeRaw(io: Io): Task<boolean> {
  const file = yield* readText(io.sys, "/proc/self/status");
  const mask = failed(file) ? undefined : /^CapEff:\s*([0-9a-f]+)/m.exec(file.text)?.[1];
  return mask === undefined || ((BigInt(`0x${mask}`) >> CAP_NET_RAW) & 1n) === 1n;
}

function* main(io: Io, family: "inet6" | undefined): Task<number> {
  const host = io.operands[0];
  if (host === undefined && io.family === "busybox") return yield* io.misuse("no host");
  if (host === undefined) {
    yield* io.tell("ping: usage error: Destination address required\n");
    return 1;
  }
  const settings = yield* settingsOf(io, host, family);
  if (settings === undefined) return io.family === "busybox" ? 1 : 2;
  const fd = io.sys.socket({ family: "inet", type: "icmp" });
  if (failed(fd))
    return io.family === "busybox" ? yield* io.complain("permission denied (are you root?)") : 2;
  for (const signal of [SIGINT, SIGQUIT]) io.sys.disposition(signal, "handle");
  const reached = yield* io.sys.connect(fd, { ...settings.to, port: 0 });
  if (reached !== undefined && io.family === "gnu") {
    yield* io.tell(`ping: connect: ${strerror(reached)}\n`);
    return 2;
  }
  yield* headline(io, settings);
  if (io.family === "busybox" && !(yield* mayBeRaw(io)))
    return yield* io.complain("permission denied (are you root?)");
  return yield* run(new Pinger(io, fd, settings), settings, io);
}
