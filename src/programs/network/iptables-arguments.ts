// The command line of iptables: one command, the chain that it is about, and the rule that matches and targets
// describe, with `!` before what is to be the other way round. What is wrong is said in iptables' words.

import type { Negatable, PortRange, Rule, TrackedState } from "../../base/netfilter-rule.ts";

type Fields = { -readonly [K in keyof Omit<Rule, "id">]: Omit<Rule, "id">[K] };

export interface IptablesAsked {
  table: string;
  /** A, I, D, C, R, L, S, F, Z, N, X, P, E; undefined if none was given */
  command: string | undefined;
  chain: string | undefined;
  /** place of a rule, or the policy */
  readonly operands: string[];
  readonly rule: Fields;
  numeric: boolean;
  verbose: boolean;
  lineNumbers: boolean;
  exact: boolean;
  wrong: string | undefined;
  /** --version, --help */
  shows: "version" | "help" | undefined;
}

const COMMANDS: Readonly<Record<string, string>> = {
  append: "A", insert: "I", delete: "D", check: "C", replace: "R", list: "L", "list-rules": "S", flush: "F", zero: "Z",
  "new-chain": "N", "delete-chain": "X", policy: "P", "rename-chain": "E", new: "N",
}; // prettier-ignore

const OPTIONS: Readonly<Record<string, string>> = {
  p: "protocol", s: "source", d: "destination", i: "in-interface", o: "out-interface", j: "jump", g: "goto", m: "match",
  t: "table", n: "numeric", v: "verbose", x: "exact", w: "wait", V: "version", h: "help", src: "source", dst: "destination",
  proto: "protocol", sport: "source-port", dport: "destination-port", "line-numbers": "line-numbers",
  "ctstate": "ctstate", "state": "state",
}; // prettier-ignore

const NO_VALUE = new Set(["numeric", "verbose", "exact", "line-numbers", "version", "help"]);

const SERVICES: Readonly<Record<string, number>> = { http: 80, https: 443, ssh: 22, domain: 53, smtp: 25 };

function portsOf(text: string): PortRange {
  const number = (part: string): number => SERVICES[part] ?? Number(part);
  const [from = "0", to] = text.split(":");
  return {
    from: number(from === "" ? "0" : from),
    to: number(to === undefined ? from : to === "" ? "65535" : to),
  };
}

/** `5/m`, `5/minute` and `5/min` are one; without a unit it is a second. */
function rateOf(text: string): string {
  const [count = "", unit = "second"] = text.split("/");
  const found = ["second", "minute", "hour", "day"].find((word) => word.startsWith(unit.toLowerCase()));
  return `${count}/${found === "second" ? "sec" : found === "minute" ? "min" : (found ?? unit)}`;
}

/** `10.1.2.3/8` is its network; without bits a single address. */
function networkOf(text: string): string {
  const [address = "", bits] = text.split("/");
  if (bits === undefined || address.includes(":"))
    return bits === undefined ? `${address}/${address.includes(":") ? 128 : 32}` : text;
  const prefix = bits.includes(".") ? bits.split(".").reduce((sum, byte) => sum + Number(byte).toString(2).replaceAll("0", "").length, 0) : Number(bits); // prettier-ignore
  const value = address.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);
  const size = 2 ** (32 - prefix);
  const base = Math.floor(value / size) * size;
  return `${[24, 16, 8, 0].map((shift) => Math.floor(base / 2 ** shift) % 256).join(".")}/${prefix}`;
}

function setRule(asked: IptablesAsked, name: string, value: string, not: boolean): boolean {
  const { rule } = asked;
  const as = <T>(one: T): Negatable<T> => ({ value: one, not });
  switch (name) {
    case "protocol":
      if (value !== "all") rule.protocol = as(value);
      return true;
    case "source":
      if (value !== "0.0.0.0/0" && value !== "::/0") rule.source = as(networkOf(value));
      return true;
    case "destination":
      if (value !== "0.0.0.0/0" && value !== "::/0") rule.destination = as(networkOf(value));
      return true;
    case "in-interface":
      rule.in = as(value);
      return true;
    case "out-interface":
      rule.out = as(value);
      return true;
    case "source-port":
      rule.sourcePort = as(portsOf(value));
      return true;
    case "destination-port":
      rule.destinationPort = as(portsOf(value));
      return true;
    case "dports":
    case "destination-ports":
    case "sports":
    case "source-ports":
    case "ports":
      rule.multiport = as({
        of: name === "ports" ? "ports" : name.startsWith("d") ? "dports" : "sports",
        ports: value.split(",").map(portsOf),
      });
      return true;
    case "limit":
      rule.limit = { rate: rateOf(value), burst: rule.limit?.burst ?? 5 };
      return true;
    case "limit-burst":
      rule.limit = { rate: rule.limit?.rate ?? "3/hour", burst: Number(value) };
      return true;
    case "ctstate":
    case "state":
      rule.states = {
        module: name === "state" ? "state" : "conntrack",
        value: value.split(",") as TrackedState[],
        not,
      };
      return true;
    case "dst-type":
      rule.destinationType = as(value);
      return true;
    case "src-type":
      rule.sourceType = as(value);
      return true;
    default:
      return setTarget(rule, name, value);
  }
}

function setTarget(rule: Fields, name: string, value: string): boolean {
  const text: Readonly<Record<string, "target" | "comment" | "icmpType" | "toDestination" | "toSource" | "toPorts" | "rejectWith" | "logPrefix">> = {
    jump: "target", goto: "target", comment: "comment", "icmp-type": "icmpType", "to-destination": "toDestination",
    "to-source": "toSource", "to-ports": "toPorts", "reject-with": "rejectWith", "log-prefix": "logPrefix",
  }; // prettier-ignore
  const field = Object.hasOwn(text, name) ? text[name] : undefined;
  if (field === undefined) return name === "match" || name === "wait";
  rule[field] =
    field === "icmpType" ? (value === "echo-request" ? "8" : value === "echo-reply" ? "0" : value) : value;
  if (name === "goto") rule.goes = true;
  if (name === "jump" && value === "REJECT") rule.rejectWith ??= "icmp-port-unreachable";
  return true;
}

export function readIptables(args: readonly string[]): IptablesAsked {
  const asked: IptablesAsked = {
    table: "filter", command: undefined, chain: undefined, operands: [], rule: { target: undefined }, numeric: false,
    verbose: false, lineNumbers: false, exact: false, wrong: undefined, shows: undefined,
  }; // prettier-ignore
  let not = false;
  for (let i = 0; i < args.length; i++) {
    const word = args[i] as string;
    if (word === "!") {
      not = true;
      continue;
    }
    if (!word.startsWith("-")) {
      if (asked.chain === undefined && asked.command !== undefined) asked.chain = word;
      else asked.operands.push(word);
      continue;
    }
    i += readOption(asked, word, args[i + 1], not);
    not = false;
  }
  return asked;
}

/** How many words beside its own it took. */
function readOption(asked: IptablesAsked, word: string, next: string | undefined, not: boolean): number {
  const isLong = word.startsWith("--");
  const [plain = "", joined] = isLong ? word.slice(2).split("=") : [word.slice(1)];
  const command = isLong ? COMMANDS[plain] : /^[AIDCRLSFZNXPE]/.exec(plain)?.[0];
  if (command !== undefined) {
    asked.command = command;
    return isLong ? 0 : readLetters(asked, plain.slice(1));
  }
  const name = OPTIONS[plain] ?? plain;
  if (!isLong && plain.length > 1 && /^[nvx]+$/.test(plain)) return readLetters(asked, plain);
  if (NO_VALUE.has(name)) {
    flag(asked, name);
    return 0;
  }
  if (name === "wait") return next !== undefined && /^\d+$/.test(next) ? 1 : 0;
  const value = joined ?? next ?? "";
  if (name === "table") asked.table = value;
  else if (!setRule(asked, name, value, not)) asked.wrong ??= `unknown option "${word}"`;
  return joined === undefined ? 1 : 0;
}

function readLetters(asked: IptablesAsked, letters: string): number {
  for (const letter of letters) flag(asked, OPTIONS[letter] ?? "");
  return 0;
}

function flag(asked: IptablesAsked, name: string): void {
  if (name === "numeric") asked.numeric = true;
  if (name === "verbose") asked.verbose = true;
  if (name === "exact") asked.exact = true;
  if (name === "line-numbers") asked.lineNumbers = true;
  if (name === "version" || name === "help") asked.shows = name;
}
