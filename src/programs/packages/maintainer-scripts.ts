// What packages do and say when they are set up, those that do something that shows: accounts, certificates, alternatives,
// triggers of libraries and manuals. The real scripts' effects in short. Starting services is left to whoever has an init.

import type { DebianPackage } from "../../base/packages/debian.ts";
import { failed } from "../../base/errno.ts";
import { filesOf, hasLibraries } from "../../base/packages/installed-files.ts";
import { encode } from "../../base/utf8.ts";
import type { Task } from "../../kernel/sys.ts";
import { AccountFiles } from "../system/account-files.ts";
import type { AptSession } from "./apt-session.ts";
import { labelOf, type Record } from "./dpkg-database.ts";
import { makeDirectories, placeFile } from "./unpack.ts";

/** Users that packages make, with their homes. */
const USERS: ReadonlyMap<string, readonly (readonly [name: string, home: string])[]> = new Map([
  ["redis-server", [["redis", "/var/lib/redis"]]],
  ["openssh-server", [["sshd", "/run/sshd"]]],
  ["tcpdump", [["tcpdump", "/nonexistent"]]],
]);

function* addUsers(session: AptSession, name: string): Task<void> {
  const { sys } = session.io;
  for (const [user, home] of USERS.get(name) ?? []) {
    const files = yield* AccountFiles.read(sys);
    if (files.passwd.find(user) !== undefined) continue;
    const id = files.freeId(files.passwd, 100, 999, true);
    files.passwd.add(user, "x", String(id), String(id), "", home, "/usr/sbin/nologin");
    if (files.shadow.exists) files.shadow.add(user, "!", "", "", "", "", "", "", "");
    files.addGroup(user, id);
    void (yield* files.save());
    if (home === "/nonexistent") continue;
    makeDirectories(sys, `${home}/x`);
    void sys.chown(home, id, id);
  }
}

const CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt";
const ROOTS = 150;

function* updateCertificates(session: AptSession): Task<void> {
  const { sys } = session.io;
  const added = failed(sys.stat(CERTIFICATES)) ? ROOTS : 0;
  if (added > 0) yield* placeFile(sys, CERTIFICATES, encode("-----BEGIN CERTIFICATE-----\n"), 224_453, 0o644);
  yield* session.io.print(`Updating certificates in /etc/ssl/certs...\n${added} added, 0 removed; done.\n`);
}

const HOOKS = "Running hooks in /etc/ca-certificates/update.d...\ndone.\n";

function* sayAlternatives(session: AptSession, one: DebianPackage): Task<void> {
  for (const file of filesOf(one)) {
    if (file.kind !== "link" || !file.path.startsWith("etc/alternatives/")) continue;
    const link = file.path.slice("etc/alternatives/".length);
    yield* session.io.print(`update-alternatives: using ${file.target} to provide /usr/bin/${link} (${link}) in auto mode\n`); // prettier-ignore
  }
}

/** When dpkg sets the package up. */
export function* configure(session: AptSession, one: DebianPackage): Task<void> {
  yield* addUsers(session, one.name);
  if (one.name === "ca-certificates") yield* updateCertificates(session);
  if (!session.isNew || one.name.startsWith("vim") || one.name === "less") yield* sayAlternatives(session, one); // prettier-ignore
}

/** Once all are set up. */
export function* runTriggers(session: AptSession, changed: readonly DebianPackage[]): Task<void> {
  const say = (record: Record | undefined): Task<void> =>
    session.io.print(
      record === undefined ? "" : `Processing triggers for ${labelOf(record)} (${record.version}) ...\n`,
    );
  if (changed.some(hasLibraries)) yield* say(session.database.installed("libc-bin"));
  if (session.database.installed("man-db") !== undefined && changed.every(({ name }) => name !== "man-db"))
    yield* say(session.database.installed("man-db"));
  if (changed.some(({ name }) => name === "ca-certificates")) {
    yield* say(session.database.installed("ca-certificates"));
    yield* updateCertificates(session);
    yield* session.io.print(HOOKS);
  }
}

/** debconf's questions before anything is unpacked, where some package may ask one. */
export function* preconfigure(session: AptSession, coming: readonly DebianPackage[]): Task<void> {
  const { io, database } = session;
  if (database.installed("debconf") === undefined) return;
  const version = database.installed("apt")?.version ?? "3";
  if (database.installed("apt-utils") === undefined && version.startsWith("2")) {
    yield* io.tell("debconf: delaying package configuration, since apt-utils is not installed\n");
    return;
  }
  if (coming.some(({ depends }) => depends.includes("debconf")))
    yield* session.io.print("Preconfiguring packages ...\n");
}
