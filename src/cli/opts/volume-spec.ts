// --volume: `[source:]target[:options]` (docker/cli internal/volumespec). What the options mean is the daemon's
// business; here they only tell the parts. A letter before a colon is taken for a Windows drive.

import { fail, ok, type Result } from "../../base/result.ts";

export interface VolumeSpec {
  readonly type: "volume" | "bind";
  /** empty for an anonymous volume */
  readonly source: string;
  readonly target: string;
}

export function parseVolumeSpec(spec: string): Result<VolumeSpec, string> {
  if (spec === "") return fail("invalid empty volume spec");
  if (spec.length <= 2) return ok({ type: "volume", source: "", target: spec });
  const refuse = (why: string): Result<never, string> => fail(`invalid spec: ${spec}: ${why}`);
  const parts = splitOutsideDrives(spec);
  for (const [i, part] of parts.entries()) {
    if (part === "") return refuse("empty section between colons");
    if (i >= 2 && i < parts.length - 1) return refuse("too many colons");
  }
  if (parts.length === 1) return ok({ type: "volume", source: "", target: spec });
  const [source, target] = parts as [string, string];
  return ok({ type: isFilePath(source) ? "bind" : "volume", source, target });
}

function splitOutsideDrives(spec: string): string[] {
  const parts: string[] = [];
  let part = "";
  for (const c of spec) {
    if (c === ":" && !/^\p{L}$/u.test(part)) {
      parts.push(part);
      part = "";
    } else part += c;
  }
  return [...parts, part];
}

const isFilePath = (source: string): boolean =>
  /^[./~]/.test(source) || source.startsWith("\\\\") || /^\p{L}:/u.test(source);
