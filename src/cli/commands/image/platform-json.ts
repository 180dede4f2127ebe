// A platform as the API's parameters have it: JSON of the OCI image specification's own form.
// What is empty is left out.

import { toJson } from "../../../base/go/json-encode.ts";
import { field, string, struct } from "../../../base/go/types.ts";
import type { Platform } from "../../../base/platform.ts";

const platformType = struct("v1.Platform", {
  Architecture: field(string, "architecture"),
  OS: field(string, "os"),
  Variant: field(string, "variant,omitempty"),
});

export const platformJson = ({ architecture, os, variant }: Platform): string =>
  toJson(platformType, { architecture, os, variant });
