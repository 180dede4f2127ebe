// The options that `set` changes, with their letters and what they begin with, for each shell, in the order in
// which it lists them. Not here: `shopt` (shopts.ts) and what the options do.

import type { DialectName } from "./dialect.ts";

export type OptionName =
  | "allexport" | "braceexpand" | "debug" | "emacs" | "errexit" | "errtrace" | "functrace" | "hashall" | "histexpand" | "history"
  | "ignoreeof" | "interactive" | "interactive-comments" | "keyword" | "monitor" | "noclobber" | "noexec" | "noglob" | "nolog"
  | "notify" | "nounset" | "onecmd" | "physical" | "pipefail" | "posix" | "privileged" | "stdin" | "verbose" | "vi" | "xtrace"; // prettier-ignore

export type Options = Record<OptionName, boolean>;

const BASH: readonly OptionName[] = [
  "allexport", "braceexpand", "emacs", "errexit", "errtrace", "functrace", "hashall", "histexpand", "history", "ignoreeof",
  "interactive-comments", "keyword", "monitor", "noclobber", "noexec", "noglob", "nolog", "notify", "nounset", "onecmd", "physical",
  "pipefail", "posix", "privileged", "verbose", "vi", "xtrace",
]; // prettier-ignore
const DASH: readonly OptionName[] = [
  "errexit", "noglob", "ignoreeof", "interactive", "monitor", "noexec", "stdin", "xtrace", "verbose", "vi", "emacs", "noclobber",
  "allexport", "notify", "nounset", "privileged", "nolog", "pipefail", "debug",
]; // prettier-ignore
const ASH: readonly OptionName[] = [
  "errexit", "noglob", "ignoreeof", "monitor", "noexec", "xtrace", "verbose", "noclobber", "allexport", "notify", "nounset",
  "errtrace", "vi", "pipefail",
]; // prettier-ignore

export const OPTION_NAMES: Record<DialectName, readonly OptionName[]> = { bash: BASH, dash: DASH, ash: ASH };

const LETTERS: readonly (readonly [string, OptionName, string])[] = [
  ["a", "allexport", "bash dash ash"], ["b", "notify", "bash dash ash"], ["e", "errexit", "bash dash ash"],
  ["f", "noglob", "bash dash ash"], ["h", "hashall", "bash"], ["i", "interactive", "dash"], ["k", "keyword", "bash"],
  ["m", "monitor", "bash dash ash"], ["n", "noexec", "bash dash ash"], ["p", "privileged", "bash dash"], ["s", "stdin", "dash"],
  ["t", "onecmd", "bash"], ["u", "nounset", "bash dash ash"], ["v", "verbose", "bash dash ash"], ["x", "xtrace", "bash dash ash"],
  ["B", "braceexpand", "bash"], ["C", "noclobber", "bash dash ash"], ["E", "errtrace", "bash ash"], ["E", "emacs", "dash"],
  ["H", "histexpand", "bash"], ["I", "ignoreeof", "dash ash"], ["P", "physical", "bash"], ["T", "functrace", "bash"],
  ["V", "vi", "dash"],
]; // prettier-ignore

const tableOf = (dialect: DialectName): ReadonlyMap<string, OptionName> =>
  new Map(
    LETTERS.filter(([, , dialects]) => dialects.split(" ").includes(dialect)).map(([l, name]) => [l, name]),
  );

/** The options that have a letter, in the order in which $- shows them. */
export const OPTION_LETTERS: Record<DialectName, ReadonlyMap<string, OptionName>> = {
  bash: tableOf("bash"),
  dash: tableOf("dash"),
  ash: tableOf("ash"),
};

export function initialOptions(dialect: DialectName): Options {
  const options = Object.fromEntries([...BASH, ...DASH].map((name) => [name, false])) as Options;
  if (dialect !== "bash") return options;
  return { ...options, braceexpand: true, hashall: true, "interactive-comments": true };
}
