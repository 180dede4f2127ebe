// What --metadata-file gets: where an image came from and what it is called (docker/buildx commands/build.go
// writeMetadataFile; BuildKit's provenance as far as the builder tells it of builds like these).

import type { AnswerOf } from "../../api/wire/operations.ts";
import type { Client } from "../client.ts";
import type { BuildRequest } from "./context.ts";

export interface Told {
  readonly request: BuildRequest;
  readonly done: Extract<AnswerOf<"BuildSolve">, { kind: "done" }>;
}

const LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz";

/** The reference of a build is a name of its own. */
function referenceOf(now: number): string {
  let id = "";
  for (let rest = BigInt(now) * 2654435761n + 1n; id.length < 25; rest = rest * 6364136223846793005n + 1n)
    id += LETTERS[Number((rest >> 16n) % 36n)];
  return `default/default/${id}`;
}

export function metadataOf({ sys }: Client, { request, done }: Told): string {
  const locals = [...(request.context === undefined ? [] : [{ name: "context" }]), { name: "dockerfile" }];
  const materials = (done.bases ?? []).map(({ name, digest }) => ({
    uri: `pkg:docker/${name.replace(/:([^:]*)$/, "@$1")}?platform=linux%2Famd64`,
    digest: { sha256: digest.replace(/^sha256:/, "") },
  }));
  const provenance = {
    builder: { id: "" },
    buildType: "https://mobyproject.org/buildkit@v1",
    ...(materials.length > 0 && { materials }),
    invocation: {
      configSource: { entryPoint: request.dockerfileName },
      parameters: { frontend: "dockerfile.v0", locals },
      environment: { platform: "linux/amd64" },
    },
  };
  const metadata = {
    "buildx.build.provenance": provenance,
    "buildx.build.ref": referenceOf(sys.now()),
    ...(done.image !== "" && {
      "containerimage.config.digest": done.image,
      "containerimage.digest": done.image,
    }),
    ...(request.tags.length > 0 && { "image.name": request.tags.join(",") }),
  };
  return JSON.stringify(metadata, undefined, 2);
}
