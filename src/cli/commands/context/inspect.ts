// `docker context inspect` (docker/cli context/inspect.go): of the current context, or of those that are named.
// The JSON that the client made is all there is: no second try with the daemon's.

import { embed, map, slice, string, struct } from "../../../base/go/types.ts";
import { fail, ok } from "../../../base/result.ts";
import type { Client } from "../../client.ts";
import { clientError } from "../../client-error.ts";
import { Contexts } from "./contexts.ts";
import { shownMetadata, shownMetadataType } from "../../context/metadata.ts";
import { loadTlsFiles } from "../../context/store.ts";
import { typedElement } from "../../format/inspect.ts";
import { inspectNames, type LookUp } from "../inspecting.ts";
import type { Verb } from "../verb.ts";

const inspectedType = struct("context.contextWithTLSListing", {
  Metadata: embed(shownMetadataType),
  TLSMaterial: map(string, slice(string)),
  Storage: struct("store.StorageInfo", { MetadataPath: string, TLSPath: string }),
});

const lookUpContext = (client: Client, contexts: Contexts): LookUp =>
  function* (name) {
    const found = yield* contexts.get(name);
    if (!found.ok) return fail(clientError(found.error));
    const tls = yield* loadTlsFiles(client.sys, contexts.folder, name);
    const folders = contexts.foldersOf(name);
    return ok(
      typedElement(inspectedType, {
        ...shownMetadata(found.value),
        TLSMaterial: new Map([...tls].map(([endpoint, files]) => [endpoint, [...files.keys()]])),
        Storage: { MetadataPath: folders.metadata, TLSPath: folders.tls },
      }),
    );
  };

export const inspectContexts: Verb = (client, { args, flags }) => {
  const contexts = new Contexts(client);
  const names = args.length === 0 ? [contexts.current] : args;
  return inspectNames(client, names, flags.string("format"), lookUpContext(client, contexts));
};
