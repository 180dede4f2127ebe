// How iptables prints tables: rules as the words that would make them (-S), and in columns (-L), with counters where
// they are asked for.

import { ruleText, type Negatable, type Rule } from "../../base/netfilter-rule.ts";
import type { ChainInfo, CountedRule } from "../../kernel/netfilter.ts";

export interface ListingStyle {
  readonly numeric: boolean;
  readonly verbose: boolean;
  readonly exact: boolean;
  readonly lineNumbers: boolean;
  /** of IPv6 */
  readonly isSix: boolean;
}

const counted = ({ packets, bytes }: { packets: number; bytes: number }): string => ` -c ${packets} ${bytes}`;

/** -S */
export function rulesText(chains: readonly ChainInfo[], verbose: boolean): string {
  const heads = chains.map(({ name, policy, packets, bytes }) =>
    policy === undefined
      ? `-N ${name}\n`
      : `-P ${name} ${policy}${verbose ? counted({ packets, bytes }) : ""}\n`,
  );
  const lines = chains.flatMap(({ name, rules }) =>
    rules.map((one) => {
      const text = ruleText(one.rule);
      if (!verbose) return `-A ${name}${text === "" ? "" : ` ${text}`}\n`;
      const target = text.search(/(?:^| )-[jg] /);
      const [match, rest] = target < 0 ? [text, ""] : [text.slice(0, target), text.slice(target)];
      return `-A ${name}${match === "" ? "" : ` ${match}`}${counted(one)}${rest.startsWith(" ") || rest === "" ? rest : ` ${rest}`}\n`;
    }),
  );
  return heads.join("") + lines.join("");
}

function short(n: number, exact: boolean): string {
  if (exact || n < 100_000) return String(n);
  for (const unit of ["K", "M", "G"]) {
    const value = Math.round(n / 1000 ** ("KMG".indexOf(unit) + 1));
    if (value < 10_000 || unit === "G") return `${value}${unit}`;
  }
  return String(n);
}

/** With the sign before it that turns it round; 19 columns and a space. */
function address(of: Negatable<string> | undefined, { numeric, isSix }: ListingStyle): string {
  const any = isSix ? "::/0" : "0.0.0.0/0";
  const text = of?.value.replace(isSix ? /\/128$/ : /\/32$/, "") ?? (numeric ? any : "anywhere");
  return `${of?.not === true ? "!" : " "}${text.padEnd(19)} `;
}

const link = (of: Negatable<string> | undefined): string =>
  of === undefined ? "*" : `${of.not ? "!" : ""}${of.value}`;

function details(rule: Rule, numeric: boolean): string {
  const words: string[] = [];
  const { protocol, sourcePort, destinationPort, states } = rule;
  const port = (name: string, of: typeof sourcePort): string => {
    if (of === undefined) return "";
    const { from, to } = of.value;
    const range =
      from === to ? `${name}:${of.not ? "!" : ""}${from}` : `${name}s:${of.not ? "!" : ""}${from}:${to}`;
    return ` ${numeric ? range : range.replace(/:80$/, ":http")}`;
  };
  if (sourcePort !== undefined || destinationPort !== undefined)
    words.push(`${protocol?.value ?? ""}${port("spt", sourcePort)}${port("dpt", destinationPort)}`);
  if (rule.multiport !== undefined) {
    const { value, not } = rule.multiport;
    const list = value.ports.map(({ from, to }) => (from === to ? `${from}` : `${from}:${to}`)).join(",");
    words.push(`multiport ${value.of} ${not ? "!" : ""}${list}`);
  }
  if (rule.icmpType !== undefined) words.push(`icmptype ${rule.icmpType}`);
  if (rule.destinationType !== undefined) words.push(`ADDRTYPE match dst-type ${rule.destinationType.not ? "!" : ""}${rule.destinationType.value}`); // prettier-ignore
  if (states !== undefined) words.push(`${states.not ? "! " : ""}${states.module === "state" ? "state" : "ctstate"} ${states.value.join(",")}`); // prettier-ignore
  if (rule.limit !== undefined) words.push(`limit: avg ${rule.limit.rate} burst ${rule.limit.burst}`);
  if (rule.comment !== undefined) words.push(`/* ${rule.comment} */`);
  if (rule.toDestination !== undefined) words.push(`to:${rule.toDestination}`);
  if (rule.toSource !== undefined) words.push(`to:${rule.toSource}`);
  if (rule.rejectWith !== undefined) words.push(`reject-with ${rule.rejectWith}`);
  if (rule.logPrefix !== undefined) words.push(`LOG flags 0 level 4 prefix "${rule.logPrefix}"`);
  return words.join(" ");
}

function ruleLine({ rule, packets, bytes }: CountedRule, number: number, style: ListingStyle): string {
  const { protocol, target = "" } = rule;
  const what = protocol === undefined ? "all" : `${protocol.not ? "!" : ""}${protocol.value}`;
  const line = style.lineNumbers ? String(number).padEnd(5) : "";
  const counts = style.verbose
    ? `${short(packets, style.exact).padStart(5)} ${short(bytes, style.exact).padStart(5)} `
    : "";
  const links = style.verbose ? ` ${link(rule.in).padEnd(6)} ${link(rule.out).padEnd(6)}` : "";
  const ends = address(rule.source, style) + address(rule.destination, style);
  const more = details(rule, style.numeric);
  return `${line}${counts}${target.padEnd(9)}  ${what.padEnd(4)} -- ${links}${style.verbose ? " " : ""}${ends}${more === "" ? "" : ` ${more}`}\n`;
}

/** -L */
export function listingText(chains: readonly ChainInfo[], style: ListingStyle): string {
  return chains
    .map(({ name, policy, packets, bytes, references, rules }) => {
      const counts = style.verbose
        ? ` ${short(packets, style.exact)} packets, ${short(bytes, style.exact)} bytes`
        : "";
      const head = policy === undefined ? `(${references} references)` : `(policy ${policy}${counts})`;
      const number = style.lineNumbers ? "num  " : "";
      const columns = style.verbose
        ? " pkts bytes target     prot opt in     out     source               destination         "
        : "target     prot opt source               destination         ";
      return `Chain ${name} ${head}\n${number}${columns}\n${rules.map((rule, i) => ruleLine(rule, i + 1, style)).join("")}`;
    })
    .join("\n");
}

/** iptables-save, of one table */
export function savedText(table: string, chains: readonly ChainInfo[]): string {
  const heads = chains.map(
    ({ name, policy, packets, bytes }) => `:${name} ${policy ?? "-"} [${packets}:${bytes}]\n`,
  );
  const lines = chains.flatMap(({ name, rules }) =>
    rules.map(({ rule }) => `-A ${name} ${ruleText(rule)}\n`),
  );
  return `*${table}\n${heads.join("")}${lines.join("")}COMMIT\n`;
}
