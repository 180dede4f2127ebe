// Networks on the wire (moby api/types/network).
// Which fields each answer has; how they are filled is the handlers' matter.

import { bool, field, map, pointer, slice, string, struct, type DataOf } from "../../base/go/types.ts";
import { goTime as time } from "../../base/go/time-value.ts";
import { endpointSettingsType } from "../../model/container-config.ts";

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

const configReferenceType = struct("network.ConfigReference", { Network: string });

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
  ConfigFrom: configReferenceType,
  ConfigOnly: bool,
  Containers: map(string, endpointResourceType),
  Options: strings,
  Labels: strings,
});

export const pruneNetworksAnswerType = struct("network.PruneReport", { NetworksDeleted: slice(string) });

export const networkCreateBodyType = struct("network.CreateRequest", {
  Name: string,
  Driver: string,
  Scope: string,
  EnableIPv4: field(pointer(bool), ",omitempty"),
  EnableIPv6: field(pointer(bool), ",omitempty"),
  IPAM: pointer(ipamType),
  Internal: bool,
  Attachable: bool,
  Ingress: bool,
  ConfigOnly: bool,
  ConfigFrom: pointer(configReferenceType),
  Options: strings,
  Labels: strings,
});

export const networkConnectBodyType = struct("network.ConnectOptions", {
  Container: string,
  EndpointConfig: field(pointer(endpointSettingsType), ",omitempty"),
});

export const networkDisconnectBodyType = struct("network.DisconnectOptions", {
  Container: string,
  Force: bool,
});

export type NetworkInspect = DataOf<typeof networkInspectType>;
export type NetworkCreateBody = DataOf<typeof networkCreateBodyType>;
export type NetworkConnectBody = DataOf<typeof networkConnectBodyType>;
export type NetworkDisconnectBody = DataOf<typeof networkDisconnectBodyType>;
