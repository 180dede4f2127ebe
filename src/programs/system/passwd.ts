// passwd and chpasswd: set, lock, unlock and show passwords in /etc/shadow. Debian's (shadow and PAM words) and
// busybox's. Whether a password is good enough is not judged, but an empty one is refused.

import { failed, strerror } from "../../base/errno.ts";
import { DAY } from "../../base/time.ts";
import { encode } from "../../base/utf8.ts";
import type { Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { Accounts } from "../libc/passwd.ts";
import { strftime } from "../libc/strftime.ts";
import { AccountFiles, dayNumber } from "./account-files.ts";
import { matches, newHash } from "./password-hash.ts";
import { askSecret, openTerminal } from "./secret.ts";

const USAGE = "Usage: passwd [options] [LOGIN]\n\n";

function setHash(io: Io, files: AccountFiles, name: string, hash: string): void {
  if (files.shadow.find(name) === undefined) {
    if (files.shadow.exists) files.shadow.add(name, hash, dayNumber(io.sys), "0", "99999", "7", "", "", "");
    else files.passwd.set(name, new Map([[1, hash]]));
    return;
  }
  files.shadow.set(name, new Map([[1, hash], [2, dayNumber(io.sys)]])); // prettier-ignore
}

function* save(io: Io, files: AccountFiles): Task<boolean> {
  const refused = yield* files.save();
  if (refused === undefined) return true;
  yield* io.complain(
    io.family === "busybox"
      ? `can't update /etc/shadow: ${strerror(refused)}`
      : "Authentication token manipulation error",
    10,
  );
  return false;
}

function* statusLine(io: Io, files: AccountFiles, name: string): Task<number> {
  const row = files.shadow.find(name);
  const hash = row?.[1] ?? "!";
  const letter = hash === "" ? "NP" : /^[!*]/.test(hash) ? "L" : "P";
  const day = row?.[2] === undefined || row[2] === "" ? "never" : strftime("%F", Number(row[2]) * DAY);
  const rest = [3, 4, 5, 6].map((i) => row?.[i] || "-1");
  yield* io.print(`${name} ${letter} ${day} ${rest.join(" ")}\n`);
  return 0;
}

/** Asked twice; undefined after a complaint. */
function* newPassword(io: Io): Task<string | undefined> {
  const terminal = yield* openTerminal(io.sys, true);
  if (terminal === undefined) return undefined;
  const busybox = io.family === "busybox";
  const first = yield* askSecret(io.sys, terminal, "New password: ");
  const second =
    first === undefined
      ? undefined
      : yield* askSecret(io.sys, terminal, busybox ? "Retype password: " : "Retype new password: ");
  if (first === undefined || second === undefined || first === "") {
    yield* io.sys.write(
      2,
      encode(
        busybox
          ? "passwd: password is unchanged\n"
          : "passwd: Authentication token manipulation error\npasswd: password unchanged\n",
      ),
    );
    return undefined;
  }
  if (first === second) return first;
  yield* io.sys.write(
    2,
    encode(
      busybox
        ? "passwd: passwords don't match\n"
        : "Sorry, passwords do not match.\npasswd: Authentication token manipulation error\npasswd: password unchanged\n",
    ),
  );
  return undefined;
}

function* change(io: Io, files: AccountFiles, name: string): Task<number> {
  const { uid } = io.sys.credentials();
  const hash = files.shadow.find(name)?.[1] ?? files.passwd.find(name)?.[1] ?? "!";
  if (io.family === "busybox" || uid !== 0)
    yield* io.sys.write(2, encode(`Changing password for ${name}${io.family === "busybox" ? "" : "."}\n`));
  if (uid !== 0) {
    const terminal = yield* openTerminal(io.sys, true);
    const old =
      terminal === undefined
        ? undefined
        : yield* askSecret(
            io.sys,
            terminal,
            io.family === "busybox" ? "Old password: " : "Current password: ",
          );
    if (old === undefined || !matches(old, hash)) {
      yield* io.complain(
        io.family === "busybox"
          ? `incorrect password for ${name}`
          : "Authentication token manipulation error",
      );
      return io.family === "busybox" ? 1 : 10;
    }
  }
  const password = yield* newPassword(io);
  if (password === undefined) return io.family === "busybox" ? 1 : 10;
  setHash(io, files, name, newHash(io.sys, password));
  if (!(yield* save(io, files))) return io.status;
  yield* io.print(
    io.family === "busybox"
      ? `passwd: password for ${name} changed by ${uid === 0 ? "root" : name}\n`
      : "passwd: password updated successfully\n",
  );
  return 0;
}

/** What -l, -u, -d make of a hash. */
function altered(io: Io, hash: string): string | undefined {
  if (io.has("l")) return hash.startsWith("!") ? hash : `!${hash}`;
  if (io.has("u")) return hash.replace(/^!/, "");
  return io.has("d") ? "" : undefined;
}

export const passwd = command(
  {
    name: "passwd",
    gnu: "a/all d/delete e/expire k/keep-tokens i/inactive: l/lock n/mindays: q/quiet r/repository: R/root: P/prefix: S/status u/unlock w/warndays: x/maxdays: s/stdin",
    busybox: "a: d l u",
    usageStatus: { gnu: 6 },
    usage: "[-a ALG] [-dlu] [USER]",
    misuse: (name, message) => `${name}: ${message}\n${USAGE}`,
  },
  function* (io) {
    const { uid } = io.sys.credentials();
    const own = yield* new Accounts(io.sys).userById(uid);
    const name = io.operands[0] ?? own?.name ?? "root";
    const files = yield* AccountFiles.read(io.sys);
    if (files.passwd.find(name) === undefined)
      return yield* io.complain(
        io.family === "busybox" ? `unknown user ${name}` : `user '${name}' does not exist`,
      );
    if (uid !== 0 && name !== own?.name)
      return yield* io.complain(
        io.family === "busybox"
          ? `${own?.name} can't change password for ${name}`
          : `You may not view or modify password information for ${name}.`,
      );
    if (io.has("S")) return yield* statusLine(io, files, name);
    const hash = altered(io, files.shadow.find(name)?.[1] ?? files.passwd.find(name)?.[1] ?? "");
    if (hash === undefined) return yield* change(io, files, name);
    setHash(io, files, name, hash);
    if (!(yield* save(io, files))) return io.status;
    const what = io.has("l") ? "locked" : io.has("u") ? "unlocked" : "deleted";
    const busybox = io.family === "busybox";
    yield* io.print(busybox ? `passwd: password for ${name} is ${what}\n` : "passwd: password changed.\n");
    return 0;
  },
);

export const chpasswd = command(
  {
    name: "chpasswd",
    gnu: "c/crypt-method: e/encrypted m/md5 R/root: P/prefix: s/sha-rounds:",
    busybox: "e/encrypted m/md5 c/crypt-method:",
    usage: "[-e] [-m | -c ALG]",
  },
  function* (io) {
    const files = yield* AccountFiles.read(io.sys);
    const lines = io.lines(0);
    let number = 0;
    for (let line = yield* lines.next(); line !== undefined; line = yield* lines.next()) {
      number++;
      const colon = line.indexOf(":");
      const name = line.slice(0, Math.max(0, colon));
      if (colon < 0) {
        yield* io.complain(
          io.family === "busybox" ? "missing new password" : `line ${number}: missing new password`,
        );
        continue;
      }
      if (files.passwd.find(name) === undefined) {
        yield* io.complain(
          io.family === "busybox" ? `unknown user ${name}` : `line ${number}: user '${name}' does not exist`,
        );
        continue;
      }
      const secret = line.slice(colon + 1);
      setHash(io, files, name, io.has("e") ? secret : newHash(io.sys, secret));
      if (io.family === "busybox")
        yield* io.sys.write(2, encode(`chpasswd: password for '${name}' changed\n`));
    }
    if (io.status !== 0 && io.family === "gnu") return yield* io.complain("error detected, changes ignored");
    const saved = yield* files.save();
    return failed(saved) ? yield* io.complain(`cannot update /etc/shadow: ${strerror(saved)}`) : io.status;
  },
);
