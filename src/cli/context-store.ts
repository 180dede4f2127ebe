// Contexts: named daemons, each a file below the configuration folder (docker/cli cli/context/store). A context's folder
// is named by the sha256 of its name. TLS material is not kept, as TLS is not modelled.

import { sha256Hex } from "../base/digest.ts";
import { fromJson } from "../base/go/json-decode.ts";
import { any, bool, field, map, string, struct, type DataOf } from "../base/go/types.ts";
import { quote } from "../base/go/quote.ts";
import { fail, ok, type Result } from "../base/result.ts";
import { decode } from "../base/utf8.ts";
import type { Sys, Task } from "../kernel/sys.ts";
import { readFile } from "./surroundings.ts";

export const DEFAULT_CONTEXT = "default";

export const endpointMetaType = struct("docker.EndpointMeta", {
  Host: field(string, ",omitempty"),
  SkipTLSVerify: bool,
});

export const contextMetadataType = struct("store.Metadata", {
  Name: field(string, ",omitempty"),
  Metadata: field(map(string, any), ",omitempty"),
  Endpoints: field(map(string, endpointMetaType), ",omitempty"),
});

export type ContextMetadata = DataOf<typeof contextMetadataType>;

/** The folder of a context's metadata. */
export const contextFolder = (configFolder: string, name: string): string =>
  `${configFolder}/contexts/meta/${sha256Hex(name)}`;

/** Errors are the store's: `context "x": context not found: open …`. */
export function* loadContext(
  sys: Sys,
  configFolder: string,
  name: string,
): Task<Result<ContextMetadata, string>> {
  const path = `${contextFolder(configFolder, name)}/meta.json`;
  const wrong = (why: string): Result<never, string> => fail(`context ${quote(name)}: ${why}`);
  const file = yield* readFile(sys, path);
  if (!file.ok)
    return wrong(
      file.error.endsWith("no such file or directory") ? `context not found: ${file.error}` : file.error,
    );
  const metadata = fromJson(contextMetadataType, decode(file.value));
  return metadata.ok ? metadata : wrong(`parsing ${path}: ${metadata.error}`);
}

/** Where the context's daemon is. */
export function dockerHostOf({ Endpoints }: ContextMetadata): Result<string, string> {
  const endpoint = Endpoints?.get("docker");
  return endpoint === undefined ? fail("cannot find docker endpoint in context") : ok(endpoint.Host ?? "");
}
