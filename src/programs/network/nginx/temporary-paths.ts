// The directories for what does not fit into memory, which nginx makes when it starts though they may never be used
// (core/ngx_file.c ngx_create_paths); containers with a read-only root fail here. Where they are was set when the
// image's nginx was built, unless the configuration says otherwise.

import { errnoNumber, strerror } from "../../../base/errno.ts";
import type { Sys, Task } from "../../../kernel/sys.ts";
import { Accounts } from "../../libc/passwd.ts";
import type { ConfigError, Directive } from "./config-parser.ts";

const BUILT_IN: readonly (readonly [directive: string, path: string])[] = [
  ["client_body_temp_path", "/var/cache/nginx/client_temp"],
  ["proxy_temp_path", "/var/cache/nginx/proxy_temp"],
  ["fastcgi_temp_path", "/var/cache/nginx/fastcgi_temp"],
  ["uwsgi_temp_path", "/var/cache/nginx/uwsgi_temp"],
  ["scgi_temp_path", "/var/cache/nginx/scgi_temp"],
];

interface TemporaryPaths {
  readonly user: string | undefined;
  readonly temporaryPaths: readonly string[];
}

/** In the order in which they are made; without a block of http there are none. */
export const temporaryPathsOf = (http: readonly Directive[]): readonly string[] =>
  http.length === 0
    ? []
    : BUILT_IN.map(([name, path]) => http.findLast((d) => d.name === name)?.args[0] ?? path);

export function* makeTemporaryPaths(sys: Sys, site: TemporaryPaths): Task<ConfigError | undefined> {
  const owner = sys.credentials().euid === 0 ? yield* userOf(sys, site) : undefined;
  for (const path of site.temporaryPaths) {
    const refused = sys.mkdir(path, 0o700);
    if (refused !== undefined && refused !== "EEXIST")
      return { error: `mkdir() "${path}" failed (${errnoNumber(refused)}: ${strerror(refused)})` };
    if (owner !== undefined) void sys.chown(path, owner, -1);
  }
  return undefined;
}

function* userOf(sys: Sys, { user }: TemporaryPaths): Task<number | undefined> {
  return user === undefined ? undefined : (yield* new Accounts(sys).user(user))?.uid;
}
