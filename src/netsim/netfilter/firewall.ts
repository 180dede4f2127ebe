// The tables and chains of one namespace. A firewall is an immutable value; each change makes a new one and shares
// the rest. Built-in chains stand from the beginning and have policies, as iptables has them.

import { sameRule, type Rule } from "../../base/netfilter-rule.ts";

type Family4 = "raw" | "mangle" | "nat" | "filter";
/** Those of IPv6 stand beside those of IPv4. */
export type TableName = Family4 | `${Family4}6`;
export type Policy = "ACCEPT" | "DROP";

export interface Chain {
  readonly name: string;
  /** of built-in chains only */
  readonly policy: Policy | undefined;
  readonly rules: readonly Rule[];
}

export type Chains = ReadonlyMap<string, Chain>;
export type Firewall = ReadonlyMap<TableName, Chains>;

const BUILT_IN: readonly (readonly [Family4, readonly string[]])[] = [
  ["raw", ["PREROUTING", "OUTPUT"]],
  ["mangle", ["PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING"]],
  ["nat", ["PREROUTING", "INPUT", "OUTPUT", "POSTROUTING"]],
  ["filter", ["INPUT", "FORWARD", "OUTPUT"]],
];

export const EMPTY_FIREWALL: Firewall = new Map(
  (["", "6"] as const).flatMap((family) =>
    BUILT_IN.map(([table, chains]): [TableName, Chains] => [
      `${table}${family}`,
      new Map(chains.map((name) => [name, { name, policy: "ACCEPT" as const, rules: [] }])),
    ]),
  ),
);

/** The table that packets of a family meet. */
export const tableFor = (table: Family4, isSix: boolean): TableName => (isSix ? `${table}6` : table);

export const chainOf = (firewall: Firewall, table: TableName, name: string): Chain | undefined =>
  firewall.get(table)?.get(name);

function withChain(firewall: Firewall, table: TableName, chain: Chain): Firewall {
  const chains = new Map(firewall.get(table)).set(chain.name, chain);
  return new Map(firewall).set(table, chains);
}

function withRules(
  firewall: Firewall,
  table: TableName,
  name: string,
  change: (rules: readonly Rule[]) => readonly Rule[],
): Firewall {
  const chain = chainOf(firewall, table, name);
  return chain === undefined
    ? firewall
    : withChain(firewall, table, { ...chain, rules: change(chain.rules) });
}

export const addChain = (firewall: Firewall, table: TableName, name: string): Firewall =>
  chainOf(firewall, table, name) !== undefined
    ? firewall
    : withChain(firewall, table, { name, policy: undefined, rules: [] });

export function removeChain(firewall: Firewall, table: TableName, name: string): Firewall {
  const chains = new Map(firewall.get(table));
  chains.delete(name);
  return new Map(firewall).set(table, chains);
}

export const setPolicy = (firewall: Firewall, table: TableName, name: string, policy: Policy): Firewall => {
  const chain = chainOf(firewall, table, name);
  return chain === undefined ? firewall : withChain(firewall, table, { ...chain, policy });
};

export const appendRule = (firewall: Firewall, table: TableName, chain: string, rule: Rule): Firewall =>
  withRules(firewall, table, chain, (rules) => [...rules, rule]);

/** `at` counts from 1. */
export const insertRule = (
  firewall: Firewall,
  table: TableName,
  chain: string,
  rule: Rule,
  at = 1,
): Firewall =>
  withRules(firewall, table, chain, (rules) => [...rules.slice(0, at - 1), rule, ...rules.slice(at - 1)]);

export const deleteRuleAt = (firewall: Firewall, table: TableName, chain: string, at: number): Firewall =>
  withRules(firewall, table, chain, (rules) => rules.filter((_, i) => i !== at - 1));

/** The place of the first rule that says the same, from 1; 0 if there is none. */
export const findRule = (firewall: Firewall, table: TableName, chain: string, rule: Rule): number =>
  (chainOf(firewall, table, chain)?.rules.findIndex((other) => sameRule(other, rule)) ?? -1) + 1;

/** Of one chain, or of all of the table. */
export function flush(firewall: Firewall, table: TableName, name?: string): Firewall {
  const names = name === undefined ? [...(firewall.get(table)?.keys() ?? [])] : [name];
  return names.reduce((f, one) => withRules(f, table, one, () => []), firewall);
}

/** How many rules lead to a chain. */
export function referencesTo(firewall: Firewall, table: TableName, name: string): number {
  let count = 0;
  for (const chain of firewall.get(table)?.values() ?? [])
    for (const rule of chain.rules) if (rule.target === name) count++;
  return count;
}

/** A table that nothing was ever put into decides nothing. */
export function isBare(firewall: Firewall, table: TableName): boolean {
  for (const chain of firewall.get(table)?.values() ?? [])
    if (chain.rules.length > 0 || chain.policy === "DROP") return false;
  return true;
}
