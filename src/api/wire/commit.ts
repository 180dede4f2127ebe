// The config that a commit starts from; changes come as Dockerfile instructions in the query.
// What they do to the config: engine/dockerfile-changes.ts.

import type { DataOf } from "../../base/go/types.ts";
import type { containerConfigType } from "../../model/container-config.ts";

export type ContainerConfigBody = DataOf<typeof containerConfigType>;
