// What has to be done so that packages are there, or are not: the one place that decides. Dependencies are followed,
// recommended packages come along unless they are unwanted, what needs a removed package goes with it. Orders are apt's:
// what others need comes first, otherwise by priority and name. Not here: versions and conflicts, as the table has none.

import type { DebianPackage } from "../../base/packages/debian.ts";
import type { Available, Candidate } from "./apt-archive.ts";
import { byName, fieldOf, isInstalled, type DpkgDatabase, type Record } from "./dpkg-database.ts";

export interface Wanted {
  readonly install: readonly string[];
  readonly remove: readonly string[];
  readonly recommends: boolean;
  readonly reinstall: boolean;
}

export interface Transaction {
  /** in the order in which they are unpacked */
  readonly install: readonly Candidate[];
  readonly reinstall: readonly Candidate[];
  /** those that are upgraded, with what is there */
  readonly upgrade: readonly (readonly [Candidate, Record])[];
  readonly remove: readonly Record[];
  /** named by the user */
  readonly asked: ReadonlySet<string>;
}

const RANKS = ["required", "important", "standard", "optional"];

/** What others need before those; by priority, then by name. */
export function inOrder(candidates: readonly Candidate[]): Candidate[] {
  const chosen = new Map(candidates.map((candidate) => [candidate.one.name, candidate]));
  const done = new Set<string>();
  const order: Candidate[] = [];
  const visit = (name: string): void => {
    const candidate = chosen.get(name);
    if (candidate === undefined || done.has(name)) return;
    done.add(name);
    candidate.one.depends.forEach(visit);
    order.push(candidate);
  };
  const rank = ({ one }: Candidate): number => RANKS.indexOf(one.priority);
  [...candidates]
    .sort((a, b) => rank(a) - rank(b) || byName(a.one, b.one))
    .forEach(({ one }) => visit(one.name));
  return order;
}

const namesIn = (record: Record, field: string): string[] =>
  fieldOf(record.paragraph, field)
    .split(/, */)
    .map((word) => word.replace(/[ (:|].*/, ""))
    .filter((word) => word !== "");

export const dependsOf = (record: Record): string[] => [
  ...namesIn(record, "Pre-Depends"),
  ...namesIn(record, "Depends"),
];

/** A package and, from there on, what it needs and is not there. */
function collect(
  database: DpkgDatabase,
  available: Available,
  { install, recommends }: Wanted,
): Map<string, Candidate> {
  const chosen = new Map<string, Candidate>();
  const todo = [...install];
  for (let name = todo.pop(); name !== undefined; name = todo.pop()) {
    const candidate = available.find(name);
    if (chosen.has(name) || database.installed(name) !== undefined || candidate === undefined) continue;
    chosen.set(name, candidate);
    todo.push(...candidate.one.depends, ...(recommends ? candidate.one.recommends : []));
  }
  return chosen;
}

/** Those packages, and all that cannot be there without them. */
function withDependents(database: DpkgDatabase, names: readonly string[]): Record[] {
  const gone = new Set<string>();
  const all = [...database.records.values()].filter(isInstalled);
  let fresh = new Set(names);
  while (fresh.size > 0) {
    for (const name of fresh) gone.add(name);
    const next = all.filter(
      (record) => !gone.has(record.name) && dependsOf(record).some((name) => fresh.has(name)),
    );
    fresh = new Set(next.map(({ name }) => name));
  }
  return all.filter(({ name }) => gone.has(name)).sort(byName);
}

export function solve(database: DpkgDatabase, available: Available, wanted: Wanted): Transaction {
  const chosen = inOrder([...collect(database, available, wanted).values()]);
  const there = wanted.install.flatMap((name) => (database.installed(name) ? (available.find(name) ?? []) : []));
  const isNewer = ({ one, version }: Candidate): boolean => database.installed(one.name)?.version !== version;
  return {
    install: chosen,
    reinstall: wanted.reinstall ? there : [],
    upgrade: there.filter(isNewer).map((candidate) => [candidate, database.installed(candidate.one.name) as Record]),
    remove: withDependents(database, wanted.remove),
    asked: new Set([...wanted.install, ...wanted.remove]),
  };
} // prettier-ignore

/** Everything that is older than what can be had. */
export const upgrades = (database: DpkgDatabase, available: Available): (readonly [Candidate, Record])[] =>
  [...database.records.values()].filter(isInstalled).flatMap((record) => {
    const candidate = available.find(record.name);
    const held = record.status.startsWith("hold");
    return candidate === undefined || held || candidate.version === record.version
      ? []
      : [[candidate, record] as const];
  });

/** Packages that came along by themselves and that nobody needs any more. */
export function unneeded(
  database: DpkgDatabase,
  gone: ReadonlySet<string> = new Set(),
  coming: readonly DebianPackage[] = [],
): Record[] {
  const all = [...database.records.values()].filter(
    (record) => isInstalled(record) && !gone.has(record.name),
  );
  const byItsName = new Map(all.map((record) => [record.name, record]));
  const needed = new Set<string>();
  const todo = all.filter(({ name }) => !database.automatic.has(name)).map(({ name }) => name);
  for (const one of coming) todo.push(...one.depends, ...one.recommends, ...one.suggests);
  for (let name = todo.pop(); name !== undefined; name = todo.pop()) {
    const record = byItsName.get(name);
    if (record === undefined || needed.has(name)) continue;
    needed.add(name);
    todo.push(...dependsOf(record), ...namesIn(record, "Recommends"), ...namesIn(record, "Suggests"));
  }
  return all.filter(({ name }) => !needed.has(name)).sort(byName);
}
