// conntrack: the flows that the network namespace tracks, listed, counted and deleted (conntrack-tools 1.4.8). Marks and
// zones do not exist here. Not here: expectations, making and changing flows (-I, -U), one flow (-G), events (-E).

import { failed, type Errno } from "../../base/errno.ts";
import type { Conntrack, FlowInfo, FlowTuple } from "../../kernel/netfilter.ts";
import type { Sys, Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { expandInet6, isInet4, isInet6 } from "../libc/dns.ts";
import { describeOptions, isOptionError, parseOptions, type Options } from "../libc/options.ts";

const VERSION = "conntrack v1.4.8 (conntrack-tools)";
const HINT = "Try `conntrack -h' or 'conntrack --help' for more information.\n";
const USAGE = `Command line interface for the connection tracking system. Version 1.4.8
Usage: conntrack [commands] [options]

Commands:
  -L [table] [options]		List conntrack or expectation table
  -D [table] parameters		Delete conntrack or expectation
  -F [table]			Flush table
  -C [table]			Show counter

Conntrack parameters and options:
  -n, --src-nat ip			source NAT ip
  -g, --dst-nat ip			destination NAT ip
  -j, --any-nat ip			source or destination NAT ip
  -o, --output type[,...]		Output format, eg. xml

Common parameters and options:
  -s, --src, --orig-src ip		Source address from original direction
  -d, --dst, --orig-dst ip		Destination address from original direction
  -r, --reply-src ip		Source address from reply direction
  -q, --reply-dst ip		Destination address from reply direction
  -p, --protonum proto		Layer 4 Protocol, eg. 'tcp'
  -f, --family proto		Layer 3 Protocol, eg. 'ipv6'

`;

const OPTIONS = describeOptions(
  "L/dump D/delete F/flush C/count h/help V/version n/src-nat g/dst-nat j/any-nat o/output: s/src: " +
    "d/dst: r/reply-src: q/reply-dst: p/protonum: f/family: sport: dport: state:",
);
/** Longer names of the same options. */
const LONGER = new Map([["orig-src", "src"], ["orig-dst", "dst"], ["orig-port-src", "sport"], ["orig-port-dst", "dport"]]); // prettier-ignore
const shorter = (word: string): string => word.replace(/^--([a-z-]+)/, (all, name: string) => (LONGER.has(name) ? `--${LONGER.get(name)}` : all)); // prettier-ignore

const COMMANDS = ["L", "D", "F", "C"];

const ask = <O extends keyof Conntrack>(sys: Sys, operation: O, ...args: Parameters<Conntrack[O]>) =>
  sys.invoke("conntrack", operation, args) as ReturnType<Conntrack[O]>;

/** Said after the program's name and version, with the hint that it has more to say. */
function* wrong(io: Io, message: string): Task<number> {
  yield* io.tell(`${VERSION}: ${message}\n${HINT}`);
  return 2;
}

function* refused(io: Io, errno: Errno): Task<number> {
  const why =
    errno === "EPERM" ? "sorry, you must be root or get CAP_NET_ADMIN capability to do this" : errno;
  yield* io.tell(`${VERSION}: Operation failed: ${why}\n`);
  return 1;
}

export const conntrack = command({ name: "conntrack", gnu: "", raw: true }, function* (io) {
  const options = parseOptions(OPTIONS, io.argv.slice(1).map(shorter));
  if (isOptionError(options)) {
    if (options.kind === "needs-value") return yield* wrong(io, `option \`${options.name}' requires an argument`);
    return yield* wrong(io, `unknown option \`${options.kind === "unknown-letter" ? "-" : "--"}${options.name}'`);
  }
  if (options.has("V")) {
    yield* io.print(`${VERSION}\n`);
    return 0;
  }
  const commands = COMMANDS.filter((key) => options.has(key));
  if (commands.length > 1) return yield* wrong(io, "Invalid commands combination");
  const [chosen] = commands;
  if (chosen === undefined || options.has("h")) {
    yield* io.print(USAGE);
    return 0;
  }
  const complaint = complaintOf(options, chosen);
  if (complaint !== undefined) return yield* wrong(io, complaint);
  const flows = ask(io.sys, "flows");
  if (failed(flows)) return yield* refused(io, flows);
  return yield* carryOut(io, chosen, options, flows);
}); // prettier-ignore

function* carryOut(io: Io, chosen: string, options: Options, flows: readonly FlowInfo[]): Task<number> {
  if (chosen === "C") {
    yield* io.print(`${flows.length}\n`);
    return 0;
  }
  const matching = chosen === "F" ? flows : flows.filter((flow) => isMeant(options, flow));
  if (chosen !== "L") for (const flow of matching) void ask(io.sys, "forget", flow);
  if (chosen === "F") {
    yield* io.tell(`${VERSION}: connection tracking table has been emptied.\n`);
    return 0;
  }
  const isExtended = options.value("o")?.split(",").includes("extended") === true;
  for (const flow of matching) yield* io.print(flowLine(flow, isExtended));
  const done = chosen === "L" ? "shown" : "deleted";
  yield* io.tell(`${VERSION}: ${matching.length} flow entries have been ${done}.\n`);
  return chosen === "D" && matching.length === 0 ? 1 : 0;
}

// ---- which

const PROTOCOLS = new Map([["tcp", "tcp"], ["6", "tcp"], ["udp", "udp"], ["17", "udp"], ["icmp", "icmp"], ["1", "icmp"], ["icmpv6", "icmpv6"], ["58", "icmpv6"]]); // prettier-ignore
/** Options of a protocol's own: they are known once it is named. */
const FOREIGN = ["sport", "dport", "state"];
const FILTERS = new Map([["p", "protonum"], ["s", "orig-src"], ["d", "orig-dst"], ["r", "reply-src"], ["q", "reply-dst"], ["f", "family"]]); // prettier-ignore

const baseOf = (address: string): string => address.replace(/\/\d+$/, "");

function complaintOf(options: Options, chosen: string): string | undefined {
  const [operand] = options.operands;
  if (operand !== undefined && operand !== "conntrack") return `unknown type \`${operand}'`;
  const protocol = options.value("p");
  if (protocol !== undefined && !PROTOCOLS.has(protocol)) return `\`${protocol}' unsupported protocol`;
  for (const key of ["s", "d", "r", "q"]) {
    const address = options.value(key);
    if (address !== undefined && !isInet4(baseOf(address)) && !isInet6(baseOf(address)))
      return `Invalid IP address \`${address}'`;
  }
  const family = options.value("f");
  if (family !== undefined && family !== "ipv4" && family !== "ipv6") return `\`${family}' unsupported protocol`;
  if (chosen === "L" || chosen === "D") {
    const alone = FOREIGN.find((key) => options.has(key) && protocol === undefined);
    return alone === undefined ? undefined : `unknown option \`--${alone}'`;
  }
  const needless = [...FILTERS].find(([key]) => options.has(key));
  return needless === undefined ? undefined : `Illegal option \`--${needless[1]}' with this command`;
} // prettier-ignore

const bitsOf = (address: string): string =>
  address.includes(":")
    ? (expandInet6(address) ?? []).map((group) => group.toString(2).padStart(16, "0")).join("")
    : address.split(".").map((byte) => Number(byte).toString(2).padStart(8, "0")).join(""); // prettier-ignore

/** Whether an address is the one that was asked for, or within its prefix. */
function isWithin(wanted: string | undefined, address: string): boolean {
  if (wanted === undefined) return true;
  const bits = bitsOf(baseOf(wanted));
  const length = Number(/\/(\d+)$/.exec(wanted)?.[1] ?? bits.length);
  const own = bitsOf(address);
  return own.length === bits.length && own.slice(0, length) === bits.slice(0, length);
}

const isSix = ({ original }: FlowInfo): boolean => original.source.includes(":");

const protocolOf = (flow: FlowInfo): string =>
  flow.original.protocol === "icmp" && isSix(flow) ? "icmpv6" : flow.original.protocol;

function isMeant(options: Options, flow: FlowInfo): boolean {
  const { original, reply } = flow;
  const asked = options.value("p");
  const isAskedSix = [options.value("f"), options.value("s"), options.value("d")].some((one) => one === "ipv6" || one?.includes(":") === true); // prettier-ignore
  const isSource = reply.target !== original.source || reply.targetPort !== original.sourcePort;
  const isTarget = reply.source !== original.target || reply.sourcePort !== original.targetPort;
  return (
    isSix(flow) === isAskedSix &&
    (asked === undefined || PROTOCOLS.get(asked) === protocolOf(flow)) &&
    isWithin(options.value("s"), original.source) &&
    isWithin(options.value("d"), original.target) &&
    isWithin(options.value("r"), reply.source) &&
    isWithin(options.value("q"), reply.target) &&
    isEither(options.value("sport"), original.sourcePort) &&
    isEither(options.value("dport"), original.targetPort) &&
    isEither(options.value("state"), STATES[flow.state]) &&
    (!options.has("n") || isSource) &&
    (!options.has("g") || isTarget) &&
    (!options.has("j") || isSource || isTarget)
  );
}

const isEither = (wanted: string | undefined, value: string | number): boolean =>
  wanted === undefined || wanted === String(value);

// ---- how they are shown

const STATES = { new: "SYN_SENT", established: "ESTABLISHED", closing: "TIME_WAIT", closed: "CLOSE" } as const; // prettier-ignore
const NUMBERS: Readonly<Record<string, number>> = { tcp: 6, udp: 17, icmp: 1, icmpv6: 58 };

function tupleText(
  { protocol, source, sourcePort, target, targetPort }: FlowTuple,
  isReply: boolean,
): string {
  const six = source.includes(":");
  const kind = (six ? 128 : isReply ? 0 : 8) + (six && isReply ? 1 : 0);
  const rest = protocol === "icmp" ? `type=${kind} code=0 id=${sourcePort}` : `sport=${sourcePort} dport=${targetPort}`; // prettier-ignore
  return `src=${source} dst=${target} ${rest} `;
}

function flowLine(flow: FlowInfo, isExtended: boolean): string {
  const protocol = protocolOf(flow);
  const isTcp = protocol === "tcp";
  const family = !isExtended ? "" : isSix(flow) ? "ipv6     10 " : "ipv4     2 ";
  return (
    `${family}${protocol.padEnd(8)} ${NUMBERS[protocol]} ${flow.seconds} ${isTcp ? `${STATES[flow.state]} ` : ""}` +
    `${tupleText(flow.original, false)}${flow.state === "new" ? "[UNREPLIED] " : ""}${tupleText(flow.reply, true)}` +
    `${isTcp && flow.state !== "new" ? "[ASSURED] " : ""}mark=0 use=1\n`
  );
}
