// What `docker compose` makes of its own flags before any of its commands runs (compose cmd/compose/compose.go, the
// PersistentPreRunE): how it prints, how much it does at once, where the project is. Variables of a .env file, which
// it reads for the same settings, are for the caller to put into the environment.

import { quote } from "../../base/go/quote.ts";
import { fail, ok, type Result } from "../../base/result.ts";
import { parseDecimal } from "../opts/numbers.ts";
import type { ClientEnvironment } from "./client-environment.ts";
import type { FlagValues } from "./flag-values.ts";

export interface ComposeSettings {
  /** "never", "always" or "auto"; other words are taken for auto */
  readonly ansi: string;
  readonly progress: "auto" | "tty" | "plain" | "quiet" | "json";
  /** how many things at once; 0 or less for no limit */
  readonly parallel: number;
  /** empty: the folder of the first compose file */
  readonly projectDirectory: string;
  /** said on standard error of what is deprecated */
  readonly stderr: string;
}

const NO_ANSI = "option '--no-ansi' is DEPRECATED ! Please use '--ansi' instead.\n";
const WORKDIR =
  "\u001b[31moption '--workdir' is DEPRECATED at root level! Please use '--project-directory' instead.\n\u001b[0m";

/** `flags`: those of `compose` itself. `isCompose`: it was called without a command of its own. */
export function composeSettings(
  flags: FlagValues,
  isCompose: boolean,
  env: ClientEnvironment,
): Result<ComposeSettings, string> {
  const noAnsi = flags.bool("no-ansi");
  if (noAnsi && flags.string("ansi") !== "auto")
    return fail('cannot specify DEPRECATED "--no-ansi" and "--ansi". Please use only "--ansi"');
  const given = isCompose && flags.changed("ansi") ? undefined : env.lookupEnv("COMPOSE_ANSI");
  const ansi = given ?? (noAnsi ? "never" : flags.string("ansi"));
  const progress = progressMode(flags.string("progress"), ansi);
  if (!progress.ok) return progress;
  const workdir = flags.string("workdir");
  if (workdir !== "" && flags.string("project-directory") !== "")
    return fail(
      'cannot specify DEPRECATED "--workdir" and "--project-directory". Please use only "--project-directory" instead',
    );
  const parallel = parallelLimit(flags, env);
  if (!parallel.ok) return parallel;
  return ok({
    ansi,
    progress: progress.value,
    parallel: parallel.value,
    projectDirectory: workdir || flags.string("project-directory"),
    stderr: (noAnsi ? NO_ANSI : "") + (workdir === "" ? "" : WORKDIR),
  });
}

function progressMode(written: string, ansi: string): Result<ComposeSettings["progress"], string> {
  switch (written) {
    case "":
    case "auto":
      return ok(ansi === "never" ? "plain" : ansi === "always" ? "tty" : "auto");
    case "tty":
      return ansi === "never" ? fail("can't use --progress tty while ANSI support is disabled") : ok("tty");
    case "plain":
      return ansi === "always"
        ? fail("can't use --progress plain while ANSI support is forced")
        : ok("plain");
    case "quiet":
    case "none":
      return ok("quiet");
    case "json":
      return ok("json");
    default:
      return fail(`unsupported --progress value ${quote(written)}`);
  }
}

function parallelLimit(flags: FlagValues, env: ClientEnvironment): Result<number, string> {
  const limit = flags.changed("parallel") ? undefined : env.lookupEnv("COMPOSE_PARALLEL_LIMIT");
  if (limit === undefined) return ok(flags.int("parallel"));
  const number = parseDecimal(limit);
  return number.ok ? number : fail(`COMPOSE_PARALLEL_LIMIT must be an integer (found: ${quote(limit)})`);
}
