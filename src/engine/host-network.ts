// The network namespace of the host itself, as the daemon's process has it, and the numbers that the daemon makes
// up for links.

import type { Engine } from "./engine.ts";

export const hostNetNamespace = (engine: Engine): number => engine.base.netNamespace;

/** Locally administered, not a group's (moby libnetwork/netutils GenerateRandomMAC). */
export function randomMac(engine: Engine): string {
  const bytes = engine.random.bytes(6);
  bytes[0] = ((bytes[0] as number) & 0xfe) | 0x02;
  return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join(":");
}
