// Which capabilities a container's processes have (moby oci/caps/utils.go, profiles): the default set of
// fourteen, --cap-add and --cap-drop, all of them when privileged.

import { ALL_CAPABILITIES } from "../kernel/capabilities.ts";
import type { HostConfig } from "../model/container-config.ts";

export const DEFAULT_CAPABILITIES: ReadonlySet<string> = new Set(
  [
    "CHOWN", "DAC_OVERRIDE", "FSETID", "FOWNER", "MKNOD", "NET_RAW", "SETGID", "SETUID", "SETFCAP", "SETPCAP",
    "NET_BIND_SERVICE", "SYS_CHROOT", "KILL", "AUDIT_WRITE",
  ].map((name) => `CAP_${name}`),
); // prettier-ignore

const fullName = (name: string): string => {
  const upper = name.toUpperCase();
  return upper === "ALL" || upper === "CAP_ALL" ? "ALL" : upper.startsWith("CAP_") ? upper : `CAP_${upper}`;
};

export function capabilitiesOf(config: HostConfig): ReadonlySet<string> {
  if (config.Privileged) return ALL_CAPABILITIES;
  const add = (config.CapAdd ?? []).map(fullName);
  const drop = (config.CapDrop ?? []).map(fullName);
  if (add.length === 0 && drop.length === 0) return DEFAULT_CAPABILITIES;
  const set = new Set(
    add.includes("ALL") ? ALL_CAPABILITIES : drop.includes("ALL") ? [] : DEFAULT_CAPABILITIES,
  );
  for (const name of drop) set.delete(name);
  for (const name of add) if (name !== "ALL") set.add(name);
  return set;
}
