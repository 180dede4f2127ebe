// What `docker info -f` sees: the daemon's information, and the client's beside it (docker/cli system/info.go dockerInfo).
// Plugins are those that come with the client.

import {
  bool,
  embed,
  field,
  pointer,
  slice,
  string,
  struct,
  any,
  type DataOf,
} from "../../../base/go/types.ts";
import { type Info, infoType } from "../../../api/wire/system.ts";
import type { Client } from "../../client.ts";
import { clientVersion, clientVersionFields } from "./version.ts";

const metadataType = struct("metadata.Metadata", {
  SchemaVersion: field(string, ",omitempty"),
  Vendor: field(string, ",omitempty"),
  Version: field(string, ",omitempty"),
  ShortDescription: field(string, ",omitempty"),
  URL: field(string, ",omitempty"),
  Hidden: field(bool, ",omitempty"),
});

const pluginType = struct("manager.Plugin", {
  Metadata: embed(metadataType),
  Name: field(string, ",omitempty"),
  Path: field(string, ",omitempty"),
  Err: field(any, ",omitempty"),
  ShadowedPaths: field(slice(string), ",omitempty"),
});

const versionType = struct("system.clientVersion", clientVersionFields);

const clientInfoType = struct("system.clientInfo", {
  Debug: bool,
  clientVersion: embed(versionType),
  Plugins: slice(pluginType),
  Warnings: slice(string),
});

const strings = slice(string);

export const dockerInfoType = struct("system.dockerInfo", {
  Info: embed(pointer(infoType)),
  ServerErrors: field(strings, ",omitempty"),
  UserName: field(string, "-"),
  ClientInfo: field(pointer(clientInfoType), ",omitempty"),
  ClientErrors: field(strings, ",omitempty"),
});

/** The part that needs no daemon. */
export const sparseInfoType = struct("system.sparseInfo", {
  ClientInfo: field(pointer(clientInfoType), ",omitempty"),
  ClientErrors: field(strings, ",omitempty"),
});

export type ClientInfo = DataOf<typeof clientInfoType>;

export function clientInfo(client: Client, apiVersion?: string): ClientInfo {
  const info = {
    Debug: client.globals?.bool("debug") === true,
    ...clientVersion(client, apiVersion),
    Plugins: client.release.plugins.map(({ name, description, vendor, version, path }) => ({
      SchemaVersion: "0.1.0",
      Vendor: vendor,
      Version: version,
      ShortDescription: description,
      Name: name,
      Path: path,
    })),
    Warnings: null,
  };
  return info;
}

/** What the daemon says of itself where none answers. */
export const NO_INFO = {} as Info;
