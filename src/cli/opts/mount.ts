// --mount: comma-separated key=value fields (docker/cli opts/mount.go). What a mount of a type may have, and whether
// the type exists, the daemon decides, but for options of another type's, which are refused here.

import { parseBool } from "../../base/go/integers.ts";
import { fail, ok, type Result } from "../../base/result.ts";
import { absolutePath, type ClientIo } from "./client-io.ts";
import type { BindOptions, Mount } from "./create-request.ts";
import { parseCsvRecord } from "./csv.ts";
import { parseBytes, parseUint } from "./numbers.ts";
import { cut } from "./key-value.ts";

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** A mount while its fields are read. Options stay undefined until a field of theirs is seen. */
interface Draft {
  type: string;
  source: string;
  target: string;
  readOnly: boolean;
  consistency: string;
  bind?: Writable<BindOptions>;
  volume?: {
    noCopy: boolean;
    labels: Map<string, string>;
    subpath: string;
    driver: string;
    options?: Map<string, string>;
  };
  image?: { subpath: string };
  tmpfs?: { size: number; mode: number };
}

type Outcome = string | undefined;

const bind = (draft: Draft): Writable<BindOptions> => (draft.bind ??= {});
const volume = (draft: Draft): NonNullable<Draft["volume"]> =>
  (draft.volume ??= { noCopy: false, labels: new Map(), subpath: "", driver: "" });
const tmpfs = (draft: Draft): NonNullable<Draft["tmpfs"]> => (draft.tmpfs ??= { size: 0, mode: 0 });

function setBool(key: string, value: string, set: (flag: boolean) => void): Outcome {
  const parsed = parseBool(value);
  if (!parsed.ok) return `invalid value for ${key}: ${value}`;
  set(parsed.value);
  return undefined;
}

function setPair(map: Map<string, string>, value: string): void {
  const [name, text] = cut(value, "=");
  if (name !== "") map.set(name, text);
}

function setSource(draft: Draft, value: string, io: ClientIo): void {
  draft.source = value.startsWith(".") ? absolutePath(io, value) : value;
}

function setRecursive(draft: Draft, key: string, value: string): Outcome {
  if (value === "disabled") bind(draft).NonRecursive = true;
  else if (value === "writable") bind(draft).ReadOnlyNonRecursive = true;
  else if (value === "readonly") bind(draft).ReadOnlyForceRecursive = true;
  else if (value !== "enabled")
    return `invalid value for ${key}: ${value} (must be "enabled", "disabled", "writable", or "readonly")`;
  return undefined;
}

function setSize(draft: Draft, key: string, value: string): Outcome {
  const size = parseBytes(value);
  if (!size.ok) return `invalid value for ${key}: ${value}`;
  tmpfs(draft).size = size.value;
  return undefined;
}

function setMode(draft: Draft, key: string, value: string): Outcome {
  const mode = parseUint(value, 8, 32);
  if (!mode.ok) return `invalid value for ${key}: ${value}`;
  tmpfs(draft).mode = mode.value;
  return undefined;
}

type Setter = (draft: Draft, value: string, io: ClientIo, key: string) => Outcome | void;

const target: Setter = (draft, value) => void (draft.target = value);
const readOnly: Setter = (draft, value, _io, key) => setBool(key, value, (flag) => (draft.readOnly = flag));

const SETTERS = new Map<string, Setter>([
  ["type", (draft, value) => void (draft.type = value.toLowerCase())],
  ["source", setSource],
  ["src", setSource],
  ["target", target],
  ["dst", target],
  ["destination", target],
  ["readonly", readOnly],
  ["ro", readOnly],
  ["consistency", (draft, value) => void (draft.consistency = value.toLowerCase())],
  ["bind-propagation", (draft, value) => void (bind(draft).Propagation = value.toLowerCase())],
  [
    "bind-nonrecursive",
    (draft, value, _io, key) => setBool(key, value, (flag) => (bind(draft).NonRecursive = flag)),
  ],
  ["bind-recursive", (draft, value, _io, key) => setRecursive(draft, key, value)],
  ["volume-subpath", (draft, value) => void (volume(draft).subpath = value)],
  ["volume-nocopy", (draft, value, _io, key) => setBool(key, value, (flag) => (volume(draft).noCopy = flag))],
  ["volume-label", (draft, value) => setPair(volume(draft).labels, value)],
  ["volume-driver", (draft, value) => void (volume(draft).driver = value)],
  ["volume-opt", (draft, value) => setPair((volume(draft).options ??= new Map<string, string>()), value)],
  ["image-subpath", (draft, value) => void (draft.image = { subpath: value })],
  ["tmpfs-size", (draft, value, _io, key) => setSize(draft, key, value)],
  ["tmpfs-mode", (draft, value, _io, key) => setMode(draft, key, value)],
]);

/** Keys that may stand alone, which is `=true`. */
const LONE = new Set(["readonly", "ro", "volume-nocopy", "bind-nonrecursive"]);

/** What the client logs on standard error of a mount. */
export function mountWarning(value: string): string | undefined {
  const given = /(?:^|,)"?bind-nonrecursive=([^,"]*)/i.exec(value)?.[1];
  return given !== undefined && parseBool(given).ok
    ? "bind-nonrecursive is deprecated, use bind-recursive=disabled instead"
    : undefined;
}

export function parseMount(value: string, io: ClientIo): Result<Mount, string> {
  const fields = parseCsvRecord(value);
  if (!fields.ok) return fields;
  const draft: Draft = { type: "volume", source: "", target: "", readOnly: false, consistency: "" };
  for (const field of fields.value) {
    const wrong = readField(draft, field, io);
    if (wrong !== undefined) return fail(wrong);
  }
  const wrong = conflict(draft);
  return wrong === undefined ? ok(finish(draft)) : fail(wrong);
}

function readField(draft: Draft, field: string, io: ClientIo): Outcome {
  const [written, value, found] = cut(field, "=");
  const key = written.toLowerCase();
  if (!found && !LONE.has(key)) return `invalid field '${field}' must be a key=value pair`;
  const set = SETTERS.get(key);
  return set === undefined
    ? `unexpected key '${key}' in '${field}'`
    : (set(draft, found ? value : "true", io, key) ?? undefined);
}

function conflict(draft: Draft): Outcome {
  if (draft.type === "") return "type is required";
  if (draft.target === "") return "target is required";
  for (const type of ["volume", "image", "bind", "tmpfs"] as const)
    if (draft[type] !== undefined && draft.type !== type)
      return `cannot mix '${type}-*' options with mount type '${draft.type}'`;
  const needs = (what: string, option: string): string =>
    `option 'bind-recursive=${option}' requires '${what}' to be specified in conjunction`;
  if (draft.bind?.ReadOnlyNonRecursive && !draft.readOnly) return needs("readonly", "writable");
  if (draft.bind?.ReadOnlyForceRecursive && !draft.readOnly) return needs("readonly", "readonly");
  if (draft.bind?.ReadOnlyForceRecursive && draft.bind.Propagation !== "rprivate")
    return needs("bind-propagation=rprivate", "readonly");
  return undefined;
}

/** What is empty or false is left out, as the API does. */
function finish(draft: Draft): Mount {
  const { bind: bindOptions, volume: v, image, tmpfs: t } = draft;
  return {
    Type: draft.type,
    ...(draft.source !== "" && { Source: draft.source }),
    Target: draft.target,
    ...(draft.readOnly && { ReadOnly: true }),
    ...(draft.consistency !== "" && { Consistency: draft.consistency }),
    ...(bindOptions && { BindOptions: withoutFalse(bindOptions) }),
    ...(v && {
      VolumeOptions: {
        ...(v.noCopy && { NoCopy: true }),
        ...(v.labels.size > 0 && { Labels: v.labels }),
        ...(v.subpath !== "" && { Subpath: v.subpath }),
        DriverConfig: {
          ...(v.driver !== "" && { Name: v.driver }),
          ...(v.options && v.options.size > 0 && { Options: v.options }),
        },
      },
    }),
    ...(image && { ImageOptions: image.subpath === "" ? {} : { Subpath: image.subpath } }),
    ...(t && {
      TmpfsOptions: { ...(t.size !== 0 && { SizeBytes: t.size }), ...(t.mode !== 0 && { Mode: t.mode }) },
    }),
  };
}

const withoutFalse = (options: BindOptions): BindOptions => ({
  ...(options.Propagation && { Propagation: options.Propagation }),
  ...(options.NonRecursive && { NonRecursive: true }),
  ...(options.ReadOnlyNonRecursive && { ReadOnlyNonRecursive: true }),
  ...(options.ReadOnlyForceRecursive && { ReadOnlyForceRecursive: true }),
});
