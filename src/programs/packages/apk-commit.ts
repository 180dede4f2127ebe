// Making what is installed what the world asks for: packages come after what they need and go when nobody needs them. What
// is said is apk-tools 3's. Scripts of packages are modelled where they do something that shows.

import { strerror } from "../../base/errno.ts";
import { PROGRAM_NAMES } from "../../base/packages/debian-tools.ts";
import { alpinePackages, pathOf, type AlpinePackage } from "../../base/packages/alpine.ts";
import { SECOND } from "../../base/time.ts";
import { executableHead } from "../../kernel/executables.ts";
import type { Task } from "../../kernel/sys.ts";
import type { Io } from "../libc/command.ts";
import { lastComponent } from "../libc/paths.ts";
import { AccountFiles } from "../system/account-files.ts";
import { wantedBy, type ApkDatabase, type ApkRecord } from "./apk-database.ts";
import { bareName, humanSize, type ApkIndex } from "./apk-index.ts";
import { makeDirectories, placeFile } from "./unpack.ts";

export interface Request {
  readonly quiet: boolean;
  readonly simulate: boolean;
  readonly scripts: boolean;
  /** what is there is brought up to date */
  readonly latest: boolean;
}

/** `python3.12` runs python3. */
const programOf = (file: string): string =>
  PROGRAM_NAMES.get(file) ?? (/^python3\.\d+$/.test(file) ? "python3" : file);

/** Applets of busybox that packages replace, and that come back when those go. */
const APPLETS = new Set("ps free top uptime vmstat w watch pgrep pkill kill sysctl less tree xxd tar grep sed find xargs vi nc wget ping ping6 unzip bzip2 nslookup ip arp netstat ifconfig route killall pstree fuser patch strings telnet ar".split(" ")); // prettier-ignore

function* installFiles(io: Io, one: AlpinePackage): Task<string | undefined> {
  const { sys } = io;
  let rest = one.installedSize;
  for (const word of one.files) {
    const path = `/${pathOf(word)}`;
    const arrow = word.indexOf(">");
    if (arrow > 0) {
      makeDirectories(sys, path);
      void sys.unlink(path);
      void sys.symlink(word.slice(arrow + 1), path);
      continue;
    }
    const [, size = "0", mode = "755"] = word.split(":");
    rest -= Number(size);
    const head = executableHead(programOf(lastComponent(path)));
    const refused = yield* placeFile(sys, path, head, Number(size), parseInt(mode, 8));
    if (refused !== undefined) return strerror(refused);
  }
  if (rest > 40_960) yield* placeFile(sys, dataFile(one.name), new Uint8Array(0), rest, 0o644);
  return undefined;
}

/** Stands for all that nobody looks into. */
const dataFile = (name: string): string => `/usr/lib/${name}/${name}.dat`;

function removeFiles(io: Io, database: ApkDatabase, record: ApkRecord): void {
  const { sys } = io;
  for (const path of database.filesOf(record)) {
    void sys.unlink(`/${path}`);
    if (APPLETS.has(lastComponent(path))) void sys.symlink("/bin/busybox", `/${path}`);
  }
  void sys.unlink(dataFile(record.name));
  void sys.rmdir(`/usr/lib/${record.name}`);
}

/** Users that packages make before they are there. */
const USERS = new Map([["nginx", "/var/lib/nginx"], ["redis", "/var/lib/redis"], ["apache2", "/var/www"], ["openssh-server", "/var/empty"]]); // prettier-ignore

function* before(io: Io, { name, version }: AlpinePackage): Task<void> {
  const home = USERS.get(name);
  if (home === undefined) return;
  yield* io.print(`  Executing ${name}-${version}.pre-install\n`);
  const user = name === "openssh-server" ? "sshd" : name === "apache2" ? "apache" : name;
  const files = yield* AccountFiles.read(io.sys);
  if (files.passwd.find(user) !== undefined) return;
  const id = files.freeId(files.passwd, 100, 999);
  files.passwd.add(user, "x", String(id), String(id), user, home, "/sbin/nologin");
  if (files.shadow.exists) files.shadow.add(user, "!", "", "0", "99999", "7", "", "", "");
  if (files.group.find(user) === undefined) files.addGroup(user, id);
  void (yield* files.save());
}

const POST = new Set(["bash", "dash", "zsh", "openssh-server"]);

function* triggers(io: Io, database: ApkDatabase, changed: readonly string[]): Task<void> {
  const run = (name: string): Task<void> =>
    io.print(`Executing ${name}-${database.records.get(name)?.version ?? ""}.trigger\n`);
  if (changed.some((name) => (alpinePackages().get(name)?.files.length ?? 0) > 0)) yield* run("busybox");
  if (changed.includes("ca-certificates") && database.records.has("ca-certificates"))
    yield* run("ca-certificates");
}

/** Names that are asked for and are nowhere, and who asks. */
function* complainOfMissing(io: Io, missing: readonly string[]): Task<number> {
  const lines = missing.map(
    (word) => `  ${bareName(word)} (no such package):\n    required by: world[${word}]\n`,
  );
  yield* io.tell(`ERROR: unable to select packages:\n${lines.join("")}`);
  return missing.length;
}

/** A package without files that stands for others: `apk add -t NAME`. */
export interface Virtual {
  readonly name: string;
  readonly version: string;
  readonly depends: readonly string[];
}

interface Changes {
  readonly comes: readonly AlpinePackage[];
  readonly goes: readonly ApkRecord[];
  readonly virtual: Virtual | undefined;
}

export function* commit(
  io: Io,
  database: ApkDatabase,
  index: ApkIndex,
  request: Request,
  virtual?: Virtual,
): Task<number> {
  const isKnown = (word: string): boolean =>
    index.find(bareName(word)) !== undefined ||
    database.records.has(bareName(word)) ||
    virtual?.name === word;
  const missing = [...database.world, ...(virtual?.depends ?? [])].filter((word) => !isKnown(word));
  if (missing.length > 0) return yield* complainOfMissing(io, missing);
  const dependsOf = (name: string): readonly string[] | undefined =>
    virtual?.name === name
      ? virtual.depends
      : (index.find(bareName(name))?.depends ?? database.records.get(bareName(name))?.depends);
  const wanted = [...wantedBy([...database.world].map(bareName), dependsOf)].map(bareName);
  const names = new Set(wanted.map((name) => index.find(name)?.name ?? name));
  const comes = [...names].flatMap((name) => {
    const one = index.find(name);
    const there = database.records.get(name);
    return one !== undefined && (there === undefined || (request.latest && there.version !== one.version)) ? [one] : [];
  });
  const goes = [...database.records.values()].filter(({ name }) => !names.has(name)).reverse();
  return yield* carryOut(io, database, request, { comes, goes, virtual });
} // prettier-ignore

function* carryOut(
  io: Io,
  database: ApkDatabase,
  { quiet, simulate, scripts }: Request,
  { comes, goes, virtual }: Changes,
): Task<number> {
  const total = comes.length + goes.length + (virtual === undefined ? 0 : 1);
  let done = 0;
  const say = (text: string): Task<void> => io.print(quiet ? "" : text);
  const step = (): string => `(${String(++done).padStart(String(total).length)}/${total})`;
  for (const record of goes) {
    yield* say(`${step()} Purging ${record.name} (${record.version})\n`);
    if (!simulate) removeFiles(io, database, record);
    database.records.delete(record.name);
  }
  for (const one of comes) {
    const old = database.records.get(one.name);
    const version = old === undefined ? one.version : `${old.version} -> ${one.version}`;
    yield* say(`${step()} ${old === undefined ? "Installing" : "Upgrading"} ${one.name} (${version})\n`);
    yield* io.out.flush();
    yield* io.sys.sleep(Math.round((one.size / 8e6) * SECOND));
    if (!simulate) {
      if (scripts) yield* before(io, one);
      const refused = yield* installFiles(io, one);
      if (refused !== undefined) {
        yield* io.tell(`ERROR: Failed to create ${one.files[0] ?? one.name}: ${refused}\n`);
        return 1;
      }
      if (scripts && POST.has(one.name)) yield* say(`  Executing ${one.name}-${one.version}.post-install\n`);
    }
    database.add(one);
  }
  if (virtual !== undefined) {
    yield* say(`${step()} Installing ${virtual.name} (${virtual.version})\n`);
    database.addVirtual(virtual.name, virtual.version, virtual.depends);
  }
  if (!simulate) {
    if (!quiet && scripts) yield* triggers(io, database, [...comes, ...goes].map(({ name }) => name)); // prettier-ignore
    const refused = yield* database.write();
    if (refused !== undefined) {
      yield* io.tell(`ERROR: Unable to write database: ${strerror(refused)}\n`);
      return 1;
    }
  }
  yield* say(`OK: ${humanSize(database.size)} in ${database.records.size} packages\n`);
  return 0;
}
