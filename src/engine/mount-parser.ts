// Mounts as requests spell them: -v's colons and --mount's fields, with the daemon's complaints
// (moby volume/mounts/linux_parser.go, validate.go).

import { dockerError, fail, ok, type Result } from "../base/result.ts";
import type { MountSpec } from "../model/container-config.ts";
import { cleanPath } from "./paths.ts";

/** A mount before its volume or source is looked for. */
export interface ParsedMount {
  readonly type: "bind" | "volume" | "tmpfs" | "image";
  readonly name: string;
  readonly source: string;
  readonly destination: string;
  readonly driver: string;
  readonly mode: string;
  readonly writable: boolean;
  readonly propagation: string;
  readonly noCopy: boolean;
  readonly subpath: string;
  readonly options: string;
}

const PROPAGATIONS = new Set(["private", "rprivate", "slave", "rslave", "shared", "rshared"]);
const KINDS: readonly ReadonlySet<string>[] = [
  new Set(["rw", "ro"]),
  new Set(["Z", "z"]),
  PROPAGATIONS,
  new Set(["nocopy"]),
  new Set(["consistent", "cached", "delegated"]),
];

/** At most one word of each kind. */
export function isMountMode(mode: string): boolean {
  if (mode === "") return true;
  const words = mode.split(",");
  return (
    words.every((word) => KINDS.some((kind) => kind.has(word))) &&
    KINDS.every((kind) => words.filter((w) => kind.has(w)).length <= 1)
  );
}

const propagationIn = (mode: string): string | undefined =>
  mode.split(",").find((word) => PROPAGATIONS.has(word));

const invalidSpec = (raw: string): string => `invalid volume specification: '${raw}'`;

/** `[source:]target[:mode]` */
export function parseMountRaw(raw: string, volumeDriver: string): Result<ParsedMount> {
  const parts = raw.split(":");
  const [first = "", second, third = ""] = parts;
  if (first === "" || parts.length > 3 || (parts.length === 2 && isMountMode(second as string)))
    return dockerError("invalid-parameter", invalidSpec(raw));
  const [source, target] = parts.length === 1 ? ["", first] : [first, second as string];
  if (!isMountMode(third)) return dockerError("invalid-parameter", `invalid mode: ${third}`);
  const spec: MountSpec = {
    Type: source.startsWith("/") ? "bind" : "volume",
    Source: source,
    Target: target,
    ReadOnly: third.split(",").includes("ro"),
    ...(propagationIn(third) === undefined ? {} : { BindOptions: { Propagation: propagationIn(third) } }),
    ...(third.split(",").includes("nocopy") ? { VolumeOptions: { NoCopy: true } } : {}),
  };
  const wrong = complaintOf(spec, () => true);
  if (wrong !== undefined) return dockerError("invalid-parameter", `${invalidSpec(raw)}: ${wrong}`);
  return ok({ ...parsed(spec), driver: spec.Type === "volume" ? volumeDriver : "", mode: third });
}

export function parseMountSpec(spec: MountSpec, exists: (path: string) => boolean): Result<ParsedMount> {
  const wrong = complaintOf(spec, exists);
  return wrong === undefined ? ok(parsed(spec)) : fail({ kind: "invalid-parameter", message: wrong });
}

function parsed(spec: MountSpec): ParsedMount {
  const type = spec.Type as ParsedMount["type"];
  const bindLike = type === "bind" || type === "image";
  return {
    type,
    name: type === "volume" ? (spec.Source ?? "") : "",
    source: type === "bind" ? cleanPath(spec.Source ?? "") : type === "image" ? (spec.Source ?? "") : "",
    destination: cleanPath(spec.Target ?? ""),
    driver: type === "volume" ? (spec.VolumeOptions?.DriverConfig?.Name ?? "") : "",
    mode: "",
    writable: spec.ReadOnly !== true,
    propagation: bindLike ? spec.BindOptions?.Propagation || "rprivate" : "",
    noCopy: spec.VolumeOptions?.NoCopy === true,
    subpath: spec.VolumeOptions?.Subpath ?? spec.ImageOptions?.Subpath ?? "",
    options: type === "tmpfs" ? tmpfsOptions(spec) : "",
  };
}

function tmpfsOptions(spec: MountSpec): string {
  const { SizeBytes = 0, Mode = 0, Options } = spec.TmpfsOptions ?? {};
  const words = [
    ...(spec.ReadOnly ? ["ro"] : []),
    ...(Mode === 0 ? [] : [`mode=${Mode.toString(8)}`]),
    ...(SizeBytes === 0 ? [] : [`size=${sizeWord(SizeBytes)}`]),
    ...(Options ?? []).map((option) => (option ?? []).join("=")),
  ];
  return words.join(",");
}

/** The largest unit that loses nothing. */
function sizeWord(bytes: number): string {
  for (const [unit, size] of [
    ["g", 2 ** 30],
    ["m", 2 ** 20],
    ["k", 2 ** 10],
  ] as const)
    if (bytes % size === 0) return `${bytes / size}${unit}`;
  return String(bytes);
}

function complaintOf(spec: MountSpec, exists: (path: string) => boolean): string | undefined {
  const wrong = targetComplaint(spec.Target ?? "") ?? typeComplaint(spec, exists);
  return wrong === undefined ? undefined : `invalid mount config for type "${spec.Type ?? ""}": ${wrong}`;
}

function targetComplaint(target: string): string | undefined {
  if (target === "") return "field Target must not be empty";
  if (cleanPath(target) === "/") return "invalid specification: destination can't be '/'";
  return absoluteComplaint(target);
}

const absoluteComplaint = (path: string): string | undefined =>
  path.startsWith("/") ? undefined : `invalid mount path: '${path}' mount path must be absolute`;

const extra = (field: string): string => `field ${field} must not be specified`;
const isLocal = (path: string): boolean =>
  !path.startsWith("/") && cleanPath(path) !== ".." && !cleanPath(path).startsWith("../");

function typeComplaint(spec: MountSpec, exists: (path: string) => boolean): string | undefined {
  switch (spec.Type) {
    case "bind":
      return bindComplaint(spec, exists);
    case "volume":
      return volumeComplaint(spec);
    case "tmpfs":
      if (spec.BindOptions) return extra("BindOptions");
      if (spec.ImageOptions) return extra("ImageOptions");
      return spec.Source ? extra("Source") : undefined;
    case "image":
      if (spec.BindOptions) return extra("BindOptions");
      if (spec.VolumeOptions) return extra("VolumeOptions");
      if (!spec.Source) return "field Source must not be empty";
      return spec.ImageOptions?.Subpath && !isLocal(spec.ImageOptions.Subpath)
        ? "subpath must be a relative path within the volume"
        : undefined;
    default:
      return "mount type unknown";
  }
}

function bindComplaint(spec: MountSpec, exists: (path: string) => boolean): string | undefined {
  if (!spec.Source) return "field Source must not be empty";
  const propagation = spec.BindOptions?.Propagation ?? "";
  if (propagation !== "" && !PROPAGATIONS.has(propagation)) return `invalid propagation mode: ${propagation}`;
  if (spec.VolumeOptions) return extra("VolumeOptions");
  if (spec.ImageOptions) return extra("ImageOptions");
  const relative = absoluteComplaint(spec.Source);
  if (relative !== undefined) return relative;
  return exists(spec.Source) || spec.BindOptions?.CreateMountpoint
    ? undefined
    : `bind source path does not exist: ${spec.Source}`;
}

function volumeComplaint(spec: MountSpec): string | undefined {
  if (spec.BindOptions) return extra("BindOptions");
  if (spec.ImageOptions) return extra("ImageOptions");
  const subpath = spec.VolumeOptions?.Subpath ?? "";
  if (subpath !== "" && !spec.Source) return "must not set Subpath when using anonymous volumes";
  if (subpath !== "" && !isLocal(subpath)) return "subpath must be a relative path within the volume";
  return spec.ReadOnly && !spec.Source
    ? "must not set ReadOnly mode when using anonymous volumes"
    : undefined;
}

/** `container[:ro]` of --volumes-from: id or name, and whether it may be written. */
export function parseVolumesFrom(
  spec: string,
): Result<{ readonly container: string; readonly writable: boolean }> {
  if (spec === "")
    return dockerError("invalid-parameter", "volumes-from specification cannot be an empty string");
  const colon = spec.indexOf(":");
  const container = colon < 0 ? spec : spec.slice(0, colon);
  const mode = colon < 0 ? "" : spec.slice(colon + 1);
  if (!isMountMode(mode) || propagationIn(mode) !== undefined || mode.split(",").includes("nocopy"))
    return dockerError("invalid-parameter", `invalid mode: ${mode}`);
  return ok({ container, writable: !mode.split(",").includes("ro") });
}
