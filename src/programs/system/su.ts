// su and runuser: another user's shell, or a command run by it. Root needs no password; others are asked for the
// user's. Needs the set-user-ID bit, as everybody's su has it. Not here: PAM, restricted shells.

import { strerror } from "../../base/errno.ts";
import type { Sys, Task } from "../../kernel/sys.ts";
import { command, type Command, type Io } from "../libc/command.ts";
import { execute, statusOfFailure, toStrings } from "../libc/execute.ts";
import { Accounts, type User } from "../libc/passwd.ts";
import { lastComponent } from "../libc/paths.ts";
import { AccountFile } from "./account-files.ts";
import { matches } from "./password-hash.ts";
import { askSecret, openTerminal } from "./secret.ts";

const ROOT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
const USER_PATH = "/usr/local/bin:/usr/bin:/bin:/usr/local/games:/usr/games";

/** Whether that is the user's password. */
export function* isPassword(sys: Sys, user: User, password: string): Task<boolean> {
  const shadow = yield* AccountFile.read(sys, "/etc/shadow");
  const hash = user.password === "x" ? (shadow.find(user.name)?.[1] ?? "!") : user.password;
  return matches(password, hash);
}

/** undefined on success: the exit status otherwise. */
export function* becomeUser(sys: Sys, accounts: Accounts, user: User): Task<string | undefined> {
  const groups = yield* accounts.groupsOf(user);
  const refused = sys.setCredentials({
    gid: user.gid,
    egid: user.gid,
    groups,
    uid: user.uid,
    euid: user.uid,
  });
  return refused === undefined ? undefined : strerror(refused);
}

interface Plan {
  readonly user: User;
  readonly login: boolean;
  readonly shell: string;
  readonly argv: readonly string[];
  /** of what is executed; undefined: the first word is looked for along PATH */
  readonly path: string | undefined;
}

function environmentOf(io: Io, { user, login, shell }: Plan): Map<string, string> {
  const path = user.uid === 0 ? ROOT_PATH : USER_PATH;
  const term = io.env.get("TERM");
  if (login) {
    const env = new Map<string, string>(term === undefined ? [] : [["TERM", term]]);
    if (io.family === "gnu") env.set("MAIL", `/var/mail/${user.name}`);
    return env
      .set("USER", user.name)
      .set("HOME", user.home)
      .set("LOGNAME", user.name)
      .set("PATH", path)
      .set("SHELL", shell);
  }
  const env = new Map(io.env);
  if (io.has("m") || io.has("p")) return env;
  env.set("HOME", user.home).set("SHELL", shell);
  if (user.uid !== 0) env.set("USER", user.name).set("LOGNAME", user.name);
  return env;
}

function* mayBecome(io: Io, user: User): Task<boolean> {
  if (io.sys.credentials().uid === 0) return true;
  const terminal = yield* openTerminal(io.sys, true);
  const password = terminal === undefined ? undefined : yield* askSecret(io.sys, terminal, "Password: ");
  if (password !== undefined && (yield* isPassword(io.sys, user, password))) return true;
  yield* io.complain(io.family === "busybox" ? "incorrect password" : "Authentication failure");
  return false;
}

function* run(io: Io, accounts: Accounts, plan: Plan): Task<number> {
  const env = toStrings(environmentOf(io, plan));
  if (plan.login) void io.sys.chdir(plan.user.home);
  const refused = yield* becomeUser(io.sys, accounts, plan.user);
  if (refused !== undefined)
    return yield* io.complain(`${io.family === "busybox" ? "can't" : "cannot"} set groups: ${refused}`);
  // The shell is run by its path, under the name that tells it what it is.
  const error =
    plan.path === undefined
      ? yield* execute(io.sys, plan.argv, env)
      : yield* io.sys.exec(plan.path, plan.argv, env);
  yield* io.complain(`failed to execute ${plan.path ?? plan.argv[0]}: ${strerror(error)}`);
  return statusOfFailure(error);
}

function* chosenUser(io: Io, accounts: Accounts, name: string): Task<User | undefined> {
  const user = yield* accounts.user(name);
  if (user === undefined)
    yield* io.complain(
      io.family === "busybox"
        ? `unknown user ${name}`
        : `user ${name} does not exist or the user entry does not contain all the required fields`,
    );
  return user;
}

/** `-` alone asks for a login shell, wherever it stands before the name. */
function planOf(io: Io, user: User, args: readonly string[], login: boolean): Plan {
  const asked = io.value("s");
  const shell =
    asked ?? (io.has("m") || io.has("p") ? (io.env.get("SHELL") ?? user.shell) : user.shell) ?? "";
  const path = shell === "" ? "/bin/sh" : shell;
  const commandText = io.value("c") ?? io.value("session-command");
  const name = login ? `-${lastComponent(path)}` : lastComponent(path);
  const words = commandText === undefined ? args : ["-c", commandText, ...args];
  return { user, login, shell: path, argv: [name, ...words], path };
}

function* su(io: Io): Task<number> {
  const words = [...io.operands];
  let login = io.has("l") || io.has("login");
  if (words[0] === "-") {
    login = true;
    words.shift();
  }
  const name = io.value("u") ?? words.shift() ?? "root";
  const accounts = new Accounts(io.sys);
  const user = yield* chosenUser(io, accounts, name);
  if (user === undefined || !(yield* mayBecome(io, user))) return 1;
  if (io.has("u") && words.length > 0)
    return yield* run(io, accounts, { user, login: false, shell: user.shell, argv: words, path: undefined });
  return yield* run(io, accounts, planOf(io, user, words, login));
}

const OPTIONS =
  "c/command: session-command: f/fast g/group: G/supp-group: l/login m/preserve-environment p P/pty s/shell: w/whitelist-environment: V h";

export const suProgram: Command = command(
  {
    name: "su",
    gnu: OPTIONS,
    busybox: "+l m p c: s:",
    package: "util-linux 2.41.5",
    usage: "[-lmp] [-s SH] [-] [USER [FILE ARGS | -c 'CMD' [ARG0 ARGS]]]",
  },
  su,
);

export const runuser: Command = command(
  { name: "runuser", gnu: `+u/user: ${OPTIONS}`, package: "util-linux 2.41.5" },
  su,
);
