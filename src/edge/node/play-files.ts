// `paperwhale play`: scenario files in, recordings out, each in a world of its own. What playing means is in
// testing/play.ts.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { play, type Recording } from "../../testing/play.ts";
import { PLAY_HOSTS } from "../../world/play-plan.ts";
import { systemError } from "./system-error.ts";

/** 0, or 1 where a file could not be read, played or written; the others are played all the same. */
export function playFiles(files: readonly string[], out: string, seed: number | string): number {
  const complaints = files.flatMap((file) => playFile(file, out, seed) ?? []);
  for (const complaint of complaints) process.stderr.write(`paperwhale: ${complaint}\n`);
  return complaints.length === 0 ? 0 : 1;
}

function playFile(file: string, out: string, seed: number | string): string | undefined {
  const name = basename(file, ".scn");
  try {
    const played = play(readFileSync(file, "utf8"), name, { seed, hosts: PLAY_HOSTS });
    if (!played.ok) return `${file}:${played.error.line}: ${played.error.message}`;
    const { recording, crash } = played.value;
    write(join(out, `${name}.json`), `${JSON.stringify(recording, null, 1)}\n`);
    process.stdout.write(`${name}: ${recording.steps.length} steps${hung(recording)}\n`);
    return crash && `${file}: a bug in paperwhale: ${crash.stack ?? crash.message}`;
  } catch (error) {
    const complaint = error instanceof NotWritten ? error.message : systemError(error, file);
    if (complaint === undefined) throw error;
    return complaint;
  }
}

class NotWritten extends Error {}

function write(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  } catch (error) {
    throw new NotWritten(systemError(error, path));
  }
}

function hung({ steps }: Recording): string {
  const index = steps.findIndex(({ exit }) => exit === null);
  return index < 0 ? "" : `, of which step ${index + 1} never ended`;
}
