// Carrying a transaction out: what is fetched, what dpkg says while it unpacks, sets up and removes, and what is written
// down of it: dpkg's database and log, and apt's history.

import { failed, strerror } from "../../base/errno.ts";
import { binaryName, debianPackages } from "../../base/packages/debian.ts";
import { formatInstant } from "./log-time.ts";
import { O_APPEND, O_CREAT, O_WRONLY, type Task } from "../../kernel/sys.ts";
import { encode } from "../../base/utf8.ts";
import { hasWayOut, isMain, type Candidate } from "./apt-archive.ts";
import type { AptSession } from "./apt-session.ts";
import { hostOf } from "./apt-sources.ts";
import { fetched } from "./apt-update.ts";
import { sizeText } from "./apt-words.ts";
import { labelOf, type Record } from "./dpkg-database.ts";
import { configure, preconfigure, runTriggers } from "./maintainer-scripts.ts";
import type { Transaction } from "./solver.ts";
import { removeAlternatives, removeFiles, unpack } from "./unpack.ts";

const archiveName = ({ one, version }: Candidate): string =>
  `${one.name}_${version.replaceAll(":", "%3a")}_${one.architecture}.deb`;

/** False after saying why nothing can be fetched. */
function* fetchAll(session: AptSession, comes: readonly Candidate[]): Task<boolean> {
  const way = hasWayOut(session.io.sys);
  const failures: string[] = [];
  for (const [i, candidate] of comes.entries()) {
    const { one, version, source } = candidate;
    const component = `${source.suite}/${source.components[0] ?? "main"}`;
    const where = `${i + 1} ${source.uri} ${component} amd64 ${one.name} ${one.architecture} ${version}`;
    if (way && isMain(source)) yield* session.say(`Get:${where} [${sizeText(one.size)}B]\n`);
    else {
      const why = `Temporary failure resolving '${hostOf(source.uri)}'`;
      yield* session.say(`Err:${where}\n  ${why}\n`);
      failures.push(`Failed to fetch ${source.uri}/pool/main/${archiveName(candidate)}  ${why}`);
    }
  }
  if (failures.length > 0) {
    const advice = "Unable to fetch some archives, maybe run apt-get update or try with --fix-missing?";
    yield* session.error(...failures, advice);
    return false;
  }
  yield* preconfigure(session, comes.map(({ one }) => one)); // prettier-ignore
  yield* fetched(session, comes.reduce((sum, { one }) => sum + one.size, 0)); // prettier-ignore
  return true;
}

class Journal {
  private lines = "";

  constructor(private readonly session: AptSession) {}

  add(text: string): void {
    this.lines += `${formatInstant(this.session.io.sys.now())} ${text}\n`;
  }

  *append(path: string, text: string): Task<void> {
    const { sys } = this.session.io;
    const fd = yield* sys.open(path, O_WRONLY | O_CREAT | O_APPEND, 0o644);
    if (failed(fd)) return;
    yield* sys.write(fd, encode(text));
    void sys.close(fd);
  }

  *write(transaction: Transaction, started: string): Task<void> {
    const { database, io } = this.session;
    const part = (title: string, entries: readonly string[]): string =>
      entries.length === 0 ? "" : `${title}: ${entries.join(", ")}\n`;
    const came = transaction.install.map(({ one, version }) => {
      const automatic = database.automatic.has(one.name) ? ", automatic" : "";
      return `${one.name}:amd64 (${version}${automatic})`;
    });
    const went = transaction.remove.map(({ name, version }) => `${name}:amd64 (${version})`);
    yield* this.append("/var/log/dpkg.log", this.lines);
    yield* this.append(
      "/var/log/apt/history.log",
      `\nStart-Date: ${started}\nCommandline: ${io.argv.join(" ")}\n${part("Install", came)}${part("Remove", went)}End-Date: ${formatInstant(io.sys.now(), "  ")}\n`,
    );
  }
}

/** `00-`, where there are more than a few. */
const numbered = (i: number, count: number): string =>
  count > 5 ? `${String(i).padStart(String(count - 1).length, "0")}-` : "";

function* unpackAll(session: AptSession, comes: readonly Candidate[], journal: Journal): Task<boolean> {
  const { io, database } = session;
  for (const [i, candidate] of comes.entries()) {
    const { one, version, distribution } = candidate;
    const label = binaryName(one);
    const before = database.installed(one.name);
    if (before === undefined) yield* io.print(`Selecting previously unselected package ${label}.\n`);
    if (i === 0)
      yield* io.print(
        `(Reading database ... ${yield* database.countFiles()} files and directories currently installed.)\n`,
      );
    const over = before === undefined ? "" : ` over (${before.version})`;
    yield* io.print(
      `Preparing to unpack .../${numbered(i, comes.length)}${archiveName(candidate)} ...\nUnpacking ${label} (${version})${over} ...\n`,
    );
    journal.add(`install ${one.name}:${one.architecture} ${before?.version ?? "<none>"} ${version}`);
    const refused = yield* unpack(io.sys, one);
    if (refused !== undefined) {
      yield* io.tell(
        `dpkg: error processing archive /var/cache/apt/archives/${archiveName(candidate)} (--unpack):\n unable to install new version: ${strerror(refused)}\nErrors were encountered while processing:\n /var/cache/apt/archives/${archiveName(candidate)}\n`,
      );
      return false;
    }
    yield* database.add(one, distribution);
  }
  return true;
}

function* removeOne(session: AptSession, record: Record, purge: boolean): Task<void> {
  const { io, database } = session;
  const paths = yield* database.filesOf(record);
  removeFiles(io.sys, paths, purge);
  const one = debianPackages().get(record.name);
  if (one !== undefined) removeAlternatives(io.sys, one);
  const settings = paths.some((path) => path.startsWith("/etc/") && path.split("/").length > 3);
  if (!purge && settings) database.setStatus(record, "deinstall ok config-files");
  else database.remove(record);
}

/** What dpkg says of packages that go, and their going. */
export function* removeAll(
  session: AptSession,
  remove: readonly Record[],
  purge: boolean,
  journal?: { readonly add: (text: string) => void },
): Task<void> {
  const { io, database } = session;
  if (remove.length === 0) return;
  yield* io.print(
    `(Reading database ... ${yield* database.countFiles()} files and directories currently installed.)\n`,
  );
  for (const record of remove) {
    const label = labelOf(record);
    yield* io.print(`Removing ${label} (${record.version}) ...\n`);
    journal?.add(`remove ${record.name}:${record.architecture} ${record.version} <none>`);
    const settings = (yield* database.filesOf(record)).some((path) => /^\/etc\/.+\//.test(path));
    yield* removeOne(session, record, purge);
    if (purge && settings) yield* io.print(`Purging configuration files for ${record.name} (${record.version}) ...\n`); // prettier-ignore
  }
}

export function* carryOut(session: AptSession, transaction: Transaction, purge: boolean): Task<number> {
  const { io, database } = session;
  const { install, reinstall, upgrade, remove, asked } = transaction;
  const comes = [...upgrade.map(([candidate]) => candidate), ...install, ...reinstall];
  if (comes.length > 0 && !(yield* fetchAll(session, comes))) return 100;
  if (session.has("d")) return 0;
  const started = formatInstant(io.sys.now(), "  ");
  const journal = new Journal(session);
  yield* removeAll(session, remove, purge, journal);
  if (!(yield* unpackAll(session, comes, journal)))
    return yield* session.error("Sub-process /usr/bin/dpkg returned an error code (1)");
  for (const { one } of install) if (!asked.has(one.name)) database.automatic.add(one.name);
  for (const { one, version } of comes) {
    yield* io.print(`Setting up ${binaryName(one)} (${version}) ...\n`);
    yield* configure(session, one);
    journal.add(`status installed ${one.name}:${one.architecture} ${version}`);
  }
  const gone = remove.flatMap(({ name }) => debianPackages().get(name) ?? []);
  const refused = yield* database.write();
  if (refused !== undefined)
    return yield* session.error(`Problem writing /var/lib/dpkg/status: ${strerror(refused)}`);
  yield* runTriggers(session, [...comes.map(({ one }) => one), ...gone]);
  yield* journal.write(transaction, started);
  return 0;
}
