// Answers what programs ask by netfilter.ts about the flows that their network namespace tracks, and forgets flows for
// them: for callers with CAP_NET_ADMIN. Relies on netsim's table, which holds a flow under the tuples of both directions.

import { SECOND } from "../base/time.ts";
import { removeFlow, type Flow, type Tuple } from "../netsim/conntrack.ts";
import type { Kernel, Service } from "./kernel.ts";
import type { Conntrack, FlowInfo } from "./netfilter.ts";

export function conntrackService(kernel: Kernel): Service {
  return (caller, operation, args) => {
    if (!caller.capabilities.has("CAP_NET_ADMIN")) return "EPERM";
    const conntrack = conntrackOf(kernel, caller.netNamespace);
    if (!Object.hasOwn(conntrack, operation)) return "EOPNOTSUPP";
    return (conntrack[operation as keyof Conntrack] as (...args: readonly unknown[]) => unknown)(...args);
  };
}

function conntrackOf(kernel: Kernel, id: number): Conntrack {
  const current = (): Flow[] =>
    [...new Set(kernel.netNamespaces.get(id).flows.values())].filter((flow) => flow.expiresAt > kernel.now);
  return {
    flows: () => current().map((flow) => flowInfo(flow, kernel.now)),
    forget: (given) => {
      const found = current().find(({ original }) => isSame(original, given.original));
      if (found === undefined) return "ENOENT";
      removeFlow(kernel.netNamespaces.own(id).flows, found);
      return undefined;
    },
  };
}

const isSame = (a: Tuple, b: Tuple): boolean =>
  a.protocol === b.protocol && a.source === b.source && a.target === b.target && a.sourcePort === b.sourcePort && a.targetPort === b.targetPort; // prettier-ignore

const flowInfo = ({ original, reply, state, expiresAt }: Flow, now: number): FlowInfo => ({
  original,
  reply,
  state,
  seconds: Math.floor((expiresAt - now) / SECOND),
});
