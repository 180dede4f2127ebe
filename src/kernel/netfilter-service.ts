// Answers what programs ask by netfilter.ts about the tables of their network namespace, and changes them for callers
// with CAP_NET_ADMIN. Tables are netsim's values, which are replaced and never changed.

import type { Errno } from "../base/errno.ts";
import {
  addChain,
  appendRule,
  chainOf,
  deleteRuleAt,
  flush,
  insertRule,
  referencesTo,
  removeChain,
  setPolicy,
  type Chain,
  type Firewall,
  type TableName,
} from "../netsim/netfilter/firewall.ts";
import type { NetNamespace } from "../netsim/net-namespace.ts";
import type { Kernel, Service } from "./kernel.ts";
import type { ChainInfo, Netfilter } from "./netfilter.ts";

const TABLES = ["raw", "mangle", "nat", "filter", "raw6", "mangle6", "nat6", "filter6"];

export function netfilterService(kernel: Kernel): Service {
  return (caller, operation, args) => {
    if (!caller.capabilities.has("CAP_NET_ADMIN")) return "EPERM";
    if (!TABLES.includes(args[0] as string)) return "ENOENT";
    const netfilter = netfilterOf(kernel, caller.netNamespace);
    if (!Object.hasOwn(netfilter, operation)) return "EOPNOTSUPP";
    return (netfilter[operation as keyof Netfilter] as (...args: readonly unknown[]) => unknown)(...args);
  };
}

function netfilterOf(kernel: Kernel, id: number): Netfilter {
  const namespace = (): NetNamespace => kernel.netNamespaces.get(id);
  const chain = (table: string, name: string): Chain | undefined =>
    chainOf(namespace().firewall, table as TableName, name);
  const change = (make: (firewall: Firewall) => Firewall): undefined => {
    const own = kernel.netNamespaces.own(id);
    own.firewall = make(own.firewall);
  };
  return {
    chains: (table) => chainsOf(namespace(), table as TableName),
    addRule: (table, name, fields, at) => {
      const found = chain(table, name);
      if (found === undefined) return "ENOENT";
      if (at !== undefined && at > found.rules.length + 1) return "E2BIG";
      const rule = { ...fields, id: kernel.netNamespaces.takeRuleNumber() };
      return change((f) =>
        at === undefined
          ? appendRule(f, table as TableName, name, rule)
          : insertRule(f, table as TableName, name, rule, at),
      );
    },
    removeRule: (table, name, at) => {
      const rule = chain(table, name)?.rules[at - 1];
      if (rule === undefined) return "ENOENT";
      kernel.netNamespaces.own(id).counters.delete(String(rule.id));
      return change((f) => deleteRuleAt(f, table as TableName, name, at));
    },
    flush: (table, name) => {
      if (name !== undefined && chain(table, name) === undefined) return "ENOENT";
      return change((f) => flush(f, table as TableName, name));
    },
    addChain: (table, name) => {
      if (chain(table, name) !== undefined) return "EEXIST";
      return change((f) => addChain(f, table as TableName, name));
    },
    removeChain: (table, name) => removal(namespace(), table as TableName, name) ?? change((f) => removeChain(f, table as TableName, name)), // prettier-ignore
    setPolicy: (table, name, policy) => {
      if (chain(table, name)?.policy === undefined) return "ENOENT";
      return change((f) => setPolicy(f, table as TableName, name, policy));
    },
    zero: (table, name) => {
      for (const info of chainsOf(namespace(), table as TableName)) {
        if (name !== undefined && info.name !== name) continue;
        const { counters } = kernel.netNamespaces.own(id);
        counters.delete(`${table} ${info.name}`);
        for (const { rule } of info.rules) counters.delete(String(rule.id));
      }
      return undefined;
    },
  };
}

/** Why a chain cannot go. */
function removal({ firewall }: NetNamespace, table: TableName, name: string): Errno | undefined {
  const chain = chainOf(firewall, table, name);
  if (chain === undefined || chain.policy !== undefined) return "ENOENT";
  if (referencesTo(firewall, table, name) > 0 || chain.rules.length > 0) return "EBUSY";
  return undefined;
}

/** Built-in chains in their order, the others by name. */
function chainsOf({ firewall, counters }: NetNamespace, table: TableName): ChainInfo[] {
  const countOf = (key: string): { readonly packets: number; readonly bytes: number } =>
    counters.get(key) ?? { packets: 0, bytes: 0 };
  const chains = [...(firewall.get(table)?.values() ?? [])];
  const own = chains.filter(({ policy }) => policy === undefined).sort((a, b) => (a.name < b.name ? -1 : 1));
  return [...chains.filter(({ policy }) => policy !== undefined), ...own].map(({ name, policy, rules }) => ({
    name,
    policy,
    ...countOf(`${table} ${name}`),
    references: referencesTo(firewall, table, name),
    rules: rules.map((rule) => ({ rule, ...countOf(String(rule.id)) })),
  }));
}
