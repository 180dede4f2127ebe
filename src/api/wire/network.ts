// Networks on the wire (moby api/types/network).
// Which fields each answer has; how they are filled is the handlers' matter.

import { bool, field, map, slice, string, struct, type DataOf } from "../../base/go/types.ts";
import { goTime as time } from "../../base/go/time-value.ts";

const strings = map(string, string);

const ipamConfigType = struct("network.IPAMConfig", {
  Subnet: field(string, ",omitempty"),
  IPRange: field(string, ",omitempty"),
  Gateway: field(string, ",omitempty"),
  AuxAddress: field(strings, "AuxiliaryAddresses,omitempty"),
});
const ipamType = struct("network.IPAM", { Driver: string, Options: strings, Config: slice(ipamConfigType) });
const endpointResourceType = struct("network.EndpointResource", {
  Name: string,
  EndpointID: string,
  MacAddress: string,
  IPv4Address: string,
  IPv6Address: string,
});

export const networkInspectType = struct("network.Inspect", {
  Name: string,
  ID: field(string, "Id"),
  Created: time,
  Scope: string,
  Driver: string,
  EnableIPv4: bool,
  EnableIPv6: bool,
  IPAM: ipamType,
  Internal: bool,
  Attachable: bool,
  Ingress: bool,
  ConfigFrom: struct("network.ConfigReference", { Network: string }),
  ConfigOnly: bool,
  Containers: map(string, endpointResourceType),
  Options: strings,
  Labels: strings,
});

export const pruneNetworksAnswerType = struct("network.PruneReport", { NetworksDeleted: slice(string) });

export type NetworkInspect = DataOf<typeof networkInspectType>;
