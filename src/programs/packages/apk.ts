// apk, Alpine's package manager (apk-tools 3): add, del, update, upgrade, info, search, list, policy and what belongs to
// them. What is done is apk-commit.ts's. Not here: fetching archives, building indexes, repositories with tags.

import { alpinePackages, type AlpinePackage } from "../../base/packages/alpine.ts";
import type { Task } from "../../kernel/sys.ts";
import { command, type Command, type Io } from "../libc/command.ts";
import { fnmatch } from "../libc/fnmatch.ts";
import { ApkDatabase, type ApkRecord } from "./apk-database.ts";
import { bareName, humanSize, openIndex, type ApkIndex } from "./apk-index.ts";
import { commit, type Request, type Virtual } from "./apk-commit.ts";
import { formatInstant } from "./log-time.ts";

const TAKES_VALUE = new Set(["-t", "--virtual", "-X", "--repository", "-p", "--root", "--arch", "--cache-dir", "--keys-dir", "--repositories-file", "--wait", "--cache-max-age"]); // prettier-ignore

const KNOWN =
  /^(-[hqvVfiUsuaLRrdexowPlcI]+|--(help|quiet|verbose|version|force\S*|interactive|update-cache|update|no-cache|no-network|simulate|upgrade|latest|available|no-scripts|allow-untrusted|purge|root|no-progress|progress|clean-protected|initdb|no-commit-hooks|no-chown|usermode|prune|ignore|installed|all|exact|description|contents|depends|rdepends|who-owns|webpage|size|has-origin|origin|print-arch|legacy-info|timeout=\S+|preserve-env|virtual=\S+|sync=\S+|cache-packages|no-check-certificate))$/;

class Call {
  readonly words: string[] = [];
  readonly options = new Set<string>();
  readonly values = new Map<string, string>();
  wrong: string | undefined;

  constructor(args: readonly string[]) {
    for (let i = 0; i < args.length; i++) {
      const word = args[i] as string;
      if (TAKES_VALUE.has(word)) this.values.set(word, args[++i] ?? "");
      else if (/^--\w[\w-]*=/.test(word)) this.values.set(word.replace(/=.*/, ""), word.replace(/^[^=]*=/, ""));
      else if (!word.startsWith("-") || word === "-") this.words.push(word);
      else if (!KNOWN.test(word)) this.wrong ??= word;
      else if (word.startsWith("--")) this.options.add(word);
      else for (const letter of word.slice(1)) this.options.add(`-${letter}`);
    }
  } // prettier-ignore

  has(...names: readonly string[]): boolean {
    return names.some((name) => this.options.has(name));
  }

  get request(): Request {
    return {
      quiet: this.has("-q", "--quiet"),
      simulate: this.has("-s", "--simulate"),
      scripts: !this.has("--no-scripts"),
      latest: this.has("-u", "--upgrade", "-l", "--latest"),
    };
  }
}

type Applet = (io: Io, call: Call) => Task<number>;

const indexFor = (io: Io, call: Call): Task<ApkIndex> =>
  openIndex(
    io,
    call.has("-U", "--update-cache", "--update", "--no-cache"),
    !call.has("--no-cache", "-s", "--simulate"),
  );

function* refuseOthers(io: Io): Task<boolean> {
  if (io.sys.credentials().euid === 0) return false;
  yield* io.tell("ERROR: Unable to lock database: Permission denied\nERROR: Failed to open apk database: Permission denied\n");
  return true;
} // prettier-ignore

const add: Applet = function* (io, call) {
  if (yield* refuseOthers(io)) return 99;
  const index = yield* indexFor(io, call);
  const database = yield* ApkDatabase.read(io.sys);
  const name = call.values.get("-t") ?? call.values.get("--virtual");
  const words = call.words.filter((word) => !word.startsWith("!"));
  let virtual: Virtual | undefined;
  if (name === undefined) for (const word of words) database.world.add(word);
  else {
    const now = formatInstant(io.sys.now()).replace(/[-:]/g, "").replace(" ", ".");
    virtual = { name, version: now, depends: words };
    database.world.add(name);
  }
  return yield* commit(io, database, index, call.request, virtual);
};

/** Packages that stay because others need them. */
function* sayNeeded(io: Io, database: ApkDatabase, names: readonly string[]): Task<void> {
  const lines = names.flatMap((name) => {
    if (!database.records.has(name)) return [];
    const by = [...database.records.values()].filter((other) => other.depends.includes(name) && !names.includes(other.name));
    return by.length === 0 ? [] : [`  ${name}: ${by.map((other) => other.name).join(" ")}\n`];
  });
  if (lines.length > 0)
    yield* io.print(`World updated, but the following packages are not removed due to:\n${lines.join("")}\n`);
} // prettier-ignore

const del: Applet = function* (io, call) {
  if (yield* refuseOthers(io)) return 99;
  const database = yield* ApkDatabase.read(io.sys);
  const gone: string[] = [];
  for (const name of call.words) {
    if (!database.records.has(name)) {
      yield* io.tell(`ERROR: No such package: ${name}\n`);
      return 1;
    }
    gone.push(name);
  }
  for (const word of [...database.world]) if (gone.includes(bareName(word))) database.world.delete(word);
  const after = new Set(database.records.keys());
  const index: ApkIndex = { unavailable: 0, repositories: [], find: () => undefined };
  const kept = gone.filter((name) =>
    [...after].some((other) => !gone.includes(other) && (database.records.get(other)?.depends.includes(name) ?? false)),
  );
  const stays = kept.filter((name) => isNeeded(database, name));
  yield* sayNeeded(io, database, stays);
  return yield* commit(io, database, index, { ...call.request, latest: false });
}; // prettier-ignore

function isNeeded(database: ApkDatabase, name: string): boolean {
  const seen = new Set<string>();
  const todo = [...database.world].map(bareName);
  for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
    if (at === name) return true;
    if (!seen.has(at)) todo.push(...(database.records.get(at)?.depends ?? []));
    seen.add(at);
  }
  return false;
}

const update: Applet = function* (io, call) {
  if (yield* refuseOthers(io)) return 99;
  const index = yield* openIndex(io, true, !call.has("--no-cache"));
  const quiet = call.has("-q", "--quiet");
  const count = index.repositories.length > 0 ? alpinePackages().size : 0;
  for (const url of index.repositories) if (!quiet) yield* io.print(`v3.23.2 [${url}]\n`);
  if (index.unavailable > 0) {
    const left = count > 0 ? count : (yield* ApkDatabase.read(io.sys)).records.size;
    yield* io.print(`${index.unavailable} unavailable, 0 stale; ${left} distinct packages available\n`);
    return index.unavailable;
  }
  if (!quiet) yield* io.print(`OK: ${count} distinct packages available\n`);
  return 0;
};

const upgrade: Applet = function* (io, call) {
  if (yield* refuseOthers(io)) return 99;
  const index = yield* indexFor(io, call);
  const database = yield* ApkDatabase.read(io.sys);
  return yield* commit(io, database, index, { ...call.request, latest: true });
};

// ---- looking

const titled = (one: AlpinePackage | ApkRecord, title: string, text: string): string =>
  `${one.name}-${one.version} ${title}:\n${text}\n\n`;

function details(one: AlpinePackage | ApkRecord, call: Call, database: ApkDatabase): string {
  const record = database.records.get(one.name);
  const lines = (words: readonly string[]): string => words.join("\n");
  const dependents = [...database.records.values()].filter(({ depends }) => depends.includes(one.name));
  const all = call.has("-a", "--all");
  const plain = !all && !call.has("-d", "--description", "-w", "--webpage", "-s", "--size", "-L", "--contents", "-R", "--depends", "-r", "--rdepends"); // prettier-ignore
  let text = "";
  if (plain || all || call.has("-d", "--description")) text += titled(one, "description", one.description);
  if (plain || all || call.has("-s", "--size")) text += titled(one, "installed size", humanSize(one.installedSize)); // prettier-ignore
  if (all || call.has("-R", "--depends")) text += titled(one, "depends on", lines(one.depends));
  if (all || call.has("-r", "--rdepends")) text += titled(one, "is required by", lines(dependents.map(({ name, version }) => `${name}-${version}`))); // prettier-ignore
  if (record !== undefined && (all || call.has("-L", "--contents"))) text += titled(one, "contains", lines(database.filesOf(record))); // prettier-ignore
  return text;
}

const info: Applet = function* (io, call) {
  const database = yield* ApkDatabase.read(io.sys);
  const label = ({ name, version }: ApkRecord): string => (call.has("-v", "--verbose") ? `${name}-${version}` : name); // prettier-ignore
  if (call.has("-W", "--who-owns")) return yield* owners(io, call, database);
  if (call.words.length === 0) {
    const names = [...database.records.values()].map(label).sort();
    yield* io.print(names.map((name) => `${name}\n`).join(""));
    return 0;
  }
  let status = 0;
  for (const name of call.words) {
    const record = database.records.get(bareName(name));
    if (call.has("-e", "--installed")) {
      if (record === undefined) status++;
      else yield* io.print(`${label(record)}\n`);
      continue;
    }
    const one = record ?? (yield* openIndex(io, false, false)).find(name);
    if (one === undefined) status++;
    else yield* io.print(details(one, call, database));
  }
  return status;
};

function* owners(io: Io, call: Call, database: ApkDatabase): Task<number> {
  let status = 0;
  for (const path of call.words) {
    const owner = [...database.records.values()].find((record) => database.filesOf(record).includes(path.replace(/^\//, ""))); // prettier-ignore
    if (owner === undefined) {
      yield* io.tell(`ERROR: ${path}: Could not find owner package\n`);
      status++;
    } else yield* io.print(`${path} is owned by ${owner.name}-${owner.version}\n`);
  }
  return status;
}

function* available(io: Io, call: Call): Task<AlpinePackage[]> {
  const index = yield* indexFor(io, call);
  return index.repositories.length === 0 ? [] : [...alpinePackages().values()];
}

const search: Applet = function* (io, call) {
  const exact = call.has("-e", "-x", "--exact");
  const matches = ({ name, description }: AlpinePackage): boolean =>
    call.words.length === 0 ||
    call.words.some((word) => {
      const pattern = exact || /[*?]/.test(word) ? word : `*${word}*`;
      return fnmatch(pattern, name) || (call.has("-d", "--description") && fnmatch(`*${word}*`, description));
    });
  const found = (yield* available(io, call)).filter(matches).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const { name, version, description } of found)
    yield* io.print(call.has("-v", "-d", "--description") ? `${name}-${version} - ${description}\n` : `${name}-${version}\n`);
  return 0;
}; // prettier-ignore

const list: Applet = function* (io, call) {
  const database = yield* ApkDatabase.read(io.sys);
  const installed = call.has("-I", "--installed");
  const all: readonly (AlpinePackage | ApkRecord)[] = installed
    ? [...database.records.values()]
    : yield* available(io, call);
  for (const { name, version } of [...all].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (call.words.length > 0 && !call.words.some((word) => fnmatch(word, name))) continue;
    const mark = database.records.has(name) ? " [installed]" : "";
    yield* io.print(`${name}-${version} x86_64 {${name}}${mark}\n`);
  }
  return 0;
};

const policy: Applet = function* (io, call) {
  const index = yield* indexFor(io, call);
  const database = yield* ApkDatabase.read(io.sys);
  for (const name of call.words) {
    const [record, one] = [database.records.get(name), index.find(name)];
    const version = record?.version ?? one?.version;
    if (version === undefined) continue;
    const here = record === undefined ? "" : "    lib/apk/db/installed\n";
    const there = one === undefined ? "" : `    ${index.repositories[0] ?? ""}\n`;
    yield* io.print(`${name} policy:\n  ${version}:\n${here}${there}`);
  }
  return 0;
};

const APPLETS: ReadonlyMap<string, Applet> = new Map<string, Applet>([
  ["add", add],
  ["del", del],
  ["update", update],
  ["upgrade", upgrade],
  ["fix", upgrade],
  ["info", info],
  ["search", search],
  ["list", list],
  ["policy", policy],
  ["cache", function* (io) { for (const item of [io.sys.list("/var/cache/apk")].flat()) if (typeof item === "object") void io.sys.unlink(`/var/cache/apk/${item.name}`); return 0; }],
]); // prettier-ignore

const USAGE = `apk-tools 3.0.3, compiled for x86_64.

Usage: apk [<OPTIONS>...] COMMAND [<ARGUMENTS>...]

Package installation and removal:
  add        Add packages to WORLD and commit changes
  del        Remove packages from WORLD and commit changes

System maintenance:
  fix        Fix, reinstall or upgrade packages without modifying WORLD
  update     Update repository indexes
  upgrade    Install upgrades available from repositories
  cache      Manage the local package cache

Querying package information:
  info       Give detailed information about packages or repositories
  list       List packages matching a pattern or other criteria
  policy     Show repository policy for packages
  search     Search for packages by name or description

This apk has coffee making abilities.
`;

const apk = command({ name: "apk", gnu: "", raw: true }, function* (io) {
  const call = new Call(io.argv.slice(1));
  const name = call.words.shift();
  if (call.wrong !== undefined) {
    yield* io.tell(`apk: unrecognized option '${call.wrong}'\n`);
    return 1;
  }
  if (call.has("-V", "--version")) {
    yield* io.print("apk-tools 3.0.3, compiled for x86_64.\n");
    return 0;
  }
  if (call.has("--print-arch")) {
    yield* io.print("x86_64\n");
    return 0;
  }
  const applet = name === undefined ? undefined : APPLETS.get(name);
  if (applet !== undefined && !call.has("-h", "--help")) return yield* applet(io, call);
  if (name !== undefined && applet === undefined)
    yield* io.tell(`apk: '${name}' is not an apk command. See 'apk --help'.\n`);
  else yield* io.print(USAGE);
  return call.has("-h", "--help") ? 0 : 1;
});

export const apkCommands: readonly Command[] = [apk];
