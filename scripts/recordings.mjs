// Recordings in files: gzipped JSON, {texts, cases}, where the stdout and stderr of a case are places in texts.
import { readFileSync, writeFileSync } from "node:fs";
import { gunzipSync, gzipSync } from "node:zlib";

export function writeRecordings(path, recorded) {
  const texts = [...new Set(recorded.flatMap((r) => [r.stdout, r.stderr]))].sort();
  const place = new Map(texts.map((text, i) => [text, i]));
  const cases = recorded.map((r) => ({ ...r, stdout: place.get(r.stdout), stderr: place.get(r.stderr) }));
  writeFileSync(path, gzipSync(JSON.stringify({ texts, cases }), { level: 9 }));
}

export function readRecordings(path) {
  const { texts, cases } = JSON.parse(gunzipSync(readFileSync(path)).toString());
  return cases.map((c) => ({ ...c, stdout: texts[c.stdout], stderr: texts[c.stderr] }));
}
