// --secret and --config of services: a name, or `source=name,target=path,uid=0,gid=0,mode=0444` (docker/cli
// opts/swarmopts/secret.go, config.go).

import { fail, ok, type Result } from "../../base/result.ts";
import { parseCsvRecord } from "./csv.ts";
import { parseUint } from "./numbers.ts";
import { cut } from "./key-value.ts";

/** What the API's SecretReference and ConfigReference have in common. */
export interface FileReference {
  readonly source: string;
  readonly target: string;
  readonly uid: string;
  readonly gid: string;
  readonly mode: number;
}

type Draft = { -readonly [K in keyof FileReference]: FileReference[K] };

export function parseFileReference(value: string, kind: "secret" | "config"): Result<FileReference, string> {
  const fields = parseCsvRecord(value);
  if (!fields.ok) return fields;
  const draft: Draft = { source: "", target: "", uid: "0", gid: "0", mode: 0o444 };
  const [only = ""] = fields.value;
  if (fields.value.length === 1 && !only.includes("=")) return ok({ ...draft, source: only, target: only });
  for (const field of fields.value) {
    const wrong = readField(draft, field, kind);
    if (wrong !== undefined) return fail(wrong);
  }
  if (draft.source === "") return fail("source is required");
  return ok({ ...draft, target: draft.target || draft.source });
}

function readField(draft: Draft, field: string, kind: string): string | undefined {
  const [key, value, found] = cut(field, "=");
  if (!found || key === "") return `invalid field '${field}' must be a key=value pair`;
  const name = key.toLowerCase();
  if (name === "source" || name === "src") draft.source = value;
  else if (name === "target" || name === "uid" || name === "gid") draft[name] = value;
  else if (name === "mode") {
    const mode = parseUint(value, 0, 32);
    if (!mode.ok) return `invalid mode specified: ${mode.error}`;
    draft.mode = mode.value;
  } else
    return kind === "secret"
      ? `invalid field in secret request: ${key}`
      : `invalid field in config request: ${key}`;
  return undefined;
}
