// The real path behind a path: symbolic links followed, `.` and `..` taken out, as realpath(3) and GNU's
// canonicalize do it with system calls. Not here: names that the kernel would refuse to walk.

import { failed, type Errno } from "../../base/errno.ts";
import { MAX_SYMLINKS } from "../../base/limits.ts";
import type { Sys } from "../../kernel/sys.ts";
import { isDirectory, isSymlink } from "../libc/file-mode.ts";

/** Which parts must exist: all (-e), all but the last (-f), none (-m). */
export type MustExist = "existing" | "all-but-last" | "missing";

/** `follow` off takes symbolic links as they are (realpath -s). */
export function resolvePath(
  sys: Sys,
  path: string,
  must: MustExist,
  follow = true,
): { readonly path: string } | Errno {
  if (path === "") return "ENOENT";
  const cwd = sys.getcwd();
  if (!path.startsWith("/") && failed(cwd)) return cwd;
  const start = path.startsWith("/") || failed(cwd) ? "" : cwd.path === "/" ? "" : cwd.path;
  const todo = path.split("/").reverse();
  const slash = /\/\.?$/.test(path);
  let at = start;
  let links = 0;
  while (todo.length > 0) {
    const name = todo.pop() as string;
    if (name === "" || name === ".") continue;
    if (name === "..") {
      at = at.slice(0, Math.max(0, at.lastIndexOf("/")));
      continue;
    }
    const next = `${at}/${name}`;
    const last = todo.every((rest) => rest === "" || rest === ".");
    const node = sys.lstat(next);
    if (failed(node)) {
      const excused = must === "missing" || (must === "all-but-last" && last && node === "ENOENT");
      if (!excused) return node;
    } else if (follow && isSymlink(node)) {
      const link = sys.readlink(next);
      if (failed(link)) return link;
      if (++links > MAX_SYMLINKS) {
        if (must !== "missing") return "ELOOP";
        at = next;
        continue;
      }
      if (link.target.startsWith("/")) at = "";
      todo.push(...link.target.split("/").reverse());
      continue;
    } else if (must !== "missing" && (!last || slash) && !isDirectory(node)) {
      const target = isSymlink(node) ? sys.stat(next) : node;
      if (failed(target)) return target;
      if (!isDirectory(target)) return "ENOTDIR";
    }
    at = next;
  }
  return { path: at === "" ? "/" : at };
}

/** How to get to `path` from the directory `from`; both are absolute and real. */
export function relativePath(path: string, from: string): string {
  const [to, base] = [path, from].map((p) => p.split("/").filter((name) => name !== "")) as [
    string[],
    string[],
  ];
  let common = 0;
  while (common < to.length && common < base.length && to[common] === base[common]) common++;
  const up = base.slice(common).map(() => "..");
  return [...up, ...to.slice(common)].join("/") || ".";
}
