// What programs learn of netfilter's tables and ask for, as shapes; the rules themselves are base/netfilter-rule.ts.
// Programs reach it by `sys.invoke("netfilter", operation, args)`. Not here: who answers (netfilter-service.ts).

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
