// What a request is called where it could not be made: `Get "http://…/v1.51/containers/json?all=1"`, as Go's net/http
// writes it (url.URL, url.Values).

import { escapeUrlQuery as escapeQuery } from "./format/template/escaping.ts";
import type { Query } from "../api/wire/message.ts";
import type { OperationName } from "../api/wire/operations.ts";
import { ROUTES } from "../api/wire/routes.ts";

export interface Requested {
  readonly operation: OperationName;
  readonly target?: string | undefined;
  readonly query?: Query | undefined;
  /** takes the connection over, and knows nothing of answers */
  readonly hijacks?: boolean;
}

const KEPT_IN_PATHS = /[^A-Za-z0-9\-_.~$&+,/:;=@]/g;

/** url.Values.Encode: by name, values in their order. */
function encodeQuery(query: Query): string {
  const pairs: string[] = [];
  for (const name of Object.keys(query).sort()) {
    const value = query[name];
    for (const one of typeof value === "string" ? [value] : (value ?? []))
      pairs.push(`${escapeQuery(name)}=${escapeQuery(one)}`);
  }
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
}

const escapePath = (path: string): string =>
  path.replace(KEPT_IN_PATHS, (c) => escapeQuery(c).replace("+", "%20"));

/** `base` is the scheme and the host: "http://%2Fvar%2Frun%2Fdocker.sock". */
export function requestName(
  base: string,
  version: string,
  { operation, target = "", query = {} }: Requested,
): string {
  const [method, path] = ROUTES[operation];
  const versioned = operation === "SystemPing" ? path : `/v${version}${path.replace("{}", target)}`;
  return `${method} "${base}${escapePath(versioned)}${encodeQuery(query)}"`;
}
