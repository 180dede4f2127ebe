// Endpoint settings before anything was asked or given.
// Filled in by endpoints.ts when a container joins a network.

import type { EndpointSettings } from "../model/container-config.ts";
import type { Endpoint } from "../model/container.ts";

const EMPTY: EndpointSettings = Object.freeze({
  IPAMConfig: null,
  Links: null,
  Aliases: null,
  MacAddress: "",
  DriverOpts: null,
  GwPriority: 0,
  NetworkID: "",
  EndpointID: "",
  Gateway: "",
  IPAddress: "",
  IPPrefixLen: 0,
  IPv6Gateway: "",
  GlobalIPv6Address: "",
  GlobalIPv6PrefixLen: 0,
  DNSNames: null,
});

export const emptyEndpointSettings = (): EndpointSettings => EMPTY;

/** That an endpoint has, of either family. */
export const addressesOf = ({ settings: { IPAddress, GlobalIPv6Address } }: Endpoint): readonly string[] =>
  [IPAddress, GlobalIPv6Address].filter((address) => address !== "");
