// patch(1): applies unified patches to files, looking for the lines nearby where they are not in their place, and forgiving up
// to two lines of context. What does not fit goes to NAME.rej. Not here: other forms of patches, version control, ed.

import { failed, strerror } from "../../base/errno.ts";
import { decode, encode } from "../../base/utf8.ts";
import { O_CREAT, O_TRUNC, O_WRONLY, type Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { readAll, readText } from "../libc/input.ts";
import { parsePatch, reversed, type FilePatch, type PatchHunk } from "./patch-parse.ts";

const FUZZ = 2;

interface Placed {
  /** index of the first line that is replaced */
  readonly at: number;
  readonly fuzz: number;
}

const fits = (lines: readonly string[], old: readonly string[], at: number): boolean =>
  at >= 0 && at + old.length <= lines.length && old.every((line, i) => lines[at + i] === line);

/** Lines of context at both ends of a hunk. */
function contextOf({ old, fresh }: PatchHunk): [number, number] {
  const most = Math.min(old.length, fresh.length);
  let before = 0;
  while (before < most && old[before] === fresh[before]) before++;
  let after = 0;
  while (after < most - before && old.at(-1 - after) === fresh.at(-1 - after)) after++;
  return [before, after];
}

function place(lines: readonly string[], hunk: PatchHunk, wanted: number): Placed | undefined {
  const [before, after] = contextOf(hunk);
  for (let fuzz = 0; fuzz <= FUZZ; fuzz++) {
    const cut = [Math.min(fuzz, before), Math.min(fuzz, after)] as const;
    const old = hunk.old.slice(cut[0], hunk.old.length - cut[1]);
    for (let offset = 0; offset <= lines.length; offset++)
      for (const at of offset === 0 ? [wanted] : [wanted + offset, wanted - offset])
        if (fits(lines, old, at + cut[0])) return { at, fuzz };
    if (before < fuzz && after < fuzz) return undefined;
  }
  return undefined;
}

/** The name without as many leading directories as -p says; without -p only the last part. */
const stripped = (name: string, count: number | undefined): string =>
  count === undefined ? (name.split("/").at(-1) ?? name) : name.split(/\/+/).slice(count).join("/");

class Patching {
  private failures = false;

  constructor(private readonly io: Io) {}

  private chosen({ oldName, newName }: FilePatch): string | undefined {
    const { io } = this;
    if (io.operands[0] !== undefined) return io.operands[0];
    const strip = io.value("p");
    const count = strip === undefined ? undefined : Number(strip);
    const names = [oldName, newName].filter((name) => name !== "/dev/null").map((name) => stripped(name, count));
    return names.find((name) => !failed(io.sys.stat(name))) ?? (oldName === "/dev/null" ? names.at(-1) : names[0]);
  } // prettier-ignore

  private *say(text: string): Task<void> {
    if (!this.io.has("s")) yield* this.io.print(text);
  }

  private announce(path: string, isNew: boolean): Task<void> {
    if (this.isBusybox) return this.say(isNew ? `creating ${path}\n` : `patching file ${path}\n`);
    return this.say(`${this.io.has("dry-run") ? "checking" : "patching"} file ${path}\n`);
  }

  private get isBusybox(): boolean {
    return this.io.family === "busybox";
  }

  *file(patch: FilePatch): Task<number | undefined> {
    const { io } = this;
    const path = this.chosen(patch);
    if (path === undefined || path === "") return yield* io.complain("**** can't find file to patch", 1);
    const read = yield* readText(io.sys, path);
    const isNew = patch.oldName === "/dev/null" || patch.hunks[0]?.oldStart === 0;
    if (failed(read) && !isNew) {
      yield* io.print(`can't find file to patch at input line 3\n`);
      yield* io.print(`No file to patch.  Skipping patch.\n${patch.hunks.length} out of ${patch.hunks.length} hunk${patch.hunks.length === 1 ? "" : "s"} ignored\n`);
      this.failures = true;
      return undefined;
    }
    const text = failed(read) ? "" : read.text;
    yield* this.announce(path, failed(read));
    const { lines, unfinished, rejected } = yield* this.hunks(patch, text);
    if (rejected.length > 0) yield* this.reject(path, patch, rejected);
    if (io.has("dry-run")) return undefined;
    const output = io.value("o") ?? path;
    if (lines.length === 0 && (patch.newName === "/dev/null" || io.has("E"))) {
      void io.sys.unlink(output);
      return undefined;
    }
    if (io.has("b") && !failed(read)) yield* this.write(`${path}.orig`, text);
    return yield* this.write(output, lines.join("\n") + (lines.length > 0 && !unfinished ? "\n" : ""));
  } // prettier-ignore

  private *hunks({ hunks }: FilePatch, text: string) {
    let lines = text === "" ? [] : text.replace(/\n$/, "").split("\n");
    let unfinished = text !== "" && !text.endsWith("\n");
    let moved = 0;
    const rejected: PatchHunk[] = [];
    for (const [i, hunk] of hunks.entries()) {
      const wanted = Math.max(0, hunk.oldStart - (hunk.old.length === 0 ? 0 : 1)) + moved;
      const placed = place(lines, hunk, wanted);
      if (placed === undefined) {
        rejected.push(hunk);
        if (this.isBusybox) yield* this.io.tell(`Hunk ${i + 1} FAILED ${hunk.oldStart}/${hunk.newStart}.\n${hunk.text.replace(/^.*\n/, "")}`);
        else yield* this.say(`Hunk #${i + 1} FAILED at ${hunk.oldStart}.\n`);
        continue;
      }
      const offset = placed.at - wanted;
      const line = placed.at + 1 + (hunk.newStart - hunk.oldStart - (moved - 0));
      if (!this.isBusybox && (offset !== 0 || placed.fuzz > 0)) {
        const fuzz = placed.fuzz > 0 ? ` with fuzz ${placed.fuzz}` : "";
        const where = offset === 0 ? "" : ` (offset ${offset} line${Math.abs(offset) === 1 ? "" : "s"})`;
        yield* this.say(`Hunk #${i + 1} succeeded at ${line}${fuzz}${where}.\n`);
      }
      const isEnd = placed.at + hunk.old.length >= lines.length;
      const [before, after] = contextOf(hunk);
      const cut = [Math.min(placed.fuzz, before), Math.min(placed.fuzz, after)] as const;
      const fresh = hunk.fresh.slice(cut[0], hunk.fresh.length - cut[1]);
      lines = [...lines.slice(0, placed.at + cut[0]), ...fresh, ...lines.slice(placed.at + hunk.old.length - cut[1])];
      if (isEnd) unfinished = hunk.freshUnfinished;
      moved += hunk.fresh.length - hunk.old.length + offset;
    }
    return { lines, unfinished, rejected };
  } // prettier-ignore

  private *reject(path: string, patch: FilePatch, rejected: readonly PatchHunk[]): Task<void> {
    this.failures = true;
    if (this.isBusybox) return;
    const plural = patch.hunks.length === 1 ? "" : "s";
    const saved = this.io.has("dry-run") ? "" : ` -- saving rejects to file ${path}.rej`;
    yield* this.say(`${rejected.length} out of ${patch.hunks.length} hunk${plural} FAILED${saved}\n`);
    if (saved !== "")
      yield* this.write(`${path}.rej`, `--- ${patch.oldName}\n+++ ${patch.newName}\n${rejected.map(({ text }) => text).join("")}`); // prettier-ignore
  }

  private *write(path: string, text: string): Task<number | undefined> {
    const { sys } = this.io;
    const fd = yield* sys.open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o666);
    if (failed(fd)) return yield* this.io.complain(`**** Can't create file ${path} : ${strerror(fd)}`, 2);
    yield* sys.write(fd, encode(text));
    void sys.close(fd);
    return undefined;
  }

  get status(): number {
    return this.failures ? 1 : 0;
  }
}

export const patch = command(
  {
    name: "patch",
    gnu: "p/strip: i/input: R/reverse d/directory: dry-run s/quiet silent N/forward o/output: b/backup E/remove-empty-files u/unified f/force t/batch l/ignore-whitespace F/fuzz: r/reject-file: V/version-control: z/suffix: no-backup-if-mismatch verbose binary",
    busybox: "p/strip: i/input: R/reverse d: dry-run N/forward E/remove-empty-files u l f",
    usageStatus: { gnu: 2 },
    package: "GNU patch 2.8",
    usage: "[-RNE] [-p N] [-i DIFF] [ORIGFILE [PATCHFILE]]",
  },
  function* (io) {
    const folder = io.value("d");
    const moved = folder === undefined ? undefined : io.sys.chdir(folder);
    if (moved !== undefined)
      return yield* io.complain(`**** Can't change to directory ${folder} : ${strerror(moved)}`, 2);
    const input = io.value("i") ?? io.operands[1];
    const fd = input === undefined || input === "-" ? 0 : yield* io.sys.open(input, 0);
    const bytes = failed(fd) ? fd : yield* readAll(io.sys, fd);
    if (failed(bytes) && io.family === "busybox") return yield* io.complainOf(input ?? "-", bytes);
    if (failed(bytes))
      return yield* io.complain(`**** Can't open patch file ${input} : ${strerror(bytes)}`, 2);
    const patches = parsePatch(decode(bytes));
    if (patches.length === 0) {
      if (bytes.length === 0 || io.family === "busybox") return 0;
      if (bytes.at(-1) !== 10) yield* io.print("patch unexpectedly ends in middle of line\n");
      return yield* io.complain("**** Only garbage was found in the patch input.", 2);
    }
    const patching = new Patching(io);
    for (const one of patches) {
      const stopped = yield* patching.file(io.has("R") ? reversed(one) : one);
      if (stopped !== undefined) return stopped;
    }
    return patching.status;
  },
);
