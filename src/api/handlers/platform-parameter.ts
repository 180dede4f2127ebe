// The API's parameter `platform`: JSON of the OCI image specification's form (moby httputils.DecodePlatform).
// Where several are allowed, the caller asks for each.

import { parseJson } from "../../base/go/json-decode.ts";
import type { Platform } from "../../base/platform.ts";
import { dockerError, ok, type Result } from "../../base/result.ts";
import type { Query } from "../wire/message.ts";
import { list } from "./context.ts";

/** undefined if none is asked for. */
export function platformOf(query: Query): Result<Platform | undefined> {
  const given = list(query, "platform").filter((text) => text !== "");
  if (given.length > 1) return dockerError("invalid-parameter", "multiple platform parameters not supported");
  const [text] = given;
  return text === undefined ? ok(undefined) : decodePlatform(text);
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
