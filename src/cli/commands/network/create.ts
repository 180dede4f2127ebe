// `docker network create` (docker/cli network/create.go): the id of what was made.
// Subnets and what belongs to them are put together by opts/ipam-config.ts.

import { clientError } from "../../client-error.ts";
import { ipamConfig } from "../../opts/ipam-config.ts";
import { keyValueMap } from "../../opts/key-value.ts";
import type { FlagValues } from "../../flags/flag-values.ts";
import type { Verb } from "../verb.ts";

const given = (flags: FlagValues, name: string): boolean | null =>
  flags.changed(name) ? flags.bool(name) : null;

export const createNetwork: Verb = function* (client, { args: [name = ""], flags }) {
  const config = ipamConfig({
    subnets: flags.list("subnet"),
    ranges: flags.list("ip-range"),
    gateways: flags.list("gateway"),
    auxiliary: flags.map("aux-address"),
  });
  if (!config.ok) return clientError(config.error);
  const from = flags.string("config-from");
  const created = yield* client.call("NetworkCreate", {
    body: {
      Name: name,
      Driver: flags.string("driver"),
      Scope: flags.string("scope"),
      EnableIPv4: given(flags, "ipv4"),
      EnableIPv6: given(flags, "ipv6"),
      IPAM: { Driver: flags.string("ipam-driver"), Options: flags.map("ipam-opt"), Config: config.value },
      Internal: flags.bool("internal"),
      Attachable: flags.bool("attachable"),
      Ingress: flags.bool("ingress"),
      ConfigOnly: flags.bool("config-only"),
      ConfigFrom: from === "" ? null : { Network: from },
      Options: flags.map("opt"),
      Labels: keyValueMap(flags.list("label")),
    },
  });
  if (!created.ok) return created.error;
  yield* client.print(`${created.value.Id}\n`);
  return undefined;
};
