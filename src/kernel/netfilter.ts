// What programs learn of netfilter's tables and tracked flows and ask for, as shapes; rules are base/netfilter-rule.ts.
// Programs reach it by `sys.invoke("netfilter", operation, args)`. Not here: who answers
// (netfilter-service.ts, conntrack-service.ts).

import type { Errno } from "../base/errno.ts";
import type { Rule } from "../base/netfilter-rule.ts";

export interface CountedRule {
  readonly rule: Rule;
  readonly packets: number;
  readonly bytes: number;
}

export interface ChainInfo {
  readonly name: string;
  /** of built-in chains */
  readonly policy: "ACCEPT" | "DROP" | undefined;
  readonly packets: number;
  readonly bytes: number;
  /** how many rules lead to it */
  readonly references: number;
  readonly rules: readonly CountedRule[];
}

export type RuleFields = Omit<Rule, "id">;

/** Operations by name. ENOENT: there is no such table, chain or rule. */
export interface Netfilter {
  chains(table: string): readonly ChainInfo[] | Errno;
  /** `at` counts from 1; without one the rule is the last */
  addRule(table: string, chain: string, rule: RuleFields, at?: number): Errno | undefined;
  removeRule(table: string, chain: string, at: number): Errno | undefined;
  flush(table: string, chain?: string): Errno | undefined;
  /** EEXIST */
  addChain(table: string, chain: string): Errno | undefined;
  /** EBUSY if rules lead to it, ENOTEMPTY if it has some */
  removeChain(table: string, chain: string): Errno | undefined;
  setPolicy(table: string, chain: string, policy: "ACCEPT" | "DROP"): Errno | undefined;
  zero(table: string, chain?: string): Errno | undefined;
}

// ---- connection tracking, by `sys.invoke("conntrack", operation, args)`

/** One direction of a flow; an echo's number stands for both ports. */
export interface FlowTuple {
  readonly protocol: "tcp" | "udp" | "icmp";
  readonly source: string;
  readonly sourcePort: number;
  readonly target: string;
  readonly targetPort: number;
}

export interface FlowInfo {
  readonly original: FlowTuple;
  readonly reply: FlowTuple;
  readonly state: "new" | "established" | "closing" | "closed";
  /** until it is forgotten */
  readonly seconds: number;
}

/** EPERM without CAP_NET_ADMIN; ENOENT: there is no such flow. */
export interface Conntrack {
  flows(): readonly FlowInfo[] | Errno;
  forget(flow: FlowInfo): Errno | undefined;
}
