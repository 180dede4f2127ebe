// How nginx was called, and the site that its configuration file and -g describe.
// Relies on config-parser.ts for the language and on site.ts for the meaning.

import type { Sys, Task } from "../../../kernel/sys.ts";
import { ConfigParser, isConfigError, type ConfigError } from "./config-parser.ts";
import { siteOf, type Site } from "./site.ts";

export interface Invocation {
  /** all words, as ps shows them */
  readonly words: readonly string[];
  /** -c */
  readonly file: string;
  /** -g */
  readonly globals: string;
}

export function* loadSite(sys: Sys, { file, globals }: Invocation): Task<Site | ConfigError> {
  const parser = new ConfigParser(sys, "/etc/nginx");
  const given = globals === "" ? [] : yield* parser.file("command line", "main", globals);
  if (isConfigError(given))
    return { error: given.error.replace(/ in command line:\d+$/, " in command line") };
  const main = yield* parser.file(file, "main");
  if (isConfigError(main)) return main;
  const site = siteOf([...given, ...main]);
  return isConfigError(site) && !/ in /.test(site.error) ? { error: `${site.error}` } : site;
}
