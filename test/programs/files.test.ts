// What the real programs that work on files and archives printed, against what ours print: each recorded script runs
// in a shell of its family. Scripts that do not print the same yet stand in files-not-yet.json, which may only shrink:
// one that agrees has to leave the list.

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Program } from "../../src/kernel/sys.ts";
import { ARCHIVE_COMMANDS } from "../../src/programs/archive/commands.ts";
import { FILE_COMMANDS } from "../../src/programs/files/commands.ts";
import { programOf, type Family } from "../../src/programs/libc/command.ts";
import { ash, dash } from "../../src/programs/shell/program.ts";
import { SYSTEM_COMMANDS } from "../../src/programs/system/commands.ts";
import { TEXT_COMMANDS } from "../../src/programs/text/commands.ts";
import { casesOf, comparable, recordedPrograms, run } from "./files-replay.ts";

const COMMANDS = [...FILE_COMMANDS, ...ARCHIVE_COMMANDS, ...TEXT_COMMANDS, ...SYSTEM_COMMANDS];
const NOT_YET = new Set(
  JSON.parse(readFileSync(new URL("files-not-yet.json", import.meta.url), "utf8")) as string[],
);

function programsOf(family: Family): Record<string, Program> {
  const all = COMMANDS.filter(({ spec }) => spec[family] !== undefined);
  const programs = Object.fromEntries(all.map((one) => [one.spec.name, programOf(one, family)]));
  return { ...programs, sh: family === "gnu" ? dash : ash };
}

const PROGRAMS = { gnu: programsOf("gnu"), busybox: programsOf("busybox") };

test.each(recordedPrograms())("%s", (program) => {
  const wrong: string[] = [];
  for (const one of casesOf(program))
    for (const family of ["gnu", "busybox"] as const) {
      const real = one[family];
      if (real === undefined) continue;
      const key = `${one.name} ${family}`;
      const same = comparable(run(one, family, PROGRAMS[family]), one) === comparable(real, one);
      if (same === NOT_YET.has(key)) wrong.push(same ? `${key} agrees now: take it out of the list` : key);
    }
  expect(wrong).toEqual([]);
});
