// apt-get -s: what would be done, a line for each step.
// The order is that in which it would be done.

import type { Task } from "../../kernel/sys.ts";
import type { Candidate } from "./apt-archive.ts";
import type { AptSession } from "./apt-session.ts";
import type { Transaction } from "./solver.ts";

const RELEASES = { debian: "Debian:13.2/stable", ubuntu: "Ubuntu:24.04/noble" } as const;

const of = ({ one, version, distribution }: Candidate): string =>
  `${one.name} (${version} ${RELEASES[distribution]} [${one.architecture}])`;

export function* simulate(session: AptSession, transaction: Transaction, purge: boolean): Task<number> {
  const { install, reinstall, upgrade, remove } = transaction;
  const { io } = session;
  for (const { name, version } of remove) yield* io.print(`${purge ? "Purg" : "Remv"} ${name} [${version}]\n`);
  for (const [candidate, { version }] of upgrade)
    yield* io.print(`Inst ${candidate.one.name} [${version}] ${of(candidate).slice(candidate.one.name.length + 1)}\n`);
  for (const candidate of [...install, ...reinstall]) yield* io.print(`Inst ${of(candidate)}\n`);
  const configured = [...upgrade.map(([candidate]) => candidate), ...install, ...reinstall];
  for (const candidate of configured) yield* io.print(`Conf ${of(candidate)}\n`);
  return 0;
} // prettier-ignore
