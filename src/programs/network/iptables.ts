// iptables and iptables-save, of the nf_tables kind: they read and change the tables of the network namespace that they
// run in (iptables(8)); ip6tables and ip6tables-save, which do the same for IPv6. Not here: iptables-restore.

import { failed, type Errno } from "../../base/errno.ts";
import { sameRule } from "../../base/netfilter-rule.ts";
import type { ChainInfo, Netfilter } from "../../kernel/netfilter.ts";
import type { Sys, Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { strftime, UTC } from "../libc/strftime.ts";
import { readIptables, type IptablesAsked } from "./iptables-arguments.ts";
import { listingText, rulesText, savedText } from "./iptables-listing.ts";

const VERSION = "v1.8.13 (nf_tables)";
const HINT = "Try `iptables -h' or 'iptables --help' for more information.\n";
const NO_CHAIN = "iptables: No chain/target/match by that name.\n";
const VERDICTS = new Set(["ACCEPT", "DROP", "RETURN", "REJECT", "LOG", "DNAT", "SNAT", "MASQUERADE", "REDIRECT", "QUEUE", "MARK"]); // prettier-ignore

function ask<O extends keyof Netfilter>(
  sys: Sys,
  operation: O,
  ...args: Parameters<Netfilter[O]>
): ReturnType<Netfilter[O]> {
  return sys.invoke("netfilter", operation, args) as ReturnType<Netfilter[O]>;
}

const isSix = ({ spec }: Io): boolean => spec.name.startsWith("ip6");
const programOf = (io: Io): string => (isSix(io) ? "ip6tables" : "iptables");
/** Tables of IPv6 have a 6 after their name. */
const tableOf = (io: Io, table: string): string => (isSix(io) ? `${table}6` : table);

function* say(io: Io, text: string, status = 1): Task<number> {
  yield* io.tell(
    isSix(io) ? text.replace(/^iptables|`iptables| 'iptables/g, (word) => word.replace("ip", "ip6")) : text,
  );
  return status;
}

function* list(io: Io, asked: IptablesAsked, chains: readonly ChainInfo[]): Task<number> {
  const shown = asked.chain === undefined ? chains : chains.filter(({ name }) => name === asked.chain);
  if (shown.length === 0) return yield* say(io, NO_CHAIN);
  yield* io.print(
    asked.command === "S"
      ? rulesText(shown, asked.verbose)
      : listingText(shown, { ...asked, isSix: isSix(io) }),
  );
  return 0;
}

/** The place of the rule that is meant, from 1; 0 if there is none. */
function placeOf(asked: IptablesAsked, chain: ChainInfo): number {
  const number = asked.operands[0];
  if (number !== undefined && /^\d+$/.test(number)) return Number(number);
  return chain.rules.findIndex(({ rule }) => sameRule(rule, { ...asked.rule, id: 0 })) + 1;
}

function* changeRules(io: Io, asked: IptablesAsked, chains: readonly ChainInfo[]): Task<number> {
  const { sys } = io;
  const { command: letter, rule } = asked;
  const table = tableOf(io, asked.table);
  const chain = chains.find(({ name }) => name === asked.chain);
  if (chain === undefined) return yield* say(io, NO_CHAIN);
  const { target } = rule;
  if (target !== undefined && !VERDICTS.has(target) && !chains.some(({ name }) => name === target))
    return yield* say(io, `iptables ${VERSION}: Chain '${target}' does not exist\n${HINT}`, 2);
  if (letter === "A" || letter === "I") {
    const at = letter === "I" ? Number(asked.operands[0] ?? 1) : undefined;
    const refused = at === undefined ? ask(sys, "addRule", table, chain.name, rule) : ask(sys, "addRule", table, chain.name, rule, at); // prettier-ignore
    return refused === undefined ? 0 : yield* say(io, "iptables: Index of insertion too big.\n");
  }
  const at = placeOf(asked, chain);
  if (at === 0) return yield* say(io, "iptables: Bad rule (does a matching rule exist in that chain?).\n");
  if (at > chain.rules.length) return yield* say(io, "iptables: Index of deletion too big.\n");
  if (letter === "D") void ask(sys, "removeRule", table, chain.name, at);
  if (letter === "R") {
    void ask(sys, "removeRule", table, chain.name, at);
    void ask(sys, "addRule", table, chain.name, rule, at);
  }
  return 0;
}

function* changeChains(io: Io, asked: IptablesAsked, chains: readonly ChainInfo[]): Task<number> {
  const { sys } = io;
  const { chain } = asked;
  const table = tableOf(io, asked.table);
  switch (asked.command) {
    case "F":
      return ask(sys, "flush", table, ...(chain === undefined ? [] : ([chain] as const))) === undefined ? 0 : yield* say(io, NO_CHAIN); // prettier-ignore
    case "Z":
      void ask(sys, "zero", table, ...(chain === undefined ? [] : ([chain] as const)));
      return 0;
    case "N":
      return ask(sys, "addChain", table, chain ?? "") === undefined ? 0 : yield* say(io, "iptables: Chain already exists.\n"); // prettier-ignore
    case "X":
      return yield* removeChains(io, table, chain, chains);
    case "P": {
      const policy = asked.operands[0];
      if (policy !== "ACCEPT" && policy !== "DROP")
        return yield* say(io, "iptables: Bad policy name. Run `dmesg' for more information.\n");
      const refused = ask(sys, "setPolicy", table, chain ?? "", policy);
      return refused === undefined ? 0 : yield* say(io, "iptables: Bad built-in chain name.\n");
    }
    default:
      return yield* say(io, `iptables ${VERSION}: no command specified\n${HINT}`, 2);
  }
}

function* removeChains(
  io: Io,
  table: string,
  chain: string | undefined,
  chains: readonly ChainInfo[],
): Task<number> {
  const names =
    chain === undefined ? chains.filter((c) => c.policy === undefined).map((c) => c.name) : [chain];
  for (const name of names) {
    const refused = ask(io.sys, "removeChain", table, name);
    if (refused === "EBUSY")
      return yield* say(
        io,
        `iptables ${VERSION}:  CHAIN_DEL failed (Device or resource busy): chain ${name}\n`,
        4,
      );
    if (refused !== undefined) return yield* say(io, NO_CHAIN);
  }
  return 0;
}

function denied(io: Io, errno: Errno, table: string): Task<number> {
  if (errno === "ENOENT")
    return say(io, `iptables ${VERSION}: table '${table}' does not exist\nPerhaps iptables or your kernel needs to be upgraded.\n`, 3); // prettier-ignore
  return say(io, `iptables ${VERSION}: Could not fetch rule set generation id: Permission denied (you must be root)\n`, 4); // prettier-ignore
}

function* main(io: Io): Task<number> {
  const asked = readIptables(io.argv.slice(1));
  if (asked.shows !== undefined) {
    yield* io.print(`${programOf(io)} ${VERSION}\n`);
    return 0;
  }
  if (asked.wrong !== undefined) return yield* say(io, `iptables ${VERSION}: ${asked.wrong}\n${HINT}`, 2);
  if (asked.command === undefined)
    return yield* say(io, `iptables ${VERSION}: no command specified\n${HINT}`, 2);
  const chains = ask(io.sys, "chains", tableOf(io, asked.table));
  if (failed(chains)) return yield* denied(io, chains, asked.table);
  if ("LS".includes(asked.command)) return yield* list(io, asked, chains);
  if ("AIDCR".includes(asked.command)) return yield* changeRules(io, asked, chains);
  return yield* changeChains(io, asked, chains);
}

function* save(io: Io): Task<number> {
  const wanted = io.value("t");
  for (const table of wanted === undefined ? ["raw", "filter", "nat"] : [wanted]) {
    const chains = ask(io.sys, "chains", tableOf(io, table));
    if (failed(chains)) return yield* denied(io, chains, table);
    if (wanted === undefined && chains.every((c) => c.rules.length === 0 && c.policy !== "DROP")) continue;
    const stamp = strftime("%a %b %e %H:%M:%S %Y", io.sys.now(), UTC);
    yield* io.print(
      `# Generated by ${programOf(io)}-save ${VERSION} on ${stamp}\n${savedText(table, chains)}# Completed on ${stamp}\n`,
    );
  }
  return 0;
}

const SAVE = { gnu: "t: c", package: "iptables 1.8.13" };

export const iptables = command({ name: "iptables", gnu: "", raw: true }, main);
export const ip6tables = command({ name: "ip6tables", gnu: "", raw: true }, main);
export const iptablesSave = command({ name: "iptables-save", ...SAVE }, save);
export const ip6tablesSave = command({ name: "ip6tables-save", ...SAVE }, save);
