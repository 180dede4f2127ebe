// What the real programs printed, against what ours print: the recordings of test/programs/system. A step that
// is known to differ stands in NOT_YET with the reason; a listed step that agrees has to leave the list.

import { expect, test } from "vitest";
import { FILE_COMMANDS } from "../../../../src/programs/files/commands.ts";
import { NETWORK_COMMANDS } from "../../../../src/programs/network/commands.ts";
import { SYSTEM_COMMANDS } from "../../../../src/programs/system/commands.ts";
import { TEXT_COMMANDS } from "../../../../src/programs/text/commands.ts";
import { replay, scenarios } from "../../../support/recorded-programs.ts";

const COMMANDS = [...FILE_COMMANDS, ...TEXT_COMMANDS, ...SYSTEM_COMMANDS, ...NETWORK_COMMANDS];

/** `FILE: command line` */
const NOT_YET = new Map<string, string>([]);

test.each(scenarios())("%s", (name, scenario) => {
  for (const { run, real, ours } of replay(scenario, COMMANDS)) {
    const key = `${name}: ${run}`;
    if (NOT_YET.has(key)) expect(ours, `${key} agrees now: take it out of NOT_YET`).not.toEqual(real);
    else expect(ours, key).toEqual(real);
  }
});
