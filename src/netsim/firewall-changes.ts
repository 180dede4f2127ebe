// Rules put into and taken out of a namespace's firewall, by those who manage it. A rule that says the same as one
// that stands is not put in twice; counters of rules that are gone go with them.

import type { NetNamespace, NetNamespaces } from "./net-namespace.ts";
import {
  appendRule,
  chainOf,
  deleteRuleAt,
  findRule,
  insertRule,
  type Firewall,
  type TableName,
} from "./netfilter/firewall.ts";
import type { Rule } from "../base/netfilter-rule.ts";

export type RuleFields = Omit<Rule, "id">;

/** One rule in its place. */
export interface Placed {
  readonly table: TableName;
  readonly chain: string;
  readonly rule: RuleFields;
}

export function changeFirewall(
  namespaces: NetNamespaces,
  id: number,
  change: (firewall: Firewall) => Firewall,
): void {
  const own = namespaces.own(id);
  own.firewall = change(own.firewall);
}

const numbered = (namespaces: NetNamespaces, rule: RuleFields): Rule => ({
  ...rule,
  id: namespaces.takeRuleNumber(),
});

export function ensureRule(
  namespaces: NetNamespaces,
  id: number,
  { table, chain, rule }: Placed,
  where: "first" | "last",
): void {
  const made = numbered(namespaces, rule);
  changeFirewall(namespaces, id, (firewall) => {
    if (findRule(firewall, table, chain, made) > 0) return firewall;
    return where === "first"
      ? insertRule(firewall, table, chain, made)
      : appendRule(firewall, table, chain, made);
  });
}

export function dropRule(namespaces: NetNamespaces, id: number, { table, chain, rule }: Placed): void {
  const own = namespaces.own(id);
  const at = findRule(own.firewall, table, chain, { ...rule, id: 0 });
  if (at === 0) return;
  forgetCounter(own, table, chain, at);
  own.firewall = deleteRuleAt(own.firewall, table, chain, at);
}

function forgetCounter(own: NetNamespace, table: TableName, chain: string, at: number): void {
  const rule = chainOf(own.firewall, table, chain)?.rules[at - 1];
  if (rule !== undefined) own.counters.delete(String(rule.id));
}
