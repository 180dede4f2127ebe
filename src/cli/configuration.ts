// The client's configuration: ~/.docker/config.json, or the folder that --config or DOCKER_CONFIG names (docker/cli
// cli/config). A file that is none is warned of and otherwise as if it were not there, but for what could be read.

import { fromJson, jsonKind, parseJson, type RawJson } from "../base/go/json-decode.ts";
import { toJson } from "../base/go/json-encode.ts";
import { indentJson } from "../base/go/json-indent.ts";
import { bytes, field, map, slice, string, struct, type DataOf } from "../base/go/types.ts";
import type { Result } from "../base/result.ts";
import { decode } from "../base/utf8.ts";

const strings = map(string, string);

const authType = struct("types.AuthConfig", {
  auth: field(string, ",omitempty"),
  identitytoken: field(string, ",omitempty"),
  registrytoken: field(string, ",omitempty"),
});

const proxyType = struct("configfile.ProxyConfig", {
  httpProxy: field(string, ",omitempty"),
  httpsProxy: field(string, ",omitempty"),
  noProxy: field(string, ",omitempty"),
  ftpProxy: field(string, ",omitempty"),
  allProxy: field(string, ",omitempty"),
});

/** In the order in which the file is written. */
const configFileType = struct("configfile.ConfigFile", {
  AuthConfigs: field(map(string, authType), "auths"),
  HTTPHeaders: field(strings, "HttpHeaders,omitempty"),
  PsFormat: field(string, "psFormat,omitempty"),
  ImagesFormat: field(string, "imagesFormat,omitempty"),
  NetworksFormat: field(string, "networksFormat,omitempty"),
  PluginsFormat: field(string, "pluginsFormat,omitempty"),
  VolumesFormat: field(string, "volumesFormat,omitempty"),
  StatsFormat: field(string, "statsFormat,omitempty"),
  DetachKeys: field(string, "detachKeys,omitempty"),
  CredentialsStore: field(string, "credsStore,omitempty"),
  CredentialHelpers: field(strings, "credHelpers,omitempty"),
  ServiceInspectFormat: field(string, "serviceInspectFormat,omitempty"),
  ServicesFormat: field(string, "servicesFormat,omitempty"),
  TasksFormat: field(string, "tasksFormat,omitempty"),
  SecretFormat: field(string, "secretFormat,omitempty"),
  ConfigFormat: field(string, "configFormat,omitempty"),
  NodesFormat: field(string, "nodesFormat,omitempty"),
  PruneFilters: field(slice(string), "pruneFilters,omitempty"),
  Proxies: field(map(string, proxyType), "proxies,omitempty"),
  CurrentContext: field(string, "currentContext,omitempty"),
  CLIPluginsExtraDirs: field(slice(string), "cliPluginsExtraDirs,omitempty"),
  Plugins: field(map(string, strings), "plugins,omitempty"),
  Aliases: field(strings, "aliases,omitempty"),
  Features: field(strings, "features,omitempty"),
});

export type Configuration = DataOf<typeof configFileType>;

export const NO_CONFIGURATION: Configuration = { auths: new Map() };

export interface LoadedConfiguration {
  readonly configuration: Configuration;
  /** what is printed before anything else */
  readonly warning: string | undefined;
}

/** `file`: what reading the file at `path` gave. */
export function loadConfiguration(path: string, file: Result<Uint8Array, string>): LoadedConfiguration {
  if (!file.ok) return { configuration: NO_CONFIGURATION, warning: unreadable(path, file.error) };
  const text = decode(file.value);
  if (text.trim() === "") return { configuration: NO_CONFIGURATION, warning: undefined };
  const raw = parseJson(text, { useNumber: true });
  const wrong = raw.ok ? typeError(raw.value) : decoderError(raw.error);
  const parsed = raw.ok && raw.value instanceof Map ? fromJson(configFileType, text) : undefined;
  const configuration = parsed?.ok === true ? parsed.value : NO_CONFIGURATION;
  const refused = wrong ?? authError(configuration);
  return { configuration, warning: refused && `WARNING: Error parsing config file (${path}): ${refused}` };
}

function unreadable(path: string, error: string): string | undefined {
  if (error.endsWith("no such file or directory")) return undefined;
  return error.startsWith("read ")
    ? `WARNING: Error parsing config file (${path}): ${error}`
    : `WARNING: Error loading config file: ${error}`;
}

/** json.Decoder has other words for a text that ends too soon. */
const decoderError = (error: string): string =>
  error === "unexpected end of JSON input" ? "unexpected EOF" : error;

/** What is no object, or has a text where there is another kind of value. */
function typeError(raw: RawJson): string | undefined {
  const words = (what: RawJson): string => `json: cannot unmarshal ${jsonKind(what)} into Go`;
  if (raw === null) return undefined;
  if (!(raw instanceof Map)) return `${words(raw)} value of type configfile.ConfigFile`;
  for (const [name, value] of raw) {
    const described = configFileType.fields.find(({ json }) => json === name);
    if (described?.type !== string || value === null || typeof value === "string") continue;
    return `${words(value)} struct field ConfigFile.${name} of type string`;
  }
  return undefined;
}

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** Credentials are base64 of "user:password". */
function authError({ auths }: Configuration): string | undefined {
  for (const { auth = "" } of auths?.values() ?? []) {
    if (auth === "") continue;
    if (!BASE64.test(auth) || auth.length % 4 !== 0)
      return `illegal base64 data at input byte ${Math.max(0, auth.search(/[^A-Za-z0-9+/]/))}`;
    if (!decodesToPair(auth)) return "Invalid auth configuration file";
  }
  return undefined;
}

/** The decoder knows base64. */
const pairType = struct("configfile.Pair", { Auth: field(bytes, "auth") });

function decodesToPair(auth: string): boolean {
  const decoded = fromJson(pairType, `{"auth":"${auth}"}`);
  const text = decoded.ok ? decode(decoded.value.auth ?? new Uint8Array(0)) : "";
  return text.indexOf(":") > 0;
}

/** The file's text. */
export const formatConfiguration = (configuration: Configuration): string =>
  indentJson(toJson(configFileType, { ...configuration, auths: configuration.auths ?? new Map() }), "\t");

const PROXIES = [
  ["HTTP_PROXY", "httpProxy"],
  ["HTTPS_PROXY", "httpsProxy"],
  ["NO_PROXY", "noProxy"],
  ["FTP_PROXY", "ftpProxy"],
  ["ALL_PROXY", "allProxy"],
] as const;

/** What containers that this daemon runs are told of proxies. */
export function proxiesFor(
  { proxies }: Configuration,
  host: string,
): ReadonlyMap<string, string> | undefined {
  const proxy = proxies?.get(host) ?? proxies?.get("default");
  if (proxy === undefined) return undefined;
  const told = new Map<string, string>();
  for (const [variable, key] of PROXIES) {
    const value = proxy[key] ?? "";
    if (value !== "") told.set(variable, value);
  }
  return told;
}
