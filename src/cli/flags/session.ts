// One program reading its command line: the values that flags have got so far, and what it has already printed.
// `docker` and the plugin that it runs are two programs, and read the same words one after the other.

import { ok, type Result } from "../../base/result.ts";
import type { Command, Flag, Program } from "../grammar/command.ts";
import { mountWarning } from "../opts/mount.ts";
import type { ClientEnvironment } from "./client-environment.ts";
import { type FlagStore, FlagValues, variableOf } from "./flag-values.ts";
import { defaultText } from "./outside-default.ts";
import { parseFlags } from "./parse-flags.ts";
import { defaultValue, kindOf } from "./value-kinds.ts";

export interface Session {
  readonly program: Program;
  readonly env: ClientEnvironment;
  readonly store: FlagStore;
  stdout: string;
  stderr: string;
  /** what the program logs as warnings, each a line on standard error with the time before it */
  readonly warnings: string[];
}

export function openSession(program: Program, env: ClientEnvironment): Session {
  const defaultOf = (flag: Flag): unknown =>
    flag.defaultFrom === "" ? constantDefault(flag, env) : defaultValue(flag, defaultText(flag, env), env);
  const store: FlagStore = { values: new Map(), changed: new Set(), defaultOf };
  return { program, env, store, stdout: "", stderr: "", warnings: [] };
}

const constants = new Map<Flag, unknown>();

/** The default of a flag that does not depend on where the client runs. */
function constantDefault(flag: Flag, env: ClientEnvironment): unknown {
  if (!constants.has(flag)) constants.set(flag, defaultValue(flag, flag.defaultText, env));
  return constants.get(flag);
}

export const valuesOf = (session: Session, command: Command): FlagValues =>
  new FlagValues(command, session.store);

/** Reads the flags of `command`; gives what was not one. */
export function readFlags(
  session: Session,
  command: Command,
  words: readonly string[],
): Result<string[], string> {
  if (words.length === 0) return ok([]);
  let notices = "";
  const rest = parseFlags(words, {
    flags: command.flags,
    interspersed: command.interspersed,
    set: (flag, value) => {
      const wrong = setFlag(session, command, flag, value);
      if (wrong === undefined && flag.deprecated !== "")
        notices += `Flag --${flag.name} has been deprecated, ${flag.deprecated}\n`;
      return wrong;
    },
    shorthandUsed: (flag) => (notices += shorthandNotice(flag)),
    spelled: (flag, spelling, withValue) => warnOfSpelling(session, command, flag, spelling, withValue),
  });
  if (rest.ok) session.stdout += notices;
  return rest;
}

/** The flags before the first command. What is deprecated among them is told on standard error, and at once. */
export function readGlobalFlags(
  session: Session,
  root: Command,
  words: readonly string[],
): Result<string[], string> {
  return parseFlags(words, {
    flags: root.flags,
    interspersed: false,
    set: (flag, value) => setFlag(session, root, flag, value),
    shorthandUsed: (flag) => (session.stderr += shorthandNotice(flag)),
    spelled: () => undefined,
  });
}

const shorthandNotice = (flag: Flag): string =>
  `Flag shorthand -${flag.shorthand} has been deprecated, ${flag.shorthandDeprecated}\n`;

function setFlag(session: Session, command: Command, flag: Flag, text: string): string | undefined {
  const variable = variableOf(command.flags, flag);
  const { values, changed } = session.store;
  const value = kindOf(flag).set(values.get(variable), text, session.env, flag);
  const warning = flag.kind === "mount" ? mountWarning(text) : undefined;
  if (warning !== undefined) session.warnings.push(warning);
  if (!value.ok) return value.error;
  values.set(variable, value.value);
  changed.add(flag);
  return undefined;
}

const SPELLING_WARNINGS = new Map([
  ["volume", "--volume is deprecated, please use --volumes"],
  ["y", "--y is deprecated, please use --yes instead"],
]);

/** compose warns each time that it looks the flag up, which it does once for itself and more often to find commands. */
function warnOfSpelling(
  session: Session,
  command: Command,
  flag: Flag,
  spelling: string,
  withValue: boolean,
): void {
  const warning =
    flag.name === "volumes" || flag.name === "yes" ? SPELLING_WARNINGS.get(spelling) : undefined;
  if (warning === undefined) return;
  const times = withValue ? 1 : command.args === "*" ? 4 : 3;
  for (let i = 0; i < times; i++) session.warnings.push(warning);
}
