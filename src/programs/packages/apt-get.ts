// apt-get and apt: what the operations do. Lists and searches of apt are apt-cache's (apt-list.ts). Decisions are the
// solver's, texts apt-plan.ts's. Not here: building from sources, pinning, pipes to dpkg: `apt-get download` and the like.

import type { Task } from "../../kernel/sys.ts";
import { command, type Command, type Io } from "../libc/command.ts";
import { fnmatch } from "../libc/fnmatch.ts";
import { carryOut } from "./apt-carry-out.ts";
import { apt, aptGet } from "./apt-help.ts";
import { listPackages, search, show } from "./apt-list.ts";
import { policy } from "./apt-policy.ts";
import { essentialAmong, mayGoOn, sayUnneeded, showPlan, totalsOf } from "./apt-plan.ts";
import { APT_WARNING, AptSession, errorMark, parseWords } from "./apt-session.ts";
import { simulate } from "./apt-simulate.ts";
import { update } from "./apt-update.ts";
import { solve, unneeded, upgrades, type Transaction } from "./solver.ts";

type Operation = (session: AptSession, words: readonly string[]) => Task<number>;

const NONE: Transaction = {
  install: [],
  reinstall: [],
  upgrade: [],
  remove: [],
  asked: new Set(),
};

// ---- which packages are meant

interface Named {
  readonly install: string[];
  readonly remove: string[];
}

function* unavailable(session: AptSession, name: string): Task<number> {
  const providers = session.available.providers(name);
  if (providers.length === 0) return yield* session.error(`Unable to locate package ${name}`);
  const lines = providers.map(({ one, version }) => `  ${one.name} ${version}\n`);
  yield* session.io.print(`Package ${name} is a virtual package provided by:\n${lines.join("")}\n`);
  return yield* session.error(`Package '${name}' has no installation candidate`);
}

/** The package that a word of `install` means; a number after a complaint. */
function* meant(session: AptSession, word: string): Task<string | number> {
  const [, name = word, separator, rest = ""] = /^([^=/]+)([=/])?(.*)$/.exec(word) ?? [];
  const candidate = session.available.find(name);
  if (candidate === undefined && session.database.installed(name) === undefined) {
    const [one, other] = session.available.providers(name);
    if (one === undefined || other !== undefined) return yield* unavailable(session, name);
    yield* session.io.print(`Note, selecting '${one.one.name}' instead of '${name}'\n`);
    return one.one.name;
  }
  if (separator === "=" && candidate !== undefined && !fnmatch(rest, candidate.version))
    return yield* session.error(`Version '${rest}' for '${name}' was not found`);
  if (separator === "/" && candidate !== undefined && rest !== candidate.source.suite && rest !== "stable")
    return yield* session.error(`Release '${rest}' for '${name}' was not found`);
  return name;
}

/** `name`, `name=version`, `name/suite`, `name+`, `name-` and patterns. */
function* namedBy(session: AptSession, words: readonly string[], removing: boolean): Task<Named | number> {
  const named: Named = { install: [], remove: [] };
  for (const word of words) {
    if (/^\.{0,2}\//.test(word)) return yield* session.error(`Unsupported file ${word} given on commandline`);
    const exists = session.available.find(word) ?? session.database.installed(word);
    const mark = exists === undefined ? /[-+]$/.exec(word)?.[0] : undefined;
    const goes = mark === undefined ? removing : mark === "-";
    const bare = (mark === undefined ? word : word.slice(0, -1)).replace(/:(amd64|any|native)$/, "");
    const found = /[*?]/.test(bare) ? matching(session, bare, goes) : [yield* meant(session, bare)];
    for (const name of found) {
      if (typeof name === "number") return name;
      (goes ? named.remove : named.install).push(name);
    }
  }
  return named;
} // prettier-ignore

function matching(session: AptSession, pattern: string, installed: boolean): string[] {
  const all = installed
    ? [...session.database.records.keys()]
    : [...session.available.all()].map(({ one }) => one.name);
  return all.filter((name) => fnmatch(pattern, name));
}

// ---- deciding and doing

function* decide(session: AptSession, transaction: Transaction, purge = false): Task<number> {
  const left = upgrades(session.database, session.available).length - transaction.upgrade.length;
  const totals = totalsOf(transaction, left);
  yield* showPlan(session, transaction, totals, purge);
  const essential = essentialAmong(transaction.remove);
  if (essential.length > 0 && !session.has("allow-remove-essential"))
    return yield* session.error(
      "Removing essential system-critical packages is not permitted. This might break the system.",
    );
  const { install, reinstall, upgrade, remove } = transaction;
  if (install.length + reinstall.length + upgrade.length + remove.length === 0) return 0;
  if (session.has("s")) return yield* simulate(session, transaction, purge);
  const asks = remove.length > 0 || install.some(({ one }) => !transaction.asked.has(one.name)) || upgrade.length > 0;
  if (asks && !(yield* mayGoOn(session))) return 1;
  return yield* carryOut(session, transaction, purge);
} // prettier-ignore

function* begin(session: AptSession): Task<number | undefined> {
  const refused = session.has("s") ? undefined : yield* session.lockDpkg();
  if (refused !== undefined) return refused;
  yield* session.readingLists();
  yield* session.buildingTree();
  return undefined;
}

function* sayPresent(session: AptSession, names: readonly string[]): Task<boolean> {
  let changed = false;
  for (const name of names) {
    const record = session.database.installed(name);
    if (record === undefined || session.has("reinstall")) continue;
    yield* session.say(`${name} is already the newest version (${record.version}).\n`);
    if (!session.database.automatic.delete(name)) continue;
    yield* session.say(`${name} set to manually installed.\n`);
    changed = true;
  }
  return changed;
}

function* install(session: AptSession, words: readonly string[]): Task<number> {
  const refused = yield* begin(session);
  if (refused !== undefined) return refused;
  const named = yield* namedBy(session, words, false);
  if (typeof named === "number") return named;
  const changed = yield* sayPresent(session, named.install);
  if (changed && !session.has("s")) void (yield* session.database.writeStates());
  const transaction = solve(session.database, session.available, {
    ...named,
    recommends: !session.has("no-install-recommends"),
    reinstall: session.has("reinstall"),
  });
  yield* sayUnneeded(session, transaction);
  return yield* decide(session, transaction, session.has("purge"));
}

const remove =
  (always: boolean): Operation =>
  function* (session, words) {
    const purge = always || session.has("purge");
    const refused = yield* begin(session);
    if (refused !== undefined) return refused;
    const named = yield* namedBy(session, words, true);
    if (typeof named === "number") return named;
    const { database, available } = session;
    const there: string[] = [];
    for (const name of named.remove) {
      const record = database.records.get(name);
      if (database.installed(name) !== undefined || (purge && record !== undefined)) there.push(name);
      else yield* session.say(`Package '${name}' is not installed, so not removed\n`);
    }
    const solved = solve(database, available, { ...named, remove: there, recommends: true, reinstall: false });
    const rest = there.flatMap((name) => (database.installed(name) ? [] : (database.records.get(name) ?? [])));
    let transaction = { ...solved, remove: [...solved.remove, ...rest] };
    if (session.has("autoremove")) {
      const gone = new Set(transaction.remove.map(({ name }) => name));
      transaction = { ...transaction, remove: [...transaction.remove, ...unneeded(database, gone)] };
    } else yield* sayUnneeded(session, transaction);
    return yield* decide(session, transaction, purge);
  }; // prettier-ignore

function* autoremove(session: AptSession): Task<number> {
  const refused = yield* begin(session);
  if (refused !== undefined) return refused;
  return yield* decide(session, { ...NONE, remove: unneeded(session.database) }, session.has("purge"));
}

function* upgrade(session: AptSession): Task<number> {
  const refused = yield* begin(session);
  if (refused !== undefined) return refused;
  yield* session.progress("Calculating upgrade");
  yield* sayUnneeded(session, undefined);
  return yield* decide(session, { ...NONE, upgrade: upgrades(session.database, session.available) });
}

function* updateAll(session: AptSession): Task<number> {
  const status = yield* update(session);
  if (status !== 0 || session.io.spec.name !== "apt") return status;
  const after = yield* AptSession.open(session.io, session.words);
  yield* after.buildingTree();
  const count = upgrades(after.database, after.available).length;
  yield* after.say(
    count === 0
      ? "All packages are up to date.\n"
      : `${count} package${count === 1 ? "" : "s"} can be upgraded. Run 'apt list --upgradable' to see ${count === 1 ? "it" : "them"}.\n`,
  );
  return 0;
}

function* clean(session: AptSession): Task<number> {
  const folder = "/var/cache/apt/archives";
  const lock = yield* session.lock(`${folder}/lock`, `Unable to lock directory ${folder}/`);
  if (lock !== undefined) return lock;
  for (const file of ["pkgcache.bin", "srcpkgcache.bin"]) void session.io.sys.unlink(`/var/cache/apt/${file}`);
  return 0;
} // prettier-ignore

function* readOnly(session: AptSession): Task<number> {
  yield* session.readingLists();
  yield* session.buildingTree();
  return 0;
}

const COMMON: readonly (readonly [string, Operation])[] = [
  ["update", updateAll],
  ["install", install],
  ["reinstall", install],
  ["remove", remove(false)],
  ["purge", remove(true)],
  ["autoremove", autoremove],
  ["autopurge", autoremove],
  ["upgrade", upgrade],
  ["full-upgrade", upgrade],
  ["dist-upgrade", upgrade],
  ["clean", clean],
  ["autoclean", readOnly],
];

const GET: ReadonlyMap<string, Operation> = new Map([...COMMON, ["check", readOnly]]);
const APT: ReadonlyMap<string, Operation> = new Map([
  ...COMMON,
  ["list", listPackages],
  ["search", search],
  ["show", show],
  ["policy", policy],
]);

function* run(io: Io, operations: ReadonlyMap<string, Operation>, help: string): Task<number> {
  const parsed = parseWords(io.argv.slice(1));
  const isApt = io.spec.name === "apt";
  if ("error" in parsed) {
    yield* io.tell(`${isApt ? `${APT_WARNING}Error: ` : "E: "}${parsed.error}\n`);
    return 100;
  }
  const [name, ...words] = parsed.operands;
  if (parsed.options.has("v")) {
    yield* io.print(`${help.split("\n")[0]}\n`);
    return 0;
  }
  if (name === undefined || parsed.options.has("h")) {
    yield* io.print(help);
    return parsed.options.has("h") ? 0 : 1;
  }
  if (isApt && io.sys.termios(1) === undefined) yield* io.tell(APT_WARNING);
  const operation = operations.get(name);
  const options = new Set(parsed.options);
  if (name === "reinstall") options.add("reinstall");
  if (name === "autopurge") options.add("purge");
  const session = yield* AptSession.open(io, { ...parsed, options });
  if (operation !== undefined) return yield* operation(session, words);
  yield* io.tell(`${errorMark(io, session.isNew)}Invalid operation ${name}\n`);
  return 100;
}

const program = (name: string, operations: ReadonlyMap<string, Operation>, help: string): Command =>
  command({ name, gnu: "", raw: true }, (io) => run(io, operations, help));

export const aptCommands: readonly Command[] = [program("apt-get", GET, aptGet), program("apt", APT, apt)];
