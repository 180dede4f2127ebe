// The API's parameter `platform`: JSON of the OCI image specification's form (moby httputils.DecodePlatform).
// Where several are allowed, the caller asks for each.

import { parseJson } from "../../base/go/json-decode.ts";
import type { Platform } from "../../base/platform.ts";
import { dockerError, ok, type Result } from "../../base/result.ts";
import type { Query } from "../wire/message.ts";
import { list } from "./context.ts";

/** undefined if none is asked for. */
export function platformOf(query: Query): Result<Platform | undefined> {
  const platforms = platformsOf(query, "platform");
  if (!platforms.ok) return platforms;
  return platforms.value.length > 1
    ? dockerError("invalid-parameter", "multiple platform parameters not supported")
    : ok(platforms.value[0]);
}

export function platformsOf(query: Query, name: string): Result<Platform[]> {
  const platforms: Platform[] = [];
  for (const text of list(query, name)) {
    if (text === "") continue;
    const platform = decodePlatform(text);
    if (!platform.ok) return platform;
    platforms.push(platform.value);
  }
  return ok(platforms);
}

function decodePlatform(text: string): Result<Platform> {
  const parsed = parseJson(text);
  const members = parsed.ok && parsed.value instanceof Map ? parsed.value : undefined;
  if (members === undefined) return dockerError("invalid-parameter", "failed to parse platform");
  const part = (name: string): string => {
    const value = members.get(name);
    return typeof value === "string" ? value : "";
  };
  const platform = { os: part("os"), architecture: part("architecture"), variant: part("variant") };
  if (platform.os === "" || platform.architecture === "")
    return dockerError("invalid-parameter", "both OS and Architecture must be provided");
  return ok(platform);
}
