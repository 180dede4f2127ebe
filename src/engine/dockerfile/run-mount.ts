// `RUN --mount=type=…`: what a step sees beside its own files (BuildKit's
// frontend/dockerfile/instructions/commands_runmount.go). Mounting is run-step.ts.

import { parseBool, parseUint } from "../../base/go/integers.ts";
import { parseBinarySize } from "../../base/go/human-size.ts";
import { quote } from "../../base/go/quote.ts";
import { fail, ok, type Result } from "../../base/result.ts";
import { withSuggestion } from "./suggest.ts";
import { processWord, type Wording } from "../dockerfile-words.ts";
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
  readonly uid: number | undefined;
  readonly gid: number | undefined;
  /** a secret as a variable */
  readonly env: string | undefined;
  /** a secret as a file */
  readonly isFile: boolean;
  /** of a cache: each build has its own */
  readonly isPrivate: boolean;
}

const TYPES: readonly string[] = ["bind", "cache", "tmpfs", "secret", "ssh"];
const SHARING: readonly string[] = ["shared", "private", "locked"];
const KEYS: readonly string[] = [
  "type", "from", "source", "target", "readonly", "id", "sharing", "required", "size", "mode", "uid", "gid", "src",
  "dst", "destination", "ro", "rw", "readwrite", "env",
]; // prettier-ignore

/** What can be said of it before variables are replaced. */
export function checkMountText(text: string): string | undefined {
  for (const field of text.split(",")) {
    const [key = "", value] = field.split(/=(.*)/s);
    const dollar = key.toLowerCase() === "from" ? (value ?? "").indexOf("$") : -1;
    if (dollar >= 0 && dollar !== (value ?? "").length - 1)
      return "'from' doesn't support variable expansion, define alias stage instead";
  }
  return undefined;
}

/** As it is read, field by field. */
interface Draft {
  type: string;
  from: string;
  source: string;
  target: string;
  readOnly: boolean | undefined;
  id: string;
  sharing: string;
  required: boolean;
  env: string | undefined;
  mode: number | undefined;
  uid: number | undefined;
  gid: number | undefined;
}

export interface Place {
  readonly env: ReadonlyMap<string, string>;
  readonly cwd: string;
  readonly wording: Wording;
}

export function parseRunMount(text: string, { env, cwd, wording }: Place): Result<RunMount, string> {
  const draft: Draft = {
    type: "bind", from: "", source: "", target: "", readOnly: undefined, id: "", sharing: "", required: false,
    env: undefined, mode: undefined, uid: undefined, gid: undefined,
  }; // prettier-ignore
  for (const field of text.split(",")) {
    const [name = "", value] = field.split(/=(.*)/s);
    const word = value === undefined ? ok(undefined) : processWord(value, env, wording);
    if (!word.ok) return word;
    const complaint = readField(draft, name.toLowerCase(), word.value, field);
    if (complaint !== undefined) return fail(complaint);
  }
  const complaint = complaintOf(draft);
  return complaint === undefined ? mountOf(draft, cwd) : fail(complaint);
}

const hasNeed = ({ type }: Draft): boolean => type === "secret" || type === "ssh";

function readField(draft: Draft, key: string, value: string | undefined, field: string): string | undefined {
  const unexpected = `unexpected key '${key}' for mount type '${draft.type}'`;
  switch (key) {
    case "readonly":
    case "ro":
    case "readwrite":
    case "rw": {
      const truth = parseBool(value ?? "true");
      if (!truth.ok) return `invalid value for ${key}: ${value}`;
      draft.readOnly = key.startsWith("readw") || key === "rw" ? !truth.value : truth.value;
      return undefined;
    }
    case "required": {
      if (!hasNeed(draft)) return unexpected;
      const truth = parseBool(value ?? "true");
      if (!truth.ok) return `invalid value for ${key}: ${value}`;
      draft.required = truth.value;
      return undefined;
    }
    default:
      return value === undefined
        ? `invalid field '${field}' must be a key=value pair`
        : readValue(draft, key, value, field, unexpected);
  }
}

function readValue(
  draft: Draft,
  key: string,
  value: string,
  field: string,
  unexpected: string,
): string | undefined {
  const lower = value.toLowerCase();
  switch (key) {
    case "type":
      if (!TYPES.includes(lower))
        return withSuggestion(`unsupported mount type ${quote(value)}`, value, TYPES);
      draft.type = lower;
      return undefined;
    case "from":
    case "source":
    case "target":
    case "id":
    case "env":
      draft[key] = value;
      return undefined;
    case "src":
      draft.source = value;
      return undefined;
    case "dst":
    case "destination":
      draft.target = value;
      return undefined;
    case "size":
      if (draft.type !== "tmpfs") return unexpected;
      return parseBinarySize(value).ok ? undefined : `invalid value for size: ${value}`;
    case "sharing":
      if (!SHARING.includes(lower))
        return withSuggestion(`unsupported sharing value ${quote(value)}`, value, SHARING);
      draft.sharing = lower;
      return undefined;
    case "mode":
    case "uid":
    case "gid": {
      const number = parseUint(value, key === "mode" ? 8 : 10, 32);
      if (!number.ok) return `invalid value ${value} for ${key}`;
      draft[key] = Number(number.value);
      return undefined;
    }
    default:
      return withSuggestion(`unexpected key '${key}' in '${field}'`, key, KEYS);
  }
}

function complaintOf(draft: Draft): string | undefined {
  const { type, from, source, target, id, sharing } = draft;
  if (type === "bind" || type === "tmpfs")
    for (const key of ["mode", "uid", "gid"] as const)
      if (draft[key] !== undefined) return `${key} not allowed for ${quote(type)} type mounts`;
  if (type === "secret") {
    if (from !== "") return "secret mount should not have a from";
    if (sharing !== "") return "secret mount should not define sharing";
    if (source === "" && target === "" && id === "")
      return "invalid secret mount. one of source, target required";
    if (source !== "" && id !== "") return "both source and id can't be set";
  }
  return sharing !== "" && type !== "cache" ? `invalid cache sharing set for ${type} mount` : undefined;
}

const baseName = (path: string): string => path.split("/").at(-1) ?? "";

function mountOf(draft: Draft, cwd: string): Result<RunMount, string> {
  const { type, from, source, required, env, mode, uid, gid } = draft;
  const isSecret = type === "secret";
  const secret = source || draft.id || baseName(draft.target);
  const given = draft.target === "" && isSecret ? `/run/secrets/${baseName(secret)}` : draft.target;
  const target = cleanPath(given.startsWith("/") ? given : `${cwd}/${given}`);
  if (target === "/" && type !== "ssh" && !isSecret) return fail(`invalid mount target "/"`);
  const id = isSecret ? secret : draft.id || (type === "ssh" ? "default" : cleanPath(draft.target));
  return ok({
    type: type as MountType,
    target,
    source,
    from: from === "" ? undefined : from,
    readOnly: draft.readOnly ?? (type !== "cache" && type !== "tmpfs"),
    id,
    required,
    mode,
    uid,
    gid,
    env,
    isFile: env === undefined || draft.target !== "",
    isPrivate: draft.sharing === "private",
  });
}
