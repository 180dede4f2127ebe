// Fetching an image for a container that is to be made of it (docker/cli container/create.go pullImage): the daemon's
// progress goes to standard error, as standard output is the container's.

import { parseImageReference } from "../../../base/image-reference.ts";
import type { Task } from "../../../kernel/sys.ts";
import type { Client } from "../../client.ts";
import { clientError, type Outcome } from "../../client-error.ts";
import { showProgress } from "../../streams/progress.ts";

export interface Fetching {
  /** as written; empty for the daemon's own */
  readonly platform: string;
  readonly quiet: boolean;
}

export function* fetchImage(client: Client, image: string, { platform, quiet }: Fetching): Task<Outcome> {
  const reference = parseImageReference(image);
  if (!reference.ok) return clientError(reference.error);
  const { domain, path, tag, digest } = reference.value;
  const query = {
    fromImage: `${domain}/${path}`,
    tag: digest || tag || "latest",
    ...(platform !== "" && { platform: platform.toLowerCase() }),
  };
  const fetching = yield* client.open("ImageCreate", { query });
  return fetching.ok ? yield* showProgress(client, fetching.value, quiet ? undefined : 2) : fetching.error;
}
