// --link: `container` or `container:alias` (docker/cli opts.ParseLink). Whether there is such a container, the daemon
// finds out.

import { fail, ok, type Result } from "../../base/result.ts";

export interface Link {
  readonly container: string;
  readonly alias: string;
}

export function parseLink(value: string): Result<Link, string> {
  if (value === "") return fail("empty string specified for links");
  const parts = value.split(":");
  const [container, alias] = parts as [string, string | undefined];
  if (parts.length > 2) return fail(`bad format for links: ${value}`);
  if (alias === undefined) return ok({ container: value, alias: value });
  // what an existing container's configuration holds: /database:/web/db
  if (container.startsWith("/"))
    return ok({ container: container.slice(1), alias: alias.slice(alias.lastIndexOf("/") + 1) });
  return ok({ container, alias });
}

export function validateLink(value: string): Result<string, string> {
  const link = parseLink(value);
  return link.ok ? ok(value) : link;
}
