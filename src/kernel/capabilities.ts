// Capabilities by number (capabilities(7)), and the sets that hosts and containers start with. A process has
// one effective set; the others of capabilities(7) are shown by /proc from it and from the bounding set.

export const CAPABILITIES = [
  "CHOWN", "DAC_OVERRIDE", "DAC_READ_SEARCH", "FOWNER", "FSETID", "KILL", "SETGID", "SETUID", "SETPCAP", "LINUX_IMMUTABLE",
  "NET_BIND_SERVICE", "NET_BROADCAST", "NET_ADMIN", "NET_RAW", "IPC_LOCK", "IPC_OWNER", "SYS_MODULE", "SYS_RAWIO", "SYS_CHROOT",
  "SYS_PTRACE", "SYS_PACCT", "SYS_ADMIN", "SYS_BOOT", "SYS_NICE", "SYS_RESOURCE", "SYS_TIME", "SYS_TTY_CONFIG", "MKNOD", "LEASE",
  "AUDIT_WRITE", "AUDIT_CONTROL", "SETFCAP", "MAC_OVERRIDE", "MAC_ADMIN", "SYSLOG", "WAKE_ALARM", "BLOCK_SUSPEND", "AUDIT_READ",
  "PERFMON", "BPF", "CHECKPOINT_RESTORE",
].map((name) => `CAP_${name}`); // prettier-ignore

export const ALL_CAPABILITIES: ReadonlySet<string> = new Set(CAPABILITIES);

/** As /proc/PID/status prints a set. */
export function capabilityMask(set: ReadonlySet<string>): string {
  let bits = 0n;
  CAPABILITIES.forEach((name, i) => {
    if (set.has(name)) bits |= 1n << BigInt(i);
  });
  return bits.toString(16).padStart(16, "0");
}
