// Symbolic links among the client's own files, resolved as Go does it (path/filepath EvalSymlinks): name by name, with
// an error that tells which name is missing.

import { failed } from "../../base/errno.ts";
import { goErrno, pathError } from "../../base/go/errno-text.ts";
import { fail, ok, type Result } from "../../base/result.ts";
import type { Sys } from "../../kernel/sys.ts";
import { S_IFDIR, S_IFLNK, typeOf } from "../file-types.ts";
import { cleanPath } from "../opts/client-io.ts";

const MOST_LINKS = 255;

/** Of an absolute path; what is named must exist. */
export function resolveLinks(sys: Sys, path: string): Result<string, string> {
  let done = "/";
  let rest = path;
  for (let links = 0; ;) {
    const [, name = "", after = ""] = /^\/*([^/]*)(.*)$/s.exec(rest) ?? [];
    rest = after;
    if (name === "") return ok(cleanPath(done));
    if (name === ".") continue;
    const here = cleanPath(`${done}/${name}`);
    const node = name === ".." ? undefined : sys.lstat(here);
    if (node !== undefined && failed(node)) return fail(pathError("lstat", here, node));
    if (node === undefined || typeOf(node.mode) !== S_IFLNK) {
      if (node !== undefined && typeOf(node.mode) !== S_IFDIR && rest !== "") return fail(goErrno("ENOTDIR"));
      done = here;
      continue;
    }
    if (++links > MOST_LINKS) return fail("EvalSymlinks: too many links");
    const link = sys.readlink(here);
    if (failed(link)) return fail(pathError("readlink", here, link));
    if (link.target.startsWith("/")) done = "/";
    rest = `${link.target}${rest}`;
  }
}
