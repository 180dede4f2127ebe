// apt policy and apt-cache policy: which version would be taken from where.
// Pins are not modelled: an archive has 500, what is installed 100.

import type { Task } from "../../kernel/sys.ts";
import type { Candidate } from "./apt-archive.ts";
import { LISTS } from "./apt-archive.ts";
import type { AptSession } from "./apt-session.ts";
import { hostOf, listName, sourcesOf, type Source } from "./apt-sources.ts";
import { failed } from "../../base/errno.ts";
import type { Record } from "./dpkg-database.ts";

const place = ({ uri, suite, components }: Source): string =>
  `${uri} ${suite}/${components[0] ?? "main"} amd64 Packages`;

function* allSources(session: AptSession): Task<number> {
  const { io } = session;
  yield* io.print("Package files:\n 100 /var/lib/dpkg/status\n     release a=now\n");
  for (const source of (yield* sourcesOf(io.sys)).reverse()) {
    const name = listName(source, `${source.components[0] ?? "main"}_binary-amd64_Packages`);
    if (failed(io.sys.stat(`${LISTS}/${name}`))) continue;
    yield* io.print(` 500 ${place(source)}\n     release n=${source.suite},c=${source.components[0] ?? "main"},b=amd64\n     origin ${hostOf(source.uri)}\n`); // prettier-ignore
  }
  yield* io.print("Pinned packages:\n");
  return 0;
}

function versionTable(candidate: Candidate | undefined, record: Record | undefined): string {
  const fromArchive = candidate === undefined ? "" : `        500 ${place(candidate.source)}\n`;
  const fromStatus = "        100 /var/lib/dpkg/status\n";
  if (record === undefined) return `     ${candidate?.version ?? ""} 500\n${fromArchive}`;
  if (candidate === undefined) return ` *** ${record.version} 100\n${fromStatus}`;
  return candidate.version === record.version
    ? ` *** ${record.version} 500\n${fromArchive}${fromStatus}`
    : `     ${candidate.version} 500\n${fromArchive} *** ${record.version} 100\n${fromStatus}`;
}

export function* policy(session: AptSession, names: readonly string[]): Task<number> {
  if (names.length === 0) return yield* allSources(session);
  for (const name of names) {
    const [candidate, record] = [session.available.find(name), session.database.installed(name)];
    if (candidate === undefined && record === undefined) continue;
    const best = candidate?.version ?? record?.version ?? "(none)";
    yield* session.io.print(
      `${name}:\n  Installed: ${record?.version ?? "(none)"}\n  Candidate: ${best}\n  Version table:\n${versionTable(candidate, record)}`,
    );
  }
  return 0;
}
