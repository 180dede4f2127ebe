// The repositories that apk fetches from: the lines of /etc/apk/repositories. As with apt, they are no machines of the
// world; they are reached from wherever there is a way out, and what they hold is the table of base/packages.

import { failed } from "../../base/errno.ts";
import { alpinePackages, type AlpinePackage } from "../../base/packages/alpine.ts";
import { apkParagraph } from "../../base/packages/alpine.ts";
import { SECOND } from "../../base/time.ts";
import type { Task } from "../../kernel/sys.ts";
import type { Io } from "../libc/command.ts";
import { readText } from "../libc/input.ts";
import { hasWayOut } from "./apt-archive.ts";
import { writeText } from "./dpkg-database.ts";

const CACHE = "/var/cache/apk";

/** Names of virtual packages that others provide. */
const PROVIDERS = new Map([
  ["openssh-client-default", "openssh-client-default"],
  ["procps", "procps-ng"],
  ["postgresql-client", "postgresql18-client"],
  ["python3-dev", "python3"],
  ["so:libcurl.so.4", "libcurl"],
  ["pkgconfig", "pkgconf"],
  ["bind-tools", "bind-tools"],
  ["openssl-dev", "openssl"],
  ["nodejs-current", "nodejs"],
]);

export interface ApkIndex {
  /** repositories that could not be reached */
  readonly unavailable: number;
  readonly repositories: readonly string[];
  readonly find: (name: string) => AlpinePackage | undefined;
}

/** `curl=8.17.0-r1`, `curl>8`, `curl~8`, `curl@edge` */
export const bareName = (word: string): string => word.replace(/[=<>~@].*/, "");

const cacheFile = (url: string): string => {
  let hash = 0;
  for (const c of url) hash = (hash * 31 + (c.codePointAt(0) as number)) >>> 0;
  return `${CACHE}/APKINDEX.${hash.toString(16).padStart(8, "0")}.tar.gz`;
};

export function* repositoriesOf(io: Io): Task<string[]> {
  const file = yield* readText(io.sys, "/etc/apk/repositories");
  if (failed(file)) return [];
  return file.text.split("\n").map((line) => line.trim()).filter((line) => line !== "" && !line.startsWith("#")); // prettier-ignore
}

/** Reads what there is, fetching what is not in the cache, or all of it. */
export function* openIndex(io: Io, fresh: boolean, keep: boolean): Task<ApkIndex> {
  const repositories = yield* repositoriesOf(io);
  const way = hasWayOut(io.sys);
  const reached: string[] = [];
  for (const url of repositories) {
    const file = cacheFile(url);
    const isCached = !failed(io.sys.stat(file));
    if (isCached && !fresh) {
      reached.push(url);
      continue;
    }
    if (!way) {
      yield* io.tell(`WARNING: ${isCached ? "updating" : "fetching"} ${url}/x86_64/APKINDEX.tar.gz: DNS: transient error (try again later)\n`); // prettier-ignore
      if (isCached) reached.push(url);
      continue;
    }
    yield* io.sys.sleep(0.3 * SECOND);
    reached.push(url);
    if (keep) yield* writeText(io.sys, file, indexText());
  }
  return {
    repositories: reached,
    unavailable: repositories.length - reached.length,
    find: (name) => (reached.length === 0 ? undefined : alpinePackages().get(PROVIDERS.get(name) ?? name)),
  };
}

const indexText = (): string => [...alpinePackages().values()].map(apkParagraph).join("\n");

const UNITS = ["B", "KiB", "MiB", "GiB"];

/** apk_fmt_human_size: whole numbers below ten thousand, one digit after the point from megabytes on. */
export function humanSize(bytes: number): string {
  let [size, unit] = [bytes, 0];
  while (size >= 10_000 && unit < UNITS.length - 1) [size, unit] = [size / 1024, unit + 1];
  return `${unit < 2 ? Math.floor(size) : size.toFixed(1)} ${UNITS[unit]}`;
}
