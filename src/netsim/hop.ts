// What happens to a packet on its way, step by step: for traces and captures. Nothing in the network depends on it.
// Plain data; who tells of it is network.ts, who listens the kernel.

import type { Rule } from "../base/netfilter-rule.ts";
import type { Chain, TableName } from "./netfilter/firewall.ts";
import type { Frame, Packet } from "./packet.ts";

/** One thing that happened to a packet on its way, for traces. */
export type Hop =
  | {
      readonly kind: "sent" | "received";
      readonly namespace: number;
      readonly link: string;
      readonly frame: Frame;
    }
  | {
      readonly kind: "rule";
      readonly namespace: number;
      readonly table: TableName;
      readonly chain: Chain;
      /** a rule, or the chain itself where its policy decided */
      readonly what: Rule | Chain;
      readonly packet: Packet;
    }
  | {
      readonly kind: "translated";
      readonly namespace: number;
      readonly before: Packet;
      readonly after: Packet;
    }
  | {
      readonly kind: "bridged";
      readonly namespace: number;
      readonly link: string;
      readonly port: string | undefined;
    }
  | { readonly kind: "delivered"; readonly namespace: number; readonly link: string; readonly packet: Packet }
  | { readonly kind: "dropped"; readonly namespace: number; readonly why: string; readonly packet: Packet };
