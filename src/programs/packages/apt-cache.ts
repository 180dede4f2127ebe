// apt-cache, which only looks, and apt-mark, which notes what is wanted of packages.
// What is available is the lists' affair (apt-archive.ts), what is installed dpkg's (dpkg-database.ts).

import { archiveParagraph } from "../../base/packages/dpkg-record.ts";
import { strerror } from "../../base/errno.ts";
import type { Task } from "../../kernel/sys.ts";
import { command, type Command, type Io } from "../libc/command.ts";
import { aptCache, aptMark } from "./apt-help.ts";
import { found, sortedNames } from "./apt-list.ts";
import { policy } from "./apt-policy.ts";
import { AptSession, parseWords } from "./apt-session.ts";
import { byName, isInstalled, type Record } from "./dpkg-database.ts";

type Query = (session: AptSession, words: readonly string[]) => Task<number>;

function* show(session: AptSession, names: readonly string[]): Task<number> {
  let some = false;
  for (const name of names) {
    const candidate = session.available.find(name);
    const record = session.database.installed(name);
    if (candidate === undefined && record === undefined) continue;
    some = true;
    yield* session.io.print(
      candidate === undefined
        ? `${(record as Record).paragraph}\n\n`
        : `${archiveParagraph(candidate.one, candidate.distribution)}\n`,
    );
  }
  return some ? 0 : yield* session.error("No packages found");
}

function* search(session: AptSession, words: readonly string[]): Task<number> {
  if (words.length === 0) return yield* session.error("You must give at least one search pattern");
  for (const { one } of found(session, words)) yield* session.io.print(`${one.name} - ${one.description}\n`);
  return 0;
}

function* depends(session: AptSession, names: readonly string[]): Task<number> {
  for (const name of names) {
    const candidate = session.available.find(name);
    if (candidate === undefined) return yield* session.error("No packages found");
    const { one } = candidate;
    const lines = [
      ...one.depends.map((other) => `  Depends: ${other}\n`),
      ...one.suggests.map((other) => `  Suggests: ${other.replace(/\|.*/, "")}\n`),
      ...one.recommends.map((other) => `  Recommends: ${other}\n`),
    ];
    yield* session.io.print(`${name}\n${lines.join("")}`);
  }
  return 0;
}

function* dependents(session: AptSession, names: readonly string[]): Task<number> {
  for (const name of names) {
    if (session.available.find(name) === undefined) return yield* session.error("No packages found");
    yield* session.io.print(`${name}\nReverse Depends:\n`);
    for (const { one } of session.available.all())
      if ([...one.depends, ...one.recommends].includes(name)) yield* session.io.print(`  ${one.name}\n`);
  }
  return 0;
}

function* versions(session: AptSession, names: readonly string[]): Task<number> {
  for (const name of names) {
    const candidate = session.available.find(name);
    if (candidate === undefined) continue;
    const { uri, suite } = candidate.source;
    yield* session.io.print(
      `${name.padStart(10)} | ${candidate.version.padStart(10)} | ${uri} ${suite}/main amd64 Packages\n`,
    );
  }
  return 0;
}

function* names(session: AptSession, [prefix = ""]: readonly string[]): Task<number> {
  for (const name of sortedNames(session)) if (name.startsWith(prefix)) yield* session.io.print(`${name}\n`);
  return 0;
}

const QUERIES: ReadonlyMap<string, Query> = new Map<string, Query>([
  ["show", show],
  ["search", search],
  ["depends", depends],
  ["rdepends", dependents],
  ["madison", versions],
  ["pkgnames", names],
  ["policy", policy],
]);

// ---- apt-mark

const listed = (choose: (session: AptSession, record: Record) => boolean): Query =>
  function* (session) {
    for (const record of [...session.database.records.values()].filter(isInstalled).sort(byName))
      if (choose(session, record)) yield* session.io.print(`${record.name}\n`);
    return 0;
  };

function* marked(session: AptSession, words: readonly string[], automatic: boolean): Task<number> {
  const { io, database } = session;
  for (const name of words) {
    if (database.installed(name) === undefined) {
      yield* io.print(`${name} can not be marked as it is not installed.\n`);
      continue;
    }
    const already = database.automatic.has(name) === automatic;
    const state = automatic ? "automatically" : "manually";
    if (automatic) database.automatic.add(name);
    else database.automatic.delete(name);
    yield* io.print(already ? `${name} was already set to ${state} installed.\n` : `${name} set to ${state} installed.\n`); // prettier-ignore
  }
  const refused = yield* database.writeStates();
  return refused === undefined ? 0 : yield* session.error(`Could not open file /var/lib/apt/extended_states - open (${strerror(refused)})`); // prettier-ignore
}

function* held(session: AptSession, words: readonly string[], hold: boolean): Task<number> {
  const { io, database } = session;
  for (const name of words) {
    const record = database.installed(name);
    if (record === undefined) return yield* session.error("No packages found");
    const was = record.status.startsWith("hold");
    database.setStatus(record, `${hold ? "hold" : "install"} ok installed`);
    yield* io.print(
      was === hold
        ? `${name} was ${hold ? "already set on" : "already not on"} hold.\n`
        : hold
          ? `${name} set on hold.\n`
          : `Canceled hold on ${name}.\n`,
    );
  }
  const refused = yield* database.write();
  return refused === undefined ? 0 : yield* session.error(`dpkg: ${strerror(refused)}`);
}

const MARKS: ReadonlyMap<string, Query> = new Map<string, Query>([
  ["auto", (session, words) => marked(session, words, true)],
  ["manual", (session, words) => marked(session, words, false)],
  ["hold", (session, words) => held(session, words, true)],
  ["unhold", (session, words) => held(session, words, false)],
  ["showauto", listed(({ database }, { name }) => database.automatic.has(name))],
  ["showmanual", listed(({ database }, { name }) => !database.automatic.has(name))],
  ["showhold", listed((_, { status }) => status.startsWith("hold"))],
]);

function* run(io: Io, queries: ReadonlyMap<string, Query>, help: string): Task<number> {
  const words = parseWords(io.argv.slice(1));
  if ("error" in words) {
    yield* io.tell(`E: ${words.error}\n`);
    return 100;
  }
  const [name, ...rest] = words.operands;
  if (name === undefined || words.options.has("h")) {
    yield* io.print(help);
    return words.options.has("h") ? 0 : 1;
  }
  const session = yield* AptSession.open(io, words);
  const query = queries.get(name);
  return query === undefined
    ? yield* session.error(`Invalid operation ${name}`)
    : yield* query(session, rest);
}

export const aptQueries: readonly Command[] = [
  command({ name: "apt-cache", gnu: "", raw: true }, (io) => run(io, QUERIES, aptCache)),
  command({ name: "apt-mark", gnu: "", raw: true }, (io) => run(io, MARKS, aptMark)),
];
