// `RUN --mount=type=…`: what a step sees beside its own files (BuildKit's
// frontend/dockerfile/instructions/commands_runmount.go). Mounting is run-step.ts.

import { quote } from "../../base/go/quote.ts";
import { fail, ok, type Result } from "../../base/result.ts";
import { processWord } from "../dockerfile-words.ts";
import { cleanPath } from "../paths.ts";

export type MountType = "bind" | "cache" | "tmpfs" | "secret" | "ssh";

export interface RunMount {
  readonly type: MountType;
  readonly target: string;
  readonly source: string;
  /** a stage, a context or an image; "" is the build context */
  readonly from: string | undefined;
  readonly readOnly: boolean;
  readonly id: string;
  readonly required: boolean;
  readonly mode: number | undefined;
  readonly uid: number;
  readonly gid: number;
  /** a secret as a variable */
  readonly env: string | undefined;
}

const TYPES: ReadonlySet<string> = new Set(["bind", "cache", "tmpfs", "secret", "ssh"]);
const SECRETS = "/run/secrets/";
const ALIASES = new Map([
  ["src", "source"],
  ["dst", "target"],
  ["destination", "target"],
  ["readonly", "ro"],
  ["readwrite", "rw"],
]);

export function parseRunMount(
  text: string,
  env: ReadonlyMap<string, string>,
  cwd: string,
): Result<RunMount, string> {
  const fields = new Map<string, string>();
  for (const field of text.split(",")) {
    const [name = "", value] = field.split(/=(.*)/s);
    const key = ALIASES.get(name.toLowerCase()) ?? name.toLowerCase();
    if (value === undefined && !["ro", "rw", "required"].includes(key))
      return fail(`invalid field '${field}' must be a key=value pair`);
    const word = processWord(value ?? "true", env);
    if (!word.ok) return word;
    fields.set(key, word.value);
  }
  return mountOf(fields, cwd);
}

function mountOf(fields: ReadonlyMap<string, string>, cwd: string): Result<RunMount, string> {
  const type = fields.get("type") ?? "bind";
  if (!TYPES.has(type)) return fail(`unsupported mount type ${quote(type)}`);
  const source = fields.get("source") ?? "";
  const id = fields.get("id") ?? (type === "secret" ? (source.split("/").at(-1) ?? "") : "");
  const given = fields.get("target") ?? (type === "secret" && !fields.has("env") ? SECRETS + id : "");
  const target = cleanPath(given.startsWith("/") ? given : `${cwd}/${given}`);
  if (given === "" && type !== "secret" && type !== "ssh") return fail(`invalid mount target "/"`);
  const mode = fields.get("mode");
  return ok({
    type: type as MountType,
    target,
    source,
    from: fields.get("from"),
    readOnly: type === "bind" ? fields.get("rw") !== "true" : fields.get("ro") === "true",
    id: id || target,
    required: fields.get("required") === "true",
    mode: mode === undefined ? undefined : parseInt(mode, 8),
    uid: Number(fields.get("uid") ?? 0),
    gid: Number(fields.get("gid") ?? 0),
    env: fields.get("env"),
  });
}
