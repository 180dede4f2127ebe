// sudo: a command as another user, root unless said, if sudoers lets the caller and the caller's password is
// right. It is asked for on the terminal and remembered for a quarter of an hour. Needs the set-user-ID bit.
// Not here: plugins, aliases, logging, -e.

import { failed, strerror } from "../../base/errno.ts";
import { MINUTE } from "../../base/time.ts";
import { encode } from "../../base/utf8.ts";
import { O_CREAT, O_TRUNC, O_WRONLY, type Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { execute, findProgram, statusOfFailure, toStrings } from "../libc/execute.ts";
import { Accounts, type User } from "../libc/passwd.ts";
import { lastComponent } from "../libc/paths.ts";
import { isLookupError, lookUp, lookupText } from "../libc/resolver.ts";
import { askSecret, openTerminal } from "./secret.ts";
import { grantFor, type Grant } from "./sudoers.ts";
import { isPassword } from "./su.ts";

const SECURE_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
const USAGE =
  "usage: sudo -h | -K | -k | -V\nusage: sudo -v [-ABkNnS] [-g group] [-h host] [-p prompt] [-u user]\nusage: sudo -l [-ABkNnS] [-g group] [-h host] [-p prompt] [-U user]\n            [-u user] [command [arg ...]]\nusage: sudo [-ABbEHkNnPS] [-r role] [-t type] [-C num] [-D directory]\n            [-g group] [-h host] [-p prompt] [-R directory] [-T timeout]\n            [-u user] [VAR=value] [-i | -s] [command [arg ...]]\nusage: sudo -e [-ABkNnS] [-r role] [-t type] [-C num] [-D directory]\n            [-g group] [-h host] [-p prompt] [-R directory] [-T timeout]\n            [-u user] file ...\n";

const REMEMBERED = 15 * MINUTE;
const KEPT =
  /^(?:TERM|LANG|LANGUAGE|LC_.*|COLORTERM|DISPLAY|XAUTHORITY|XAUTHORIZATION|COLUMNS|LINES|LS_COLORS|HOSTNAME|TZ)$/;

function* say(io: Io, text: string): Task<number> {
  yield* io.sys.write(2, encode(`sudo: ${text}\n`));
  return 1;
}

interface Plan {
  readonly caller: User;
  readonly target: User;
  readonly assignments: readonly string[];
  readonly argv: readonly string[];
}

// ---- the caller's word

const stampOf = (user: User): string => `/run/sudo/ts/${user.name}`;

function isRemembered(io: Io, user: User): boolean {
  const node = io.sys.stat(stampOf(user));
  return !failed(node) && io.sys.now() - node.mtime < REMEMBERED && !io.has("k");
}

function* remember(io: Io, user: User): Task<void> {
  for (const path of ["/run", "/run/sudo", "/run/sudo/ts"]) void io.sys.mkdir(path, 0o711);
  const fd = yield* io.sys.open(stampOf(user), O_WRONLY | O_CREAT | O_TRUNC, 0o600);
  if (failed(fd)) return;
  yield* io.sys.write(fd, encode("\n"));
  void io.sys.close(fd);
}

function* proves(io: Io, caller: User): Task<boolean> {
  if (isRemembered(io, caller)) return true;
  if (io.has("n")) {
    yield* say(io, "a password is required");
    return false;
  }
  const terminal = io.has("S") ? 0 : yield* openTerminal(io.sys, false);
  if (terminal === undefined) {
    yield* say(
      io,
      "a terminal is required to read the password; either use the -S option to read from standard input or configure an askpass helper",
    );
    yield* say(io, "a password is required");
    return false;
  }
  const prompt = (io.value("p") ?? "[sudo] password for %p: ").replace(/%[pu]/g, caller.name);
  for (let attempt = 1; attempt <= 3; attempt++) {
    const password = yield* askSecret(io.sys, terminal, prompt);
    if (password === undefined) {
      yield* say(
        io,
        attempt === 1
          ? "no password was provided"
          : `${attempt - 1} incorrect password attempt${attempt === 2 ? "" : "s"}`,
      );
      if (attempt === 1) yield* say(io, "a password is required");
      return false;
    }
    if (yield* isPassword(io.sys, caller, password)) {
      yield* remember(io, caller);
      return true;
    }
    if (attempt < 3) yield* io.sys.write(2, encode("Sorry, try again.\n"));
  }
  yield* say(io, "3 incorrect password attempts");
  return false;
}

// ---- who, and what

function* targetUser(io: Io, accounts: Accounts): Task<User | undefined> {
  const name = io.value("u") ?? "root";
  const user = name.startsWith("#")
    ? yield* accounts.userById(Number(name.slice(1)))
    : yield* accounts.user(name);
  if (user === undefined && /^#\d+$/.test(name)) {
    const id = Number(name.slice(1));
    return { name, password: "x", uid: id, gid: id, gecos: "", home: "/", shell: "/bin/sh" };
  }
  if (user === undefined) {
    yield* say(io, `unknown user ${name}`);
    yield* say(io, "error initializing audit plugin sudoers_audit");
  }
  return user;
}

function argvOf(io: Io, target: User, caller: User, words: readonly string[]): readonly string[] {
  if (!io.has("i") && !io.has("s")) return words;
  const shell = io.has("i") ? target.shell : (io.env.get("SHELL") ?? caller.shell);
  const path = shell === "" ? "/bin/sh" : shell;
  const text = words.map((word) => word.replace(/[^A-Za-z0-9_$-]/g, "\\$&")).join(" ");
  return words.length === 0 ? [path] : [path, "-c", text];
}

function environmentOf(
  io: Io,
  { caller, target, assignments, argv }: Plan,
  path: string,
): Map<string, string> {
  const env = new Map<string, string>();
  if (io.has("E")) for (const [name, value] of io.env) env.set(name, value);
  else for (const [name, value] of io.env) if (KEPT.test(name)) env.set(name, value);
  env
    .set("PATH", SECURE_PATH)
    .set("MAIL", `/var/mail/${target.name}`)
    .set("LOGNAME", target.name)
    .set("USER", target.name);
  env.set("HOME", target.home).set("SHELL", target.shell);
  env.set("SUDO_COMMAND", [path, ...argv.slice(1)].join(" "));
  env
    .set("SUDO_USER", caller.name)
    .set("SUDO_UID", String(caller.uid))
    .set("SUDO_GID", String(caller.gid))
    .set("SUDO_HOME", caller.home);
  for (const assignment of assignments) {
    const equals = assignment.indexOf("=");
    env.set(assignment.slice(0, equals), assignment.slice(equals + 1));
  }
  return env;
}

function* run(io: Io, accounts: Accounts, plan: Plan): Task<number> {
  const { target, argv } = plan;
  const search = [`PATH=${SECURE_PATH}`];
  const found = findProgram(io.sys, argv[0] as string, search);
  if (failed(found) || (argv[0]?.includes("/") && failed(io.sys.stat(argv[0])))) {
    yield* say(io, `${argv[0]}: command not found`);
    return 1;
  }
  const env = toStrings(environmentOf(io, plan, found.path));
  const groupName = io.value("g");
  const gid = groupName === undefined ? target.gid : yield* accounts.gidOf(groupName.replace(/^#/, ""));
  if (gid === undefined) return yield* say(io, `unknown group ${groupName}`);
  const groups = yield* accounts.groupsOf({ ...target, gid });
  const refused = io.sys.setCredentials({ gid, egid: gid, groups, uid: target.uid, euid: target.uid });
  if (refused !== undefined) return yield* say(io, `unable to change to runas uid: ${strerror(refused)}`);
  const directory = io.value("D") ?? (io.has("i") ? target.home : undefined);
  if (directory !== undefined) void io.sys.chdir(directory);
  const name = io.has("i") && argv.length === 1 ? `-${lastComponent(found.path)}` : (argv[0] as string);
  const error =
    name === argv[0]
      ? yield* execute(io.sys, argv, env, search)
      : yield* io.sys.exec(found.path, [name], env);
  yield* say(io, `unable to execute ${found.path}: ${strerror(error)}`);
  return statusOfFailure(error);
}

// ---- the rest

function* list(io: Io, caller: User, grant: Grant): Task<number> {
  const host = io.sys.uname().nodename;
  const path = SECURE_PATH.replaceAll(":", "\\:");
  yield* io.print(
    `Matching Defaults entries for ${caller.name} on ${host}:\n    env_reset, mail_badpass, secure_path=${path}, use_pty\n\n`,
  );
  yield* io.print(`User ${caller.name} may run the following commands on ${host}:\n    ${grant.text}\n`);
  return 0;
}

function* deny(io: Io, caller: User, argv: readonly string[], known: boolean, target: User): Task<number> {
  const host = io.sys.uname().nodename;
  if (!known) yield* io.sys.write(2, encode(`${caller.name} is not in the sudoers file.\n`));
  else
    yield* io.sys.write(
      2,
      encode(
        `Sorry, user ${caller.name} is not allowed to execute '${argv.join(" ")}' as ${target.name} on ${host}.\n`,
      ),
    );
  return 1;
}

function* resolves(io: Io): Task<void> {
  const { nodename } = io.sys.uname();
  const entry = yield* lookUp(io.sys, nodename);
  if (isLookupError(entry)) yield* say(io, `unable to resolve host ${nodename}: ${lookupText(entry)}`);
}

function* sudo(io: Io): Task<number> {
  const { uid, euid } = io.sys.credentials();
  if (io.has("V")) {
    yield* io.print("Sudo version 1.9.16p2\n");
    return 0;
  }
  if (euid !== 0) return yield* say(io, "/usr/bin/sudo must be owned by uid 0 and have the setuid bit set");
  const accounts = new Accounts(io.sys);
  const caller = yield* accounts.userById(uid);
  if (caller === undefined) return yield* say(io, `you do not exist in the passwd database`);
  if (io.has("K") || (io.has("k") && io.operands.length === 0)) {
    void io.sys.unlink(stampOf(caller));
    return 0;
  }
  const target = yield* targetUser(io, accounts);
  if (target === undefined) return 1;
  yield* resolves(io);
  const first = io.operands.findIndex((word) => !/^[A-Za-z_]\w*=/.test(word));
  const words = first < 0 ? [] : io.operands.slice(first);
  const argv = argvOf(io, target, caller, words);
  if (argv.length === 0 && !io.has("l") && !io.has("v")) {
    yield* io.sys.write(2, encode(USAGE));
    return 1;
  }
  const groups: string[] = [];
  for (const gid of yield* accounts.groupsOf(caller)) groups.push(yield* accounts.groupLabel(gid));
  const found =
    argv.length === 0 ? undefined : findProgram(io.sys, argv[0] as string, [`PATH=${SECURE_PATH}`]);
  const path = found === undefined || failed(found) ? undefined : found.path;
  const any = yield* grantFor(io.sys, caller.name, groups, undefined);
  const grant = yield* grantFor(io.sys, caller.name, groups, path);
  const free = uid === 0 || (grant !== undefined && !grant.needsPassword);
  if (!free && !(yield* proves(io, caller))) return 1;
  if (grant === undefined)
    return yield* deny(
      io,
      caller,
      [path ?? (argv[0] as string), ...argv.slice(1)],
      any !== undefined,
      target,
    );
  if (io.has("l")) return yield* list(io, caller, grant);
  if (io.has("v")) return 0;
  return yield* run(io, accounts, {
    caller,
    target,
    assignments: io.operands.slice(0, first < 0 ? undefined : first),
    argv,
  });
}

export const sudoProgram = command(
  {
    name: "sudo",
    gnu: "+A/askpass B/bell b/background C/close-from: D/chdir: E/preserve-env? g/group: H/set-home i/login K/remove-timestamp k/reset-timestamp l/list N/no-update n/non-interactive P/preserve-groups p/prompt: R/chroot: S/stdin s/shell T/command-timeout: U/other-user: u/user: V v/validate h",
    misuse: (name, message) => `${name}: ${message}\n${USAGE}`,
  },
  sudo,
);
