// apt-get update: the indexes of every suite that the sources name are fetched into /var/lib/apt/lists, or not where
// nothing leads there; what could not be fetched is said, and what was there before is kept.

import { failed } from "../../base/errno.ts";
import { SECOND } from "../../base/time.ts";
import type { Task } from "../../kernel/sys.ts";
import { hasWayOut, indexesOf, isKnownHost, LISTS, releaseFile, type IndexFile } from "./apt-archive.ts";
import type { AptSession } from "./apt-session.ts";
import { hostOf, sourcesOf, type Source } from "./apt-sources.ts";
import { sizeText } from "./apt-words.ts";
import { writeText } from "./dpkg-database.ts";

/** Bytes a second. */
const SPEED = 8_000_000;

/** Lets the time pass that fetching takes, and says what came. */
export function* fetched(session: AptSession, bytes: number): Task<void> {
  const seconds = bytes / SPEED + 0.2;
  yield* session.io.out.flush();
  yield* session.io.sys.sleep(Math.round(seconds * SECOND));
  yield* session.say(`Fetched ${sizeText(bytes)}B in ${Math.floor(seconds)}s (${sizeText(bytes / seconds)}B/s)\n`);
} // prettier-ignore

interface Fetch {
  number: number;
  bytes: number;
  readonly failures: string[];
}

const labelOf = (source: Source, index: IndexFile): string =>
  index.label === "InRelease" ? `${source.suite} InRelease` : `${source.suite}/${index.label}`;

/** Every suite's own file; the suites that have to be looked into further. */
function* releases(session: AptSession, sources: readonly Source[], fetch: Fetch): Task<Source[]> {
  const { sys } = session.io;
  const way = hasWayOut(sys);
  const fresh: Source[] = [];
  for (const source of sources) {
    const number = ++fetch.number;
    const index = releaseFile(source);
    const where = `${number} ${source.uri} ${labelOf(source, index)}`;
    if (!way || !isKnownHost(source.uri)) {
      const why = way
        ? `Could not resolve '${hostOf(source.uri)}'`
        : `Temporary failure resolving '${hostOf(source.uri)}'`;
      yield* session.say(`Ign:${where}\nErr:${where}\n  ${why}\n`);
      fetch.failures.push(`Failed to fetch ${source.uri}/dists/${source.suite}/InRelease  ${why}`);
    } else if (!failed(sys.stat(`${LISTS}/${index.name}`))) yield* session.say(`Hit:${where}\n`);
    else {
      yield* session.say(`Get:${where} [${sizeText(index.size)}B]\n`);
      yield* writeText(sys, `${LISTS}/${index.name}`, index.text());
      fetch.bytes += index.size;
      fresh.push(source);
    }
  }
  return fresh;
}

function* indexes(session: AptSession, source: Source, fetch: Fetch): Task<void> {
  for (const index of indexesOf(source)) {
    const where = `${++fetch.number} ${source.uri} ${labelOf(source, index)}`;
    yield* session.say(`Get:${where} [${sizeText(index.size)}B]\n`);
    yield* writeText(session.io.sys, `${LISTS}/${index.name}`, index.text());
    fetch.bytes += index.size;
  }
}

export function* update(session: AptSession): Task<number> {
  const { sys } = session.io;
  void sys.mkdir("/var/lib/apt", 0o755);
  void sys.mkdir(LISTS, 0o755);
  const locked = sys.access(LISTS, 2) !== undefined;
  if (locked) {
    yield* session.readingLists();
    return yield* session.error(
      `Could not open lock file ${LISTS}/lock - open (13: Permission denied)`,
      `Unable to lock directory ${LISTS}/`,
    );
  }
  yield* writeText(sys, `${LISTS}/lock`, "", 0o640);
  void sys.mkdir(`${LISTS}/partial`, 0o700);
  void sys.chown(`${LISTS}/partial`, 42, 0);
  const fetch: Fetch = { number: 0, bytes: 0, failures: [] };
  const fresh = yield* releases(session, yield* sourcesOf(sys), fetch);
  for (const source of fresh) yield* indexes(session, source, fetch);
  if (fetch.bytes > 0) yield* fetched(session, fetch.bytes);
  yield* session.readingLists();
  for (const failure of fetch.failures) yield* session.warn(failure);
  if (fetch.failures.length > 0)
    yield* session.warn(
      "Some index files failed to download. They have been ignored, or old ones used instead.",
    );
  return 0;
}
