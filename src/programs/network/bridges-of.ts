// Bridges of a network namespace with their ports, as brctl wants them,
// from what netlink says of links.

import type { LinkInfo } from "../../kernel/netlink.ts";

export interface BridgeWithPorts {
  readonly bridge: LinkInfo;
  readonly ports: readonly LinkInfo[];
}

export const bridgesOf = (links: readonly LinkInfo[]): BridgeWithPorts[] =>
  links
    .filter(({ kind }) => kind === "bridge")
    .map((bridge) => ({ bridge, ports: links.filter(({ master }) => master === bridge.name) }));

/** Priority and MAC, the number by which spanning trees know a bridge. */
export const bridgeId = ({ mac }: LinkInfo): string => `8000.${mac.replaceAll(":", "")}`;
