// `docker version` (docker/cli system/version.go): the client and the daemon, and what the daemon relies on, by a template
// whose columns are aligned. Without a daemon the client's part is shown, and why there is no more.

import { alignTabs } from "../../format/tabwriter.ts";
import { any, field, pointer, slice, string, struct } from "../../../base/go/types.ts";
import { runeCount } from "../../../base/go/go-string.ts";
import { ok } from "../../../base/result.ts";
import { type GoValue, valueOf } from "../../../base/go/value.ts";
import { type Version, versionType } from "../../../api/wire/system.ts";
import { parseRfc3339 } from "../../../base/time.ts";
import { formatTime } from "../../../base/go/time-value.ts";
import type { Client } from "../../client.ts";
import { clientError } from "../../client-error.ts";
import { CLIENT } from "../../client-version.ts";
import { chooseContext } from "../../daemon-choice.ts";
import { dockerFunctions } from "../../format/template/docker-functions.ts";
import { executeTemplate } from "../../format/template/execute.ts";
import type { Functions, TemplateFunction } from "../../format/template/functions.ts";
import { parseTemplate } from "../../format/template/template.ts";
import type { Verb } from "../verb.ts";

const BAD_FORMAT = 64;
/** time.ANSIC */
const ANSI_C = "Mon Jan _2 15:04:05 2006";

const DEFAULT_TEMPLATE = `{{with .Client -}}
Client:{{if ne .Platform nil}}{{if ne .Platform.Name ""}} {{.Platform.Name}}{{end}}{{end}}
 Version:\t{{.Version}}
 API version:\t{{.APIVersion}}{{if ne .APIVersion .DefaultAPIVersion}} (downgraded from {{.DefaultAPIVersion}}){{end}}
 Go version:\t{{.GoVersion}}
 Git commit:\t{{.GitCommit}}
 Built:\t{{.BuildTime}}
 OS/Arch:\t{{.Os}}/{{.Arch}}
 Context:\t{{.Context}}
{{- end}}

{{- if ne .Server nil}}{{with .Server}}

Server:{{if ne .Platform.Name ""}} {{.Platform.Name}}{{end}}
 {{- range $component := .Components}}
 {{$component.Name}}:
  {{- if eq $component.Name "Engine" }}
  Version:\t{{.Version}}
  API version:\t{{index .Details "ApiVersion"}} (minimum version {{index .Details "MinAPIVersion"}})
  Go version:\t{{index .Details "GoVersion"}}
  Git commit:\t{{index .Details "GitCommit"}}
  Built:\t{{index .Details "BuildTime"}}
  OS/Arch:\t{{index .Details "Os"}}/{{index .Details "Arch"}}
  Experimental:\t{{index .Details "Experimental"}}
  {{- else }}
  Version:\t{{$component.Version}}
  {{- $detailsOrder := getDetailsOrder $component}}
  {{- range $key := $detailsOrder}}
  {{$key}}:\t{{index $component.Details $key}}
   {{- end}}
  {{- end}}
 {{- end}}
 {{- end}}{{- end}}`;

const platformType = struct("system.platformInfo", { Name: field(string, "Name,omitempty") });

export const clientVersionFields = {
  Platform: field(pointer(platformType), "Platform,omitempty"),
  Version: field(string, "Version,omitempty"),
  APIVersion: field(string, "ApiVersion,omitempty"),
  DefaultAPIVersion: field(string, "DefaultAPIVersion,omitempty"),
  GitCommit: field(string, "GitCommit,omitempty"),
  GoVersion: field(string, "GoVersion,omitempty"),
  Os: field(string, "Os,omitempty"),
  Arch: field(string, "Arch,omitempty"),
  BuildTime: field(string, "BuildTime,omitempty"),
  Context: field(string, "Context"),
} as const;

const clientVersionType = struct("system.clientVersion", clientVersionFields);
const versionInfoType = struct("system.versionInfo", {
  Client: clientVersionType,
  Server: pointer(versionType),
});

const strings = slice(string);

/** The names of a component's details, in order. */
const detailsOrder: TemplateFunction = {
  params: [any],
  variadic: false,
  call: ([component]) => {
    const { Details: details } = (component as GoValue).data as {
      readonly Details?: ReadonlyMap<string, string>;
    };
    return ok(valueOf(strings, [...(details?.keys() ?? [])].sort()));
  },
};

const FUNCTIONS: Functions = new Map([...dockerFunctions, ["getDetailsOrder", detailsOrder]]);

/** The client as its own commands show it; `apiVersion` where a daemon may have been asked. */
export const clientVersion = (client: Client, apiVersion?: string) => ({
  Version: client.release.version,
  ...(apiVersion !== undefined && { ApiVersion: apiVersion }),
  DefaultAPIVersion: CLIENT.apiVersion,
  GitCommit: client.release.gitCommit,
  GoVersion: client.release.goVersion,
  Os: CLIENT.os,
  Arch: CLIENT.arch,
  BuildTime: client.release.buildTime,
  Context: contextOf(client),
});

const contextOf = ({ surroundings, globals, configuration }: Client): string =>
  globals === undefined ? "default" : chooseContext(surroundings, globals, configuration);

/** Times of the daemon's components are shown as people write them. */
function withReadableTimes(version: Version): Version {
  const readable = (details: ReadonlyMap<string, string> | null | undefined) => {
    const time = parseRfc3339(details?.get("BuildTime") ?? "");
    if (details === undefined || details === null || time === undefined) return details ?? undefined;
    return new Map(details).set("BuildTime", formatTime(time, ANSI_C));
  };
  const components = version.Components?.map((component) =>
    component.Name === "Engine"
      ? { ...component, Details: readable(component.Details) ?? new Map() }
      : component,
  );
  return components === undefined ? version : { ...version, Components: components };
}

export const showVersion: Verb = function* (client, { flags }) {
  const format = flags.string("format");
  const text = format === "" ? DEFAULT_TEMPLATE : format === "json" ? "{{json .}}" : format;
  const template = parseTemplate(text, { name: "version", functions: FUNCTIONS });
  if (!template.ok) return clientError(`template parsing error: ${template.error}`, BAD_FORMAT);
  const connection = yield* client.connection();
  if (!connection.ok) return connection.error;
  const server = yield* client.call("SystemVersion");
  const info = {
    Client: clientVersion(client, client.apiVersion),
    Server: server.ok ? withReadableTimes(server.value) : null,
  };
  const { output, error } = executeTemplate(template.value, valueOf(versionInfoType, info));
  yield* client.print(
    alignTabs(`${output}\n`, { minWidth: 20, tabWidth: 1, padding: 1, padChar: " ", width: runeCount }),
  );
  if (!server.ok) return server.error;
  return error === undefined ? undefined : clientError(error);
};
