// --add-host: `name:address` or `name=address` (docker/cli opts.ValidateExtraHost). The daemon only knows the colon
// and no brackets, so that is what comes out; the address stays as it was written.

import { quote } from "../../base/go/quote.ts";
import { fail, ok, type Result } from "../../base/result.ts";
import { parseIp } from "../../base/go/ip-address.ts";
import { cut } from "./key-value.ts";

const HOST_GATEWAY = "host-gateway";

export function validateExtraHost(value: string): Result<string, string> {
  const byEquals = cut(value, "=");
  const [name, written, found] = byEquals[2] ? byEquals : cut(value, ":");
  if (!found || name === "" || name.includes(":")) return fail(`bad format for add-host: ${quote(value)}`);
  if (written === HOST_GATEWAY) return ok(`${name}:${written}`);
  const address = /^\[.+\]$/s.test(written) ? written.slice(1, -1) : written;
  if (parseIp(address.trim()) === undefined) return fail(`invalid IP address in add-host: ${quote(address)}`);
  return ok(`${name}:${address}`);
}
