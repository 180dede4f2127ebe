// Recordings in files: gzipped JSON, {texts, cases, values?}, where what was printed is told by its place in texts: most
// of it was printed many times.
import { readFileSync, writeFileSync } from "node:fs";
import { gunzipSync, gzipSync } from "node:zlib";

/** `recorded`: [{…, stdout, stderr}]; `values`: [{path, flag, value, error}], see record-parsing.mjs. */
export function writeRecordings(path, recorded, values = []) {
  const errors = values.map(abridge);
  const texts = [...new Set([...recorded.flatMap((r) => [r.stdout, r.stderr]), ...errors])].sort((a, b) =>
    a < b ? -1 : 1,
  );
  const place = new Map(texts.map((text, i) => [text, i]));
  const cases = recorded.map((r) => ({ ...r, stdout: place.get(r.stdout), stderr: place.get(r.stderr) }));
  const told = values.map((v, i) => [v.path, v.flag, v.value, place.get(errors[i])]);
  writeFileSync(
    path,
    gzipSync(JSON.stringify({ texts, cases, ...(told.length > 0 && { values: told }) }), { level: 9 }),
  );
}

/** An error with its value, flag and command as signs, so that it is the same text for many. */
function abridge({ path, flag, value, error }) {
  const signs = [
    [JSON.stringify(value), "\u0001"],
    [`docker ${path}`, "\u0002"],
    [`--${flag}`, "\u0003"],
    ...(value.length > 2 ? [[value, "\u0004"]] : []),
  ];
  return signs.reduce((text, [part, sign]) => text.replaceAll(part, sign), error);
}

export function readRecordings(path) {
  const { texts, cases } = JSON.parse(gunzipSync(readFileSync(path)).toString());
  return cases.map((c) => ({ ...c, stdout: texts[c.stdout], stderr: texts[c.stderr] }));
}
