// apt list, apt search, apt show: what there is, with the state of each package as apt words it.
// Long descriptions and maintainers are not in the table and so are not shown.

import { debianPackages } from "../../base/packages/debian.ts";
import type { Task } from "../../kernel/sys.ts";
import { fnmatch } from "../libc/fnmatch.ts";
import type { Candidate } from "./apt-archive.ts";
import type { AptSession } from "./apt-session.ts";
import { sizeText } from "./apt-words.ts";
import { byName, fieldOf, type Record } from "./dpkg-database.ts";

/** `bash/stable,now 5.2.37-2+b10 amd64 [installed]` */
function entry(session: AptSession, candidate: Candidate | undefined, record: Record | undefined): string {
  const suite = candidate === undefined ? [] : [suiteOf(candidate)];
  const name = record?.name ?? (candidate as Candidate).one.name;
  const isCurrent = candidate === undefined || record === undefined || record.version === candidate.version;
  const places = [...suite, ...(record !== undefined && isCurrent ? ["now"] : [])];
  const version = isCurrent ? (record?.version ?? (candidate as Candidate).version) : candidate.version;
  const architecture = record?.architecture ?? (candidate as Candidate).one.architecture;
  return `${name}/${places.join(",")} ${version} ${architecture}${stateOf(session, candidate, record)}`;
} // prettier-ignore

const suiteOf = ({ source, distribution }: Candidate): string =>
  distribution === "ubuntu" ? source.suite : source.suite === "sid" ? "unstable" : "stable";

function stateOf(session: AptSession, candidate: Candidate | undefined, record: Record | undefined): string {
  if (record === undefined) return "";
  if (candidate !== undefined && candidate.version !== record.version)
    return ` [upgradable from: ${record.version}]`;
  const marks = [
    "installed",
    ...(candidate === undefined ? ["local"] : []),
    ...(session.database.automatic.has(record.name) ? ["automatic"] : []),
  ];
  return ` [${marks.join(",")}]`;
}

export function* listPackages(session: AptSession, patterns: readonly string[]): Task<number> {
  const { io, database, available } = session;
  yield* session.progress("Listing");
  const names = new Set([...[...available.all()].map(({ one }) => one.name), ...database.records.keys()]);
  for (const name of [...names].sort()) {
    if (patterns.length > 0 && !patterns.some((pattern) => fnmatch(pattern, name))) continue;
    const [candidate, record] = [available.find(name), database.installed(name)];
    if (candidate === undefined && record === undefined) continue;
    const isOld = record !== undefined && candidate !== undefined && record.version !== candidate.version;
    if (session.has("installed") && record === undefined) continue;
    if ((session.has("upgradable") || session.has("upgradeable")) && !isOld) continue;
    yield* io.print(`${entry(session, candidate, record)}\n`);
    if (session.has("a")) yield* io.print("\n");
  }
  return 0;
}

/** Packages whose name or description all of the words are found in. */
export function* found(session: AptSession, words: readonly string[]): Generator<Candidate> {
  const patterns = words.map((word) => new RegExp(word, "i"));
  for (const candidate of session.available.all()) {
    const { name, description } = candidate.one;
    const where = session.has("n") ? [name] : [name, description];
    if (patterns.every((pattern) => where.some((text) => pattern.test(text)))) yield candidate;
  }
}

export function* search(session: AptSession, words: readonly string[]): Task<number> {
  if (words.length === 0) return yield* session.error("You must give at least one search pattern");
  yield* session.progress("Sorting");
  yield* session.progress("Full Text Search");
  for (const candidate of found(session, words)) {
    const { name, description } = candidate.one;
    yield* session.io.print(`${entry(session, candidate, session.database.installed(name))}\n  ${description}\n\n`);
  }
  return 0;
} // prettier-ignore

/** Pieces of a record in the order in which apt shows them. */
function details(session: AptSession, name: string): string | undefined {
  const candidate = session.available.find(name);
  const record = session.database.installed(name);
  const one = debianPackages().get(name);
  if (candidate === undefined && record === undefined) return undefined;
  const line = (key: string, value: string): string => (value === "" ? "" : `${key}: ${value}\n`);
  const relation = (key: string): string =>
    line(key, record === undefined ? "" : fieldOf(record.paragraph, key));
  const manual = session.database.automatic.has(name) ? "no" : "yes";
  return (
    line("Package", name) +
    line("Version", candidate?.version ?? (record as Record).version) +
    line("Priority", one?.priority ?? "optional") +
    (one?.essential ? "Essential: yes\n" : "") +
    line("Section", one?.section ?? "misc") +
    line("Installed-Size", `${sizeText((one?.installedSize ?? 0) * 1024)}B`) +
    (one === undefined
      ? relation("Depends")
      : line("Depends", one.depends.join(", ")) +
        line("Recommends", one.recommends.join(", ")) +
        line("Suggests", one.suggests.join(", ").replaceAll("|", " | "))) +
    (candidate === undefined ? "" : line("Download-Size", `${sizeText(candidate.one.size)}B`)) +
    (record === undefined ? "" : line("APT-Manual-Installed", manual)) +
    line("APT-Sources", candidate === undefined ? "/var/lib/dpkg/status" : `${candidate.source.uri} ${candidate.source.suite}/main amd64 Packages`) +
    line("Description", one?.description ?? fieldOf((record as Record).paragraph, "Description"))
  );
} // prettier-ignore

export function* show(session: AptSession, names: readonly string[]): Task<number> {
  const texts = names.map((name) => [name, details(session, name)] as const);
  for (const [, text] of texts) if (text !== undefined) yield* session.io.print(`${text}\n`);
  const missing = texts.filter(([, text]) => text === undefined);
  if (texts.length > missing.length) return missing.length > 0 ? 100 : 0;
  for (const [name] of missing) if (names.length > 1) yield* session.error(`Unable to locate package ${name}`);
  return yield* session.error("No packages found");
} // prettier-ignore

export const sortedNames = (session: AptSession): string[] =>
  [...session.available.all()]
    .map(({ one }) => one)
    .sort(byName)
    .map(({ name }) => name);
