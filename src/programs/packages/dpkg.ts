// dpkg and dpkg-query: what is installed, its files, and removing it. Archives (.deb) are not modelled: there are none in
// the world, apt puts the files in place itself.

import { strerror, failed } from "../../base/errno.ts";
import type { Task } from "../../kernel/sys.ts";
import { command, type Command, type Io } from "../libc/command.ts";
import { fnmatch } from "../libc/fnmatch.ts";
import { removeAll } from "./apt-carry-out.ts";
import { AptSession } from "./apt-session.ts";
import { byName, DpkgDatabase, isInstalled, labelOf, type Record } from "./dpkg-database.ts";
import { listTable, queryFormat } from "./dpkg-table.ts";
import { runTriggers } from "./maintainer-scripts.ts";
import { dependsOf } from "./solver.ts";
import { debianPackages } from "../../base/packages/debian.ts";

const HELP = `
Type dpkg --help for help about installing and deinstalling packages [*];
Use 'apt' or 'aptitude' for user-friendly package management;
Type dpkg -Dhelp for a list of dpkg debug flag values;
Type dpkg --force-help for a list of forcing options;
Type dpkg-deb --help for help about manipulating *.deb files;

Options marked [*] produce a lot of output - pipe it through 'less' or 'more' !
`;

const stripArchitecture = (name: string): string => name.replace(/:(amd64|all)$/, "");

const sorted = (database: DpkgDatabase): Record[] => [...database.records.values()].sort(byName);

/** Records that a pattern means; says which patterns mean none. */
function* matching(io: Io, database: DpkgDatabase, patterns: readonly string[]): Task<Record[]> {
  if (patterns.length === 0) return sorted(database);
  const all: Record[] = [];
  for (const pattern of patterns) {
    const found = sorted(database).filter(({ name }) => fnmatch(stripArchitecture(pattern), name));
    all.push(...found);
    if (found.length > 0) continue;
    yield* io.tell(`dpkg-query: no packages found matching ${pattern}\n`);
    io.status = 1;
  }
  return [...new Set(all)].sort(byName);
}

function* list(io: Io, database: DpkgDatabase, patterns: readonly string[]): Task<number> {
  const records = yield* matching(io, database, patterns);
  if (records.length > 0) yield* io.print(listTable(records, io.sys.termios(1) !== undefined));
  return io.status;
}

function* status(io: Io, database: DpkgDatabase, names: readonly string[]): Task<number> {
  for (const name of names) {
    const record = database.records.get(stripArchitecture(name));
    if (record !== undefined) yield* io.print(`${record.paragraph}\n${names.length > 1 ? "\n" : ""}`);
    else {
      yield* io.tell(
        `dpkg-query: package '${name}' is not installed and no information is available\nUse dpkg --info (= dpkg-deb --info) to examine archive files.\n`,
      );
      io.status = 1;
    }
  }
  return io.status;
}

function* files(io: Io, database: DpkgDatabase, names: readonly string[]): Task<number> {
  for (const name of names) {
    const record = database.records.get(stripArchitecture(name));
    if (record === undefined) {
      yield* io.tell(
        `dpkg-query: package '${name}' is not installed\nUse dpkg --contents (= dpkg-deb --contents) to list archive files contents.\n`,
      );
      io.status = 1;
    } else yield* io.print(`${(yield* database.filesOf(record)).join("\n")}\n`);
  }
  return io.status;
}

/** Which packages a path, or a part of one, belongs to. */
function* search(io: Io, database: DpkgDatabase, patterns: readonly string[]): Task<number> {
  for (const pattern of patterns) {
    const shown = /^\/|[*?[]/.test(pattern) ? pattern : `*${pattern}*`;
    const owners = new Map<string, string[]>();
    for (const record of sorted(database))
      for (const path of yield* database.filesOf(record))
        if (fnmatch(shown, path)) owners.set(path, [...(owners.get(path) ?? []), labelOf(record)]);
    for (const [path, names] of owners) yield* io.print(`${names.join(", ")}: ${path}\n`);
    if (owners.size > 0) continue;
    yield* io.tell(`dpkg-query: no path found matching pattern ${shown}\n`);
    io.status = 1;
  }
  return io.status;
}

function* selections(io: Io, database: DpkgDatabase, patterns: readonly string[]): Task<number> {
  for (const record of yield* matching(io, database, patterns)) {
    const tabs = "\t".repeat(Math.max(1, 6 - Math.floor(labelOf(record).length / 8)));
    yield* io.print(`${labelOf(record)}${tabs}${record.status.split(" ")[0]}\n`);
  }
  return io.status;
}

function* remove(io: Io, names: readonly string[], purge: boolean): Task<number> {
  if (io.sys.credentials().euid !== 0) {
    yield* io.tell("dpkg: error: requested operation requires superuser privilege\n");
    return 2;
  }
  const session = yield* AptSession.open(io, { options: new Set(), quiet: 0, operands: [] });
  const { database } = session;
  const gone: Record[] = [];
  const refusals: string[] = [];
  for (const word of names) {
    const record = database.records.get(stripArchitecture(word));
    if (record === undefined || (!isInstalled(record) && !purge)) {
      yield* io.tell(`dpkg: warning: ignoring request to remove ${word} which isn't installed\n`);
      continue;
    }
    const needed = sorted(database).filter(
      (other) => isInstalled(other) && !names.includes(other.name) && dependsOf(other).includes(record.name),
    );
    if (needed.length === 0) gone.push(record);
    else {
      const lines = needed.map((other) => ` ${other.name} depends on ${record.name}.\n`).join("");
      const option = purge ? "--purge" : "--remove";
      yield* io.tell(
        `dpkg: dependency problems prevent ${purge ? "removal" : "removal"} of ${labelOf(record)}:\n${lines}\ndpkg: error processing package ${labelOf(record)} (${option}):\n dependency problems - not removing\n`,
      );
      refusals.push(` ${labelOf(record)}\n`);
    }
  }
  yield* removeAll(session, gone, purge);
  const refused = gone.length === 0 ? undefined : yield* database.write();
  if (refused !== undefined) return yield* io.complain(`error: ${strerror(refused)}`, 2);
  yield* runTriggers(session, gone.flatMap(({ name }) => debianPackages().get(name) ?? [])); // prettier-ignore
  if (refusals.length === 0) return 0;
  yield* io.tell(`Errors were encountered while processing:\n${refusals.join("")}`);
  return 1;
}

function* installArchive(io: Io, paths: readonly string[]): Task<number> {
  if (io.sys.credentials().euid !== 0) {
    yield* io.tell("dpkg: error: requested operation requires superuser privilege\n");
    return 2;
  }
  for (const path of paths) {
    const node = io.sys.stat(path);
    yield* io.tell(
      failed(node)
        ? `dpkg: error: cannot access archive '${path}': ${strerror(node)}\n`
        : `dpkg: error: '${path}': archives are not modelled by paperwhale\n`,
    );
  }
  return 2;
}

const VERSION = `Debian 'dpkg' package management program version 1.22.22 (amd64).
This is free software; see the GNU General Public License version 2 or
later for copying conditions. There is NO warranty.
`;

type Action = (io: Io, database: DpkgDatabase, words: readonly string[]) => Task<number>;

const QUERIES: readonly (readonly [string, Action])[] = [
  ["-l", list], ["--list", list], ["-s", status], ["--status", status], ["-L", files], ["--listfiles", files],
  ["-S", search], ["--search", search],
]; // prettier-ignore

function* printed(io: Io, text: string): Task<number> {
  yield* io.print(text);
  return 0;
}

const DPKG: ReadonlyMap<string, Action> = new Map<string, Action>([
  ...QUERIES,
  ["--get-selections", selections],
  ["-r", (io, _, words) => remove(io, words, false)],
  ["--remove", (io, _, words) => remove(io, words, false)],
  ["-P", (io, _, words) => remove(io, words, true)],
  ["--purge", (io, _, words) => remove(io, words, true)],
  ["-i", (io, _, words) => installArchive(io, words)],
  ["--install", (io, _, words) => installArchive(io, words)],
  ["--configure", (io) => printed(io, "")],
  ["--audit", (io) => printed(io, "")],
  ["-C", (io) => printed(io, "")],
  ["--print-architecture", (io) => printed(io, "amd64\n")],
  ["--print-foreign-architectures", (io) => printed(io, "")],
  ["--version", (io) => printed(io, VERSION)],
]);

const isAction = (actions: ReadonlyMap<string, Action>, word: string): boolean => actions.has(word);

export const dpkg = command({ name: "dpkg", gnu: "", raw: true }, function* (io) {
  const args = io.argv.slice(1).filter((word) => !/^--(force|no|admindir|root|log)/.test(word));
  const at = args.findIndex((word) => isAction(DPKG, word));
  const unknown = args.find((word, i) => word.startsWith("-") && i !== at && (at < 0 || i < at));
  if (at < 0) {
    yield* io.tell(`dpkg: error: ${unknown === undefined ? "need an action option" : `unknown option ${unknown}`}\n${HELP}`); // prettier-ignore
    return 2;
  }
  const action = DPKG.get(args[at] as string) as Action;
  const words = args.filter((word, i) => i !== at && !word.startsWith("-"));
  return yield* action(io, yield* DpkgDatabase.read(io.sys), words);
});

const SHOW: Action = function* (io, database, words) {
  const args = io.argv.slice(1);
  const at = args.findIndex((word) => /^(-f|--showformat)/.test(word));
  const word = args[at] ?? "";
  const given = word === "-f" || word === "--showformat" ? args[at + 1] : word.replace(/^(-f=?|--showformat=)/, "");
  const format = at < 0 ? "${binary:Package}\\t${Version}\\n" : (given ?? "");
  const patterns = word === "-f" || word === "--showformat" ? words.filter((one) => one !== given) : words;
  for (const record of yield* matching(io, database, patterns)) yield* io.print(queryFormat(format, record));
  return io.status;
}; // prettier-ignore

const QUERY: ReadonlyMap<string, Action> = new Map<string, Action>([
  ...QUERIES,
  ["-W", SHOW],
  ["--show", SHOW],
]);

const dpkgQuery = command({ name: "dpkg-query", gnu: "", raw: true }, function* (io) {
  const args = io.argv.slice(1);
  const action = args.find((word) => isAction(QUERY, word));
  if (action === undefined) {
    yield* io.tell(
      "dpkg-query: error: need an action option\n\nUse --help for help about querying packages.\n",
    );
    return 2;
  }
  const words = args.filter((word) => !word.startsWith("-"));
  return yield* (QUERY.get(action) as Action)(io, yield* DpkgDatabase.read(io.sys), words);
});

export const dpkgCommands: readonly Command[] = [dpkg, dpkgQuery];
