// --volume and --tmpfs of run and create: what goes into the container's configuration as an anonymous volume, and
// what becomes a bind (docker/cli container/opts.go). A relative path of the host is resolved where it begins with
// a dot; one that does not is the name of a volume.

import { ok, type Result } from "../../base/result.ts";
import { absolutePath, type ClientIo } from "./client-io.ts";
import { cut } from "./key-value.ts";
import { parseVolumeSpec } from "./volume-spec.ts";

export interface Volumes {
  readonly anonymous: ReadonlySet<string>;
  /** null if there are none */
  readonly binds: readonly string[] | null;
}

export function parseVolumes(values: readonly string[], io: ClientIo): Result<Volumes, string> {
  const anonymous = new Set<string>();
  const binds: string[] = [];
  for (const value of new Set(values)) {
    const spec = parseVolumeSpec(value);
    if (!spec.ok) return spec;
    const { source, type } = spec.value;
    if (source === "") anonymous.add(value);
    else binds.push(type === "bind" ? withAbsoluteSource(value, io) : value);
  }
  return ok({ anonymous, binds: binds.length > 0 ? binds : null });
}

function withAbsoluteSource(value: string, io: ClientIo): string {
  const [source, rest] = cut(value, ":");
  return source.startsWith(".") ? `${absolutePath(io, source)}:${rest}` : value;
}

/** `path[:options]`; what the options mean is found out when it is mounted. */
export const parseTmpfs = (values: readonly string[]): Map<string, string> =>
  new Map(values.map((value) => cut(value, ":")).map(([path, options]) => [path, options]));
