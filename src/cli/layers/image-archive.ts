// The layers of the first image of an archive as `docker save` writes it: its manifest, its config's history, and the
// tars of its layers (moby image/spec). What they come to is base/formats/layer-report.ts.

import { decompress } from "../../base/formats/compression.ts";
import { reportLayers, type ImageReport, type LayerFile } from "../../base/formats/layer-report.ts";
import { parseJson, type RawJson } from "../../base/go/json-decode.ts";
import { fail, ok, type Result } from "../../base/result.ts";
import { decode } from "../../base/utf8.ts";
import { decodeEntries } from "../archive/tar-entries.ts";

const member = (value: RawJson | undefined, name: string): RawJson | undefined =>
  value instanceof Map ? value.get(name) : undefined;
const textOf = (value: RawJson | undefined): string => (typeof value === "string" ? value : "");
const listOf = (value: RawJson | undefined): readonly RawJson[] => (Array.isArray(value) ? value : []);

/** The error says what is wrong with the archive. */
export function reportArchive(archive: Uint8Array): Result<ImageReport, string> {
  const plain = decompress(archive);
  const entries = plain.error === undefined ? decodeEntries(plain.bytes) : fail(plain.error);
  if (!entries.ok) return entries;
  const files = new Map(entries.value.map(({ name, bytes }) => [name, bytes]));
  const json = (name: string): RawJson | undefined => {
    const bytes = files.get(name);
    const parsed = bytes === undefined ? undefined : parseJson(decode(bytes));
    return parsed?.ok === true ? parsed.value : undefined;
  };
  const [manifest] = listOf(json("manifest.json"));
  if (manifest === undefined) return fail("there is no image in it");
  const config = json(textOf(member(manifest, "Config")));
  const digests = listOf(member(member(config, "rootfs"), "diff_ids")).map(textOf);
  const steps = listOf(member(config, "history")).filter((step) => member(step, "empty_layer") !== true);
  const sources = [];
  for (const [index, name] of listOf(member(manifest, "Layers")).entries()) {
    const layer = filesOf(files.get(textOf(name)));
    if (!layer.ok) return fail(`layer ${index + 1}: ${layer.error}`);
    const createdBy = textOf(member(steps[index], "created_by"));
    sources.push({ digest: digests[index] ?? "", createdBy, files: layer.value });
  }
  return ok(reportLayers(sources));
}

function filesOf(bytes: Uint8Array | undefined): Result<readonly LayerFile[], string> {
  if (bytes === undefined) return fail("it is not in the archive");
  const plain = decompress(bytes);
  const entries = plain.error === undefined ? decodeEntries(plain.bytes) : fail(plain.error);
  if (!entries.ok) return entries;
  return ok(
    entries.value.map(({ name, type, mode, uid, gid, mtime, bytes: content }) => ({
      path: name.replace(/^(?:\.?\/)+|\/+$/g, ""),
      type,
      mode,
      uid,
      gid,
      mtime,
      size: content.length,
    })),
  );
}
