// --pid, --uts, --userns, --cgroupns: which namespaces a container shares (moby api/types/container hostconfig.go).
// --ipc and --isolation are the daemon's to check.

const isContainer = (mode: string): boolean => /^container:./s.test(mode);

const VALID = {
  pid: (mode: string): boolean => mode === "" || mode === "host" || isContainer(mode),
  uts: (mode: string): boolean => mode === "" || mode === "host",
  userns: (mode: string): boolean => mode === "" || mode === "host",
  cgroupns: (mode: string): boolean => mode === "" || mode === "private" || mode === "host",
};

const KIND = { pid: "PID", uts: "UTS", userns: "USER", cgroupns: "CGROUP" };

/** What is wrong, if anything. */
export const namespaceModeError = (flag: keyof typeof VALID, mode: string): string | undefined =>
  VALID[flag](mode) ? undefined : `--${flag}: invalid ${KIND[flag]} mode`;
