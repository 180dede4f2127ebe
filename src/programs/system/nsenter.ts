// nsenter and unshare: a command in the namespaces of another process, or in new ones. Namespaces are named by
// a process, or by its file below /proc; user and time namespaces are all one here, and maps of ids are not modelled.

import { failed, strerror } from "../../base/errno.ts";
import { exitStatusOf, type NamespaceKind, type Sys, type Task } from "../../kernel/sys.ts";
import { encode } from "../../base/utf8.ts";
import { command, type Io } from "../libc/command.ts";
import { execute, statusOfFailure, toStrings } from "../libc/execute.ts";

/** Options of both, in the order in which namespaces are entered. */
const KINDS: readonly [key: string, kind: NamespaceKind][] = [
  ["U", "user"],
  ["C", "cgroup"],
  ["i", "ipc"],
  ["u", "uts"],
  ["n", "net"],
  ["p", "pid"],
  ["m", "mnt"],
  ["T", "time"],
];

interface Plan {
  readonly name: string;
  readonly argv: readonly string[];
  readonly env: readonly string[];
  readonly directory: string | undefined;
  readonly uid: number | undefined;
  readonly gid: number | undefined;
  readonly mountProc: boolean;
}

function* become(sys: Sys, plan: Plan): Task<number> {
  if (plan.directory !== undefined) void sys.chdir(plan.directory);
  if (plan.mountProc)
    void sys.mount({
      source: "proc",
      target: "/proc",
      type: "proc",
      flags: ["nosuid", "nodev", "noexec"],
      data: "",
    });
  const { uid, gid } = plan;
  if (gid !== undefined) void sys.setCredentials({ gid, egid: gid, groups: [] });
  if (uid !== undefined) void sys.setCredentials({ uid, euid: uid });
  const refused = yield* execute(sys, plan.argv, plan.env);
  yield* sys.write(2, encode(`${plan.name}: failed to execute ${plan.argv[0]}: ${strerror(refused)}\n`));
  return statusOfFailure(refused);
}

/** In a child, where the new pid namespace counts, or in place. */
function* run(io: Io, plan: Plan, inChild: boolean): Task<number> {
  if (!inChild) return yield* become(io.sys, plan);
  const child = io.sys.fork({ entry: become, data: plan });
  if (failed(child)) return yield* io.complain(`fork failed: ${strerror(child)}`);
  const reaped = yield* io.sys.wait(child);
  return failed(reaped) ? 1 : exitStatusOf(reaped.change);
}

const planOf = (io: Io, more: Partial<Plan>): Plan => {
  const shell = io.env.get("SHELL") ?? "/bin/sh";
  return {
    name: io.name,
    argv: io.operands.length > 0 ? io.operands : [shell],
    env: toStrings(io.env),
    directory: undefined,
    uid: undefined,
    gid: undefined,
    mountProc: false,
    ...more,
  };
};

const kindsOf = (io: Io): NamespaceKind[] => KINDS.flatMap(([key, kind]) => (io.has(key) ? [kind] : []));

const NAMES = "m/mount? u/uts? i/ipc? n/net? p/pid? C/cgroup? U/user? T/time?";

/** `/proc/123/ns/net`, or a link to such a file: the process whose namespace it is. */
function processOf(io: Io, key: string): number | undefined {
  const path = io.value(key)?.replace(/^=/, "") ?? "";
  const link = io.sys.readlink(path);
  const target = path.startsWith("/proc/") || failed(link) ? path : link.target;
  const pid = /^\/proc\/(\d+)\/ns\/\w+$/.exec(target)?.[1];
  return pid === undefined ? undefined : Number(pid);
}

export const nsenter = command(
  {
    name: "nsenter",
    gnu: `+a/all t/target: N/net-socket: ${NAMES} r/root? w/wd? W/wdns: e/env F/no-fork c/join-cgroup S/setuid: G/setgid: preserve-credentials keep-caps user-parent Z/follow-context h V`,
    busybox: `+t/target: ${NAMES.replace("C/cgroup? ", "").replace(" T/time?", "")} r/root? w/wd? F/no-fork S: G: preserve-credentials`,
    package: "util-linux 2.41.5",
    usage: "[OPTIONS] [PROG ARGS]",
  },
  function* (io) {
    const text = io.value("t");
    const wanted = io.has("a") ? KINDS.map(([, kind]) => kind) : kindsOf(io);
    if (text !== undefined && !/^\d+$/.test(text))
      return yield* io.complain(`failed to parse pid: '${text}': Invalid argument`);
    if (wanted.length === 0 && io.family === "gnu" && text === undefined && !io.has("r") && !io.has("w"))
      return yield* io.complain("no namespace specified");
    const named = KINDS.find(([key]) => io.value(key) !== undefined);
    const ofFile = named === undefined ? undefined : processOf(io, named[0]);
    if (named !== undefined && ofFile === undefined)
      return yield* io.complain("namespaces are named by a file only where it is one below /proc");
    if (ofFile !== undefined) {
      const refused = io.sys.enterNamespaces(ofFile, [named?.[1] ?? "net"]);
      if (refused !== undefined)
        return yield* io.complain(
          `cannot open ${io.value(named?.[0] ?? "n") ?? ""}: ${strerror(refused === "ESRCH" ? "ENOENT" : refused)}`,
        );
    }
    if (text === undefined && wanted.length > 0 && ofFile === undefined)
      return yield* io.complain(
        `neither filename nor target pid supplied for ${KINDS.find(([key]) => io.has(key))?.[1]}`,
      );
    if (text !== undefined) {
      const refused = io.sys.enterNamespaces(Number(text), wanted);
      if (refused === "ESRCH")
        return yield* io.complain(
          io.family === "busybox"
            ? `can't open '/proc/${text}/ns/${wanted[0] ?? "mnt"}': No such file or directory`
            : `stat of /proc/${text}/ns/${wanted[0] ?? "user"} failed: No such file or directory`,
        );
      if (refused !== undefined)
        return yield* io.complain(`reassociate to namespace 'ns/${wanted[0]}' failed: ${strerror(refused)}`);
    }
    const number = (key: string): number | undefined =>
      io.value(key) === undefined ? undefined : Number(io.value(key));
    const plan = planOf(io, {
      uid: number("S"),
      gid: number("G"),
      directory: io.has("w") ? (io.value("w") ?? `/proc/${text}/cwd`) : undefined,
    });
    return yield* run(io, plan, wanted.includes("pid") && !io.has("F"));
  },
);

export const unshare = command(
  {
    name: "unshare",
    gnu: `+${NAMES} f/fork map-user: map-group: r/map-root-user c/map-current-user map-auto map-users: map-groups: kill-child? mount-proc? mount-binfmt? propagation: setgroups: keep-caps R/root: w/wd: S/setuid: G/setgid: l/load-interp: monotonic: boottime: h V`,
    busybox:
      "+m/mount? u/uts? i/ipc? n/net? p/pid? U/user? f/fork mount-proc? r/map-root-user propagation: setgroups:",
    package: "util-linux 2.41.5",
    usage: "[OPTIONS] [PROG ARGS]",
  },
  function* (io) {
    const kinds = kindsOf(io);
    if (io.has("mount-proc") && !kinds.includes("mnt")) kinds.push("mnt");
    const refused = kinds.length === 0 ? undefined : io.sys.unshareNamespaces(kinds);
    if (refused !== undefined)
      return yield* io.complain(
        `unshare${io.family === "busybox" ? "(0x0)" : " failed"}: ${strerror(refused)}`,
      );
    const root = io.value("R");
    const gone = root === undefined ? undefined : io.sys.chroot(root);
    if (gone !== undefined)
      return yield* io.complain(`cannot change root directory to '${root}': ${strerror(gone)}`);
    const plan = planOf(io, {
      mountProc: io.has("mount-proc"),
      directory: io.value("w") ?? (root === undefined ? undefined : "/"),
    });
    return yield* run(io, plan, io.has("f") || io.has("kill-child"));
  },
);
