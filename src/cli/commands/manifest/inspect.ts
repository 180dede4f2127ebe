// `docker manifest inspect` (docker/cli manifest/inspect.go): the client itself asks the registry. What one that answers
// would say is not modelled yet.

import { dial } from "../../../api/client/dial.ts";
import { hostAndPort, registryHost } from "../../../api/client/registry-address.ts";
import { quote } from "../../../base/go/quote.ts";
import { parseImageReference } from "../../../base/image-reference.ts";
import { clientError } from "../../client-error.ts";
import type { Verb } from "../verb.ts";

export const inspectManifest: Verb = function* (client, { args }) {
  const parsed = parseImageReference(args.at(-1) ?? "");
  if (!parsed.ok) return clientError(parsed.error);
  const host = registryHost(parsed.value.domain);
  const connected = yield* dial(client.sys, ...hostAndPort(host, "https"));
  if (!connected.ok)
    return clientError(
      `failed to configure transport: error pinging v2 registry: Get ${quote(`https://${host}/v2/`)}: ${connected.error}`,
    );
  void client.sys.close(connected.value);
  return clientError("docker: registries are not yet modelled by paperwhale");
};
