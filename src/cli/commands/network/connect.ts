// `docker network connect` (docker/cli network/connect.go): says nothing when it has worked.
// What the addresses and names are good for, the daemon knows.

import { clientError } from "../../client-error.ts";
import { cut } from "../../opts/key-value.ts";
import { fail, ok, type Result } from "../../../base/result.ts";
import type { Verb } from "../verb.ts";

function driverOptions(given: readonly string[]): Result<ReadonlyMap<string, string>, string> {
  const options = new Map<string, string>();
  for (const option of given) {
    const [key, value, found] = cut(option, "=");
    if (!found || key.trim() === "") return fail("invalid key/value pair format in driver options");
    options.set(key.trim(), value.trim());
  }
  return ok(options);
}

export const connectNetwork: Verb = function* (client, { args: [target = "", container = ""], flags }) {
  if (target !== "" && container === "") return clientError("invalid container name or ID: value is empty");
  const options = driverOptions(flags.list("driver-opt"));
  if (!options.ok) return clientError(options.error);
  const v4 = flags.string("ip");
  const v6 = flags.string("ip6");
  const local = flags.list("link-local-ip");
  const links = flags.list("link");
  const connected = yield* client.call("NetworkConnect", {
    target,
    body: {
      Container: container,
      EndpointConfig: {
        IPAMConfig: {
          ...(v4 !== "" && { IPv4Address: v4 }),
          ...(v6 !== "" && { IPv6Address: v6 }),
          ...(local.length > 0 && { LinkLocalIPs: local }),
        },
        Links: links.length === 0 ? null : links,
        Aliases: flags.list("alias"),
        MacAddress: "",
        DriverOpts: options.value,
        GwPriority: flags.int("gw-priority"),
        ...NOTHING_YET,
      },
    },
  });
  return connected.ok ? undefined : connected.error;
};

/** What the daemon fills in. */
const NOTHING_YET = {
  NetworkID: "",
  EndpointID: "",
  Gateway: "",
  IPAddress: "",
  IPPrefixLen: 0,
  IPv6Gateway: "",
  GlobalIPv6Address: "",
  GlobalIPv6PrefixLen: 0,
  DNSNames: null,
};
