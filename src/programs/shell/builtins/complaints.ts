// What builtins say when they are called wrongly, in each shell's way, and the statuses that follow: bash adds a
// usage line; in dash and busybox an error of a special builtin ends a script (POSIX shell, 2.8.1).
// Not here: the beginnings of messages (messages.ts).

import type { Task } from "../../../kernel/sys.ts";
import { complain, printError } from "../messages.ts";
import { DISCARDING, type Shell } from "../shell.ts";

/** An error of a builtin: bash goes on with `status`, the others with 2, or end if the builtin is special. */
export function* wrong(sh: Shell, name: string, message: string, status = 1): Task<number> {
  yield* complain(sh, message, name);
  if (sh.isBash) return status;
  return fatal(sh, name);
}

/** The status of an error; of a special builtin it ends the script. */
export function fatal(sh: Shell, name: string, status = 2): number {
  if (sh.interpreter.builtin(sh, name)?.special !== true || sh.state.viaCommand) return status;
  if (!sh.state.interactive) return sh.exit(status);
  sh.unwinding = DISCARDING;
  return (sh.status = status);
}

const USAGES = new Map([
  ["alias", "[-p] [name[=value] ... ]"],
  ["bg", "[job_spec ...]"],
  ["caller", "[expr]"],
  ["cd", "[-L|[-P [-e]]] [-@] [dir]"],
  ["command", "[-pVv] command [arg ...]"],
  ["declare", "[-aAfFgiIlnrtux] [name[=value] ...] or declare -p [-aAfFilnrtux] [name ...]"],
  ["dirs", "[-clpv] [+N] [-N]"],
  ["disown", "[-h] [-ar] [jobspec ... | pid ...]"],
  ["enable", "[-a] [-dnps] [-f filename] [name ...]"],
  ["eval", "[arg ...]"],
  ["exec", "[-cl] [-a name] [command [argument ...]] [redirection ...]"],
  ["export", "[-fn] [name[=value] ...] or export -p"],
  ["fg", "[job_spec]"],
  ["getopts", "optstring name [arg ...]"],
  ["hash", "[-lr] [-p pathname] [-dt] [name ...]"],
  ["help", "[-dms] [pattern ...]"],
  ["history", "[-c] [-d offset] [n] or history -anrw [filename] or history -ps arg [arg...]"],
  ["jobs", "[-lnprs] [jobspec ...] or jobs -x command [args]"],
  ["kill", "[-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]"],
  ["local", "[option] name[=value] ..."],
  ["mapfile", "[-d delim] [-n count] [-O origin] [-s count] [-t] [-u fd] [-C callback] [-c quantum] [array]"],
  ["popd", "[-n] [+N | -N]"],
  ["printf", "[-v var] format [arguments]"],
  ["pushd", "[-n] [+N | -N | dir]"],
  ["pwd", "[-LP]"],
  ["read", "[-ers] [-a array] [-d delim] [-i text] [-n nchars] [-N nchars] [-p prompt] [-t timeout] [-u fd] [name ...]"],
  ["readarray", "[-d delim] [-n count] [-O origin] [-s count] [-t] [-u fd] [-C callback] [-c quantum] [array]"],
  ["readonly", "[-aAf] [name[=value] ...] or readonly -p"],
  ["set", "[-abefhkmnptuvxBCEHPT] [-o option-name] [--] [-] [arg ...]"],
  ["shopt", "[-pqsu] [-o] [optname ...]"],
  ["source", "[-p path] filename [arguments]"],
  [".", "[-p path] filename [arguments]"],
  ["suspend", "[-f]"],
  ["trap", "[-lp] [[arg] signal_spec ...]"],
  ["type", "[-afptP] name [name ...]"],
  ["typeset", "[-aAfFgiIlnrtux] name[=value] ... or typeset -p [-aAfFilnrtux] [name ...]"],
  ["ulimit", "[-SHabcdefiklmnpqrstuvxPRT] [limit]"],
  ["umask", "[-p] [-S] [mode]"],
  ["unalias", "[-a] name [name ...]"],
  ["unset", "[-f] [-v] [-n] [name ...]"],
  ["wait", "[-fn] [-p var] [id ...]"],
]); // prettier-ignore

/** bash's usage line. */
export function* usage(sh: Shell, name: string): Task<number> {
  yield* printError(sh, `${name}: usage: ${name} ${USAGES.get(name) ?? ""}\n`);
  return 2;
}

/** An option that the builtin does not have. */
export function* wrongOption(sh: Shell, name: string, option: string): Task<number> {
  if (!sh.isBash) {
    const said = sh.dialect.name === "dash" ? "Illegal option" : "illegal option";
    return yield* wrong(sh, name, `${said} ${option}`);
  }
  yield* complain(sh, `${option}: invalid option`, name);
  return yield* usage(sh, name);
}

export function* missingValue(sh: Shell, name: string, option: string): Task<number> {
  if (!sh.isBash) {
    const said = sh.dialect.name === "dash" ? "No arg for" : "no arg for";
    return yield* wrong(sh, name, `${said} ${option} option`);
  }
  yield* complain(sh, `${option}: option requires an argument`, name);
  return yield* usage(sh, name);
}

export const notIdentifier = (sh: Shell, text: string): string =>
  sh.isBash ? `\`${text}': not a valid identifier` : `${text.split("=")[0] as string}: bad variable name`;

export const isName = (text: string): boolean => /^[A-Za-z_][A-Za-z0-9_]*$/.test(text);
