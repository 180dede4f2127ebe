// What the real programs for files printed, against what ours print: the recordings of test/programs/files. A case
// that is known to differ stands in NOT_YET; a listed case that agrees has to leave the list.

import { expect, test } from "vitest";
import type { Program } from "../../../../src/kernel/sys.ts";
import { ARCHIVE_COMMANDS } from "../../../../src/programs/archive/commands.ts";
import { FILE_COMMANDS } from "../../../../src/programs/files/commands.ts";
import { programOf, type Family } from "../../../../src/programs/libc/command.ts";
import { ash, dash } from "../../../../src/programs/shell/program.ts";
import { SYSTEM_COMMANDS } from "../../../../src/programs/system/commands.ts";
import { TEXT_COMMANDS } from "../../../../src/programs/text/commands.ts";
import { casesOf, comparable, recordedPrograms, run, type Case } from "../../../programs/files-replay.ts";

const COMMANDS = [...FILE_COMMANDS, ...ARCHIVE_COMMANDS, ...TEXT_COMMANDS, ...SYSTEM_COMMANDS];

const programsOf = (family: Family): Record<string, Program> => ({
  ...Object.fromEntries(
    COMMANDS.filter(({ spec }) => spec[family] !== undefined).map((one) => [
      one.spec.name,
      programOf(one, family),
    ]),
  ),
  sh: family === "gnu" ? dash : ash,
});

const PROGRAMS: Record<Family, Record<string, Program>> = {
  gnu: programsOf("gnu"),
  busybox: programsOf("busybox"),
};

/** `PROGRAM NUMBER, FAMILY` */
const NOT_YET = new Set<string>([
  "bzip2 3, gnu",
  "du 2, busybox",
  "du 2, gnu",
  "du 4, busybox",
  "du 4, gnu",
  "find 24, gnu",
  "ls 24, gnu",
  "ls 26, gnu",
  "mkdir 9, busybox",
  "mkdir 9, gnu",
  "mv 12, gnu",
  "rm 12, gnu",
  "tar 3, busybox",
  "tree 2, gnu",
  "xargs 2, busybox",
]);

function compare(one: Case, family: Family): void {
  const recorded = one[family];
  if (recorded === undefined) return;
  const key = `${one.name}, ${family}`;
  const ours = comparable(run(one, family, PROGRAMS[family]), one);
  const real = comparable(recorded, one);
  if (NOT_YET.has(key)) expect(ours, `${key} agrees now: take it out of NOT_YET`).not.toBe(real);
  else expect(ours, `${key}: ${one.script}`).toBe(real);
}

test.each(recordedPrograms())("%s", (program) => {
  for (const one of casesOf(program))
    for (const family of ["gnu", "busybox"] as const) expect.soft(() => compare(one, family)).not.toThrow();
});
