// Which builtins each shell has, and which of them are special (POSIX shell, 2.14). A builtin gets its arguments
// with its name first and answers a status, or a task where it may have to wait. Each family has a file.
// Not here: programs of the same names outside the shell.

import { aliasBuiltin, unaliasBuiltin } from "./alias.ts";
import { compgenBuiltin, completeBuiltin, compoptBuiltin } from "./complete.ts";
import { cdBuiltin, pwdBuiltin } from "./cd.ts";
import { declareBuiltin, exportBuiltin, localBuiltin, readonlyBuiltin } from "./declare.ts";
import { dirsBuiltin, popdBuiltin, pushdBuiltin } from "./directories.ts";
import { echoBuiltin } from "./echo.ts";
import { commandBuiltin, builtinBuiltin, evalBuiltin, execBuiltin, sourceBuiltin } from "./execution.ts";
import { breakBuiltin, exitBuiltin, logoutBuiltin, returnBuiltin, shiftBuiltin } from "./flow.ts";
import { callerBuiltin, hashBuiltin, helpBuiltin, typeBuiltin } from "./lookup.ts";
import { getoptsBuiltin } from "./getopts.ts";
import { fcBuiltin, historyBuiltin } from "./history.ts";
import { bgBuiltin, disownBuiltin, fgBuiltin, jobsBuiltin, suspendBuiltin } from "./jobs.ts";
import { killBuiltin } from "./kill.ts";
import { letBuiltin } from "./let.ts";
import { timesBuiltin, ulimitBuiltin, umaskBuiltin } from "./limits.ts";
import { mapfileBuiltin } from "./mapfile.ts";
import { printfBuiltin } from "./printf.ts";
import { readBuiltin } from "./read.ts";
import { enableBuiltin, setBuiltin, shoptBuiltin } from "./set.ts";
import { bracketBuiltin, doubleBracketBuiltin, testBuiltin } from "./test.ts";
import { trapBuiltin } from "./trap.ts";
import { unsetBuiltin } from "./unset.ts";
import { waitBuiltin } from "./wait.ts";
import type { Builtin, BuiltinRun } from "../builtin.ts";
import type { DialectName } from "../dialect.ts";
import type { Shell } from "../shell.ts";

const nothing: BuiltinRun = () => 0;
const fails: BuiltinRun = () => 1;

type Row = readonly [names: string, run: BuiltinRun, dialects: string];
const ALL = "bash dash ash";

const SPECIAL: readonly Row[] = [
  [":", nothing, ALL],
  [".", sourceBuiltin, ALL],
  ["source", sourceBuiltin, "bash ash"],
  ["break continue", breakBuiltin, ALL],
  ["eval", evalBuiltin, ALL],
  ["exec", execBuiltin, ALL],
  ["exit", exitBuiltin, ALL],
  ["export", exportBuiltin, ALL],
  ["local", localBuiltin, "dash ash"],
  ["readonly", readonlyBuiltin, ALL],
  ["return", returnBuiltin, ALL],
  ["set", setBuiltin, ALL],
  ["shift", shiftBuiltin, ALL],
  ["times", timesBuiltin, ALL],
  ["trap", trapBuiltin, ALL],
  ["unset", unsetBuiltin, ALL],
];

const REGULAR: readonly Row[] = [
  ["true", nothing, ALL],
  ["false", fails, ALL],
  ["alias", aliasBuiltin, ALL],
  ["unalias", unaliasBuiltin, ALL],
  ["bg", bgBuiltin, ALL],
  ["fg", fgBuiltin, ALL],
  ["jobs", jobsBuiltin, ALL],
  ["cd chdir", cdBuiltin, ALL],
  ["command", commandBuiltin, ALL],
  ["echo", echoBuiltin, ALL],
  ["getopts", getoptsBuiltin, ALL],
  ["hash", hashBuiltin, ALL],
  ["kill", killBuiltin, ALL],
  ["local", localBuiltin, "bash"],
  ["printf", printfBuiltin, ALL],
  ["pwd", pwdBuiltin, ALL],
  ["read", readBuiltin, ALL],
  ["test", testBuiltin, ALL],
  ["[", bracketBuiltin, ALL],
  ["[[", doubleBracketBuiltin, "ash"],
  ["type", typeBuiltin, ALL],
  ["ulimit", ulimitBuiltin, ALL],
  ["umask", umaskBuiltin, ALL],
  ["wait", waitBuiltin, ALL],
  ["let", letBuiltin, "bash ash"],
  ["help", helpBuiltin, "bash ash"],
  ["history", historyBuiltin, "bash ash"],
  ["fc", fcBuiltin, "bash"],
  ["builtin", builtinBuiltin, "bash"],
  ["caller", callerBuiltin, "bash"],
  ["complete", completeBuiltin, "bash"],
  ["compgen", compgenBuiltin, "bash"],
  ["compopt", compoptBuiltin, "bash"],
  ["declare typeset", declareBuiltin, "bash"],
  ["dirs", dirsBuiltin, "bash"],
  ["popd", popdBuiltin, "bash"],
  ["pushd", pushdBuiltin, "bash"],
  ["disown", disownBuiltin, "bash"],
  ["enable", enableBuiltin, "bash"],
  ["logout", logoutBuiltin, "bash"],
  ["mapfile readarray", mapfileBuiltin, "bash"],
  ["shopt", shoptBuiltin, "bash"],
  ["suspend", suspendBuiltin, "bash"],
];

function tableOf(dialect: DialectName): ReadonlyMap<string, Builtin> {
  const table = new Map<string, Builtin>();
  for (const [rows, special] of [
    [SPECIAL, true],
    [REGULAR, false],
  ] as const)
    // prettier-ignore
    for (const [names, run, dialects] of rows) {
      if (!dialects.split(" ").includes(dialect)) continue;
      const keepsRedirections = names === "exec" || names === "command";
      for (const name of names.split(" ")) table.set(name, { run, special, keepsRedirections });
    }
  if (dialect === "bash") table.delete("chdir");
  return table;
}

const TABLES: Record<DialectName, ReadonlyMap<string, Builtin>> = {
  bash: tableOf("bash"),
  dash: tableOf("dash"),
  ash: tableOf("ash"),
};

export function builtinNamed(sh: Shell, name: string): Builtin | undefined {
  const builtin = TABLES[sh.dialect.name].get(name);
  return builtin !== undefined && sh.disabled.size > 0 && sh.disabled.has(name) ? undefined : builtin;
}

export const builtinNames = (sh: Shell): string[] => [...TABLES[sh.dialect.name].keys()].sort();
