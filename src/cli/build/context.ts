// A folder as a build context: every file that .dockerignore does not leave out, as the client reads it (BuildKit's
// session/filesync, tonistiigi/fsutil walker). What is sent is sorted by path, directories before what is in them.

import type { BodyOf } from "../../api/wire/operations.ts";
import { failed } from "../../base/errno.ts";
import { patternMatcher, readIgnoreFile, type PatternMatcher } from "../../base/pattern-matcher.ts";
import { decode } from "../../base/utf8.ts";
import type { Sys, Task } from "../../kernel/sys.ts";
import { S_IFDIR, S_IFIFO, S_IFLNK, S_IFREG, typeOf } from "../file-types.ts";
import { readFile } from "../surroundings.ts";

export type BuildRequest = BodyOf<"BuildSolve">;
export type BuildContext = NonNullable<BuildRequest["context"]>;
type Entries = Extract<BuildContext, { kind: "local" }>["entries"];
type Entry = Entries[number];

/** The folder's files, with the patterns of the first of the ignore files that is there. */
export function* readContext(
  sys: Sys,
  directory: string,
  ignoreFiles: readonly string[],
): Task<BuildContext> {
  const patterns = yield* readPatterns(sys, ignoreFiles);
  const matcher = patternMatcher(patterns);
  if (!matcher.ok) return { kind: "broken", message: matcher.error };
  const walk = new Walk(
    sys,
    matcher.value,
    patterns.some((pattern) => pattern.startsWith("!")),
  );
  yield* walk.directory(directory, "");
  return { kind: "local", entries: walk.entries, ignored: patterns };
}

function* readPatterns(sys: Sys, files: readonly string[]): Task<readonly string[]> {
  for (const file of files) {
    const bytes = yield* readFile(sys, file);
    if (bytes.ok) return readIgnoreFile(decode(bytes.value));
  }
  return [];
}

class Walk {
  readonly entries: Entry[] = [];
  /** device and inode of files with several names -> the first of them */
  private readonly seen = new Map<string, string>();

  constructor(
    private readonly sys: Sys,
    private readonly ignored: PatternMatcher,
    /** something in a directory that is left out may be taken back */
    private readonly looksInto: boolean,
  ) {}

  *directory(path: string, below: string): Task<void> {
    const names = this.sys.list(path);
    if (failed(names)) return;
    for (const { name } of [...names].sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (name === "." || name === "..") continue;
      yield* this.child(`${path}/${name}`, below === "" ? name : `${below}/${name}`);
    }
  }

  private *child(path: string, below: string): Task<void> {
    const node = this.sys.lstat(path);
    if (failed(node)) return;
    const isLeftOut = this.ignored.matches(below);
    const { mode, mtime } = node;
    const kind = typeOf(mode);
    if (kind === S_IFDIR) {
      if (isLeftOut && !this.looksInto) return;
      const before = this.entries.length;
      if (!isLeftOut) this.entries.push({ path: below, mode, mtime });
      yield* this.directory(path, below);
      if (isLeftOut && this.entries.length > before)
        this.entries.splice(before, 0, { path: below, mode, mtime });
      return;
    }
    if (isLeftOut) return;
    if (kind === S_IFLNK) {
      const target = this.sys.readlink(path);
      if (!failed(target)) this.entries.push({ path: below, mode, mtime, target: target.target });
    } else if (kind === S_IFIFO) {
      this.entries.push({ path: below, mode, mtime });
    } else if (kind === S_IFREG) {
      const identity = `${node.dev} ${node.ino}`;
      const link = node.nlink > 1 ? this.seen.get(identity) : undefined;
      if (node.nlink > 1 && link === undefined) this.seen.set(identity, below);
      if (link !== undefined) {
        this.entries.push({ path: below, mode, mtime, link });
        return;
      }
      const content = yield* readFile(this.sys, path);
      if (content.ok) this.entries.push({ path: below, mode, mtime, content: content.value });
    }
  }
}
