// Rules of netfilter as data, and how iptables writes them. Only what rules can say is here; what they do to a
// packet is evaluate.ts, where they stand is firewall.ts.

export interface Negatable<T> {
  readonly value: T;
  readonly not: boolean;
}

export type TrackedState = "NEW" | "ESTABLISHED" | "RELATED" | "INVALID" | "DNAT" | "SNAT";

export interface PortRange {
  readonly from: number;
  readonly to: number;
}

export interface Rule {
  /** an address, or a network such as 172.17.0.0/16 */
  readonly source?: Negatable<string>;
  readonly destination?: Negatable<string>;
  /** interface names; `veth+` stands for all that begin so */
  readonly in?: Negatable<string>;
  readonly out?: Negatable<string>;
  readonly protocol?: Negatable<string>;
  readonly sourcePort?: Negatable<PortRange>;
  readonly destinationPort?: Negatable<PortRange>;
  readonly states?: {
    readonly module: "conntrack" | "state";
    readonly value: readonly TrackedState[];
    readonly not: boolean;
  };
  readonly destinationType?: Negatable<string>;
  readonly sourceType?: Negatable<string>;
  /** several ports of one end, or of either */
  readonly multiport?: Negatable<{
    readonly of: "sports" | "dports" | "ports";
    readonly ports: readonly PortRange[];
  }>;
  readonly icmpType?: string;
  /** no more than so many packets */
  readonly limit?: { readonly rate: string; readonly burst: number };
  readonly comment?: string;
  /** a verdict, a chain, or nothing */
  readonly target: string | undefined;
  /** -g instead of -j */
  readonly goes?: true;
  readonly toDestination?: string;
  readonly toSource?: string;
  readonly toPorts?: string;
  readonly rejectWith?: string;
  readonly logPrefix?: string;
  /** unique in its namespace: under which its packets are counted */
  readonly id: number;
}

const bang = (not: boolean): string => (not ? "! " : "");
const port = ({ from, to }: PortRange): string => (from === to ? `${from}` : `${from}:${to}`);
const network = (text: string): string =>
  text.includes("/") ? text : `${text}/${text.includes(":") ? 128 : 32}`;

function portWords(rule: Rule): string[] {
  const { sourcePort, destinationPort, protocol } = rule;
  if (sourcePort === undefined && destinationPort === undefined) return [];
  const words = [`-m ${protocol?.value ?? "tcp"}`];
  if (sourcePort !== undefined) words.push(`${bang(sourcePort.not)}--sport ${port(sourcePort.value)}`);
  if (destinationPort !== undefined)
    words.push(`${bang(destinationPort.not)}--dport ${port(destinationPort.value)}`);
  return words;
}

function targetWords(rule: Rule): string[] {
  if (rule.target === undefined) return [];
  const words = [`${rule.goes === true ? "-g" : "-j"} ${rule.target}`];
  if (rule.toDestination !== undefined) words.push(`--to-destination ${rule.toDestination}`);
  if (rule.toSource !== undefined) words.push(`--to-source ${rule.toSource}`);
  if (rule.toPorts !== undefined) words.push(`--to-ports ${rule.toPorts}`);
  if (rule.rejectWith !== undefined) words.push(`--reject-with ${rule.rejectWith}`);
  if (rule.logPrefix !== undefined) words.push(`--log-prefix "${rule.logPrefix}"`);
  return words;
}

/** As `iptables -S` writes it, after the chain's name. */
export function ruleText(rule: Rule): string {
  const words: string[] = [];
  const { source, destination, protocol, states, destinationType, sourceType } = rule;
  if (source !== undefined) words.push(`${bang(source.not)}-s ${network(source.value)}`);
  if (destination !== undefined) words.push(`${bang(destination.not)}-d ${network(destination.value)}`);
  if (rule.in !== undefined) words.push(`${bang(rule.in.not)}-i ${rule.in.value}`);
  if (rule.out !== undefined) words.push(`${bang(rule.out.not)}-o ${rule.out.value}`);
  if (protocol !== undefined) words.push(`${bang(protocol.not)}-p ${protocol.value}`);
  words.push(...portWords(rule));
  if (rule.multiport !== undefined)
    words.push(
      `-m multiport ${bang(rule.multiport.not)}--${rule.multiport.value.of} ${rule.multiport.value.ports.map(port).join(",")}`,
    );
  if (rule.icmpType !== undefined) words.push(`-m icmp --icmp-type ${rule.icmpType}`);
  if (sourceType !== undefined || destinationType !== undefined) words.push("-m addrtype");
  if (sourceType !== undefined) words.push(`${bang(sourceType.not)}--src-type ${sourceType.value}`);
  if (destinationType !== undefined)
    words.push(`${bang(destinationType.not)}--dst-type ${destinationType.value}`);
  if (states !== undefined)
    words.push(`-m ${states.module} ${bang(states.not)}--${states.module === "state" ? "state" : "ctstate"} ${states.value.join(",")}`); // prettier-ignore
  if (rule.limit !== undefined)
    words.push(
      `-m limit --limit ${rule.limit.rate}${rule.limit.burst === 5 ? "" : ` --limit-burst ${rule.limit.burst}`}`,
    );
  if (rule.comment !== undefined) words.push(`-m comment --comment ${/[^\w-]/.test(rule.comment) ? `"${rule.comment}"` : rule.comment}`); // prettier-ignore
  return [...words, ...targetWords(rule)].join(" ");
}

const INTERFACES = ["in", "out"] as const;
const NETWORKS = ["source", "destination"] as const;

type Wanted<T> = Negatable<T> | undefined;

const alike = <T>(a: Wanted<T>, b: Wanted<T>, same: (x: T, y: T) => boolean): boolean =>
  a === undefined || b === undefined ? a === b : a.not === b.not && same(a.value, b.value);

const isEqual = (a: string, b: string): boolean => a === b;

/** One host may be written with its prefix or without. */
const sameNetwork = (a: string, b: string): boolean =>
  a.length === b.length ? a === b : network(a) === network(b);

/** Whether two rules say the same. Chains are long, and writing a rule out costs more than seeing that it differs. */
export const sameRule = (a: Rule, b: Rule): boolean =>
  NETWORKS.every((field) => alike(a[field], b[field], sameNetwork)) &&
  INTERFACES.every((field) => alike(a[field], b[field], isEqual)) &&
  a.target === b.target &&
  a.toDestination === b.toDestination &&
  ruleText(a) === ruleText(b);
