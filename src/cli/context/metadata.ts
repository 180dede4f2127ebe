// What a context says: a description and whatever else was put there, and where its endpoints are (docker/cli
// cli/context/store Metadata, cli/command DockerContext). Also which names contexts may have.

import { toJson } from "../../base/go/json-encode.ts";
import { quote } from "../../base/go/quote.ts";
import { any, bool, field, map, string, struct, type DataOf } from "../../base/go/types.ts";
import { fail, ok, type Result } from "../../base/result.ts";

export const endpointMetaType = struct("docker.EndpointMeta", {
  Host: field(string, ",omitempty"),
  SkipTLSVerify: bool,
});

/** As it is stored. */
export const contextMetadataType = struct("store.Metadata", {
  Name: field(string, ",omitempty"),
  Metadata: field(map(string, any), ",omitempty"),
  Endpoints: field(map(string, endpointMetaType), ",omitempty"),
});

export type ContextMetadata = DataOf<typeof contextMetadataType>;
export type EndpointMeta = DataOf<typeof endpointMetaType>;

const noted = map(string, any);

/** As templates see it: the description apart from the rest. JSON has them side by side, an empty description not. */
const dockerContextType = struct(
  "command.DockerContext",
  { Description: string, AdditionalFields: noted },
  {
    marshal: ({ Description, AdditionalFields }) =>
      toJson(
        noted,
        new Map([
          ...(AdditionalFields ?? []),
          ...(Description === "" ? [] : [["Description", Description] as const]),
        ]),
      ),
  },
);

export const shownMetadataType = struct("store.Metadata", {
  Name: field(string, ",omitempty"),
  Metadata: field(dockerContextType, ",omitempty"),
  Endpoints: field(map(string, endpointMetaType), ",omitempty"),
});

export function shownMetadata({
  Name,
  Metadata,
  Endpoints,
}: ContextMetadata): DataOf<typeof shownMetadataType> {
  const { Description, AdditionalFields } = splitDescription(Metadata);
  return { Name, Metadata: { Description, AdditionalFields }, Endpoints };
}

function splitDescription(metadata: ContextMetadata["Metadata"]) {
  const rest = new Map(metadata);
  rest.delete("Description");
  return { Description: descriptionOf({ Metadata: metadata }), AdditionalFields: rest };
}

export function descriptionOf({ Metadata }: ContextMetadata): string {
  const description = Metadata?.get("Description");
  return typeof description === "string" ? description : "";
}

/** "" changes nothing. */
export const withDescription = (metadata: ContextMetadata, description: string): ContextMetadata => ({
  ...metadata,
  Metadata: new Map([
    ...(metadata.Metadata ?? []),
    ...(description === "" ? [] : [["Description", description] as const]),
  ]),
});

/** Where the context's daemon is. */
export function dockerHostOf({ Endpoints }: ContextMetadata): Result<string, string> {
  const endpoint = Endpoints?.get("docker");
  return endpoint === undefined ? fail("cannot find docker endpoint in context") : ok(endpoint.Host ?? "");
}

const VALID = "^[a-zA-Z0-9][a-zA-Z0-9_.+-]+$";
const valid = new RegExp(VALID);

export function nameComplaint(name: string): string | undefined {
  if (name === "") return "context name cannot be empty";
  if (name === "default") return '"default" is a reserved context name';
  if (valid.test(name)) return undefined;
  return `context name ${quote(name)} is invalid, names are validated against regexp ${quote(VALID)}`;
}
