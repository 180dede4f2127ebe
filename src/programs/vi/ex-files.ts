// Writing the text to a file and reading another into it, with what each vi says of it.
// Relies on state.ts. Not here: the commands that ask for it (ex.ts).

import { failed, strerror } from "../../base/errno.ts";
import { decode, encode } from "../../base/utf8.ts";
import { O_CREAT, O_TRUNC, O_WRONLY, type Task } from "../../kernel/sys.ts";
import { readFile } from "../libc/input.ts";
import type { Vi } from "./state.ts";
import { linesOf, Text } from "./text.ts";

/** False if it could not be written, which the message tells. */
export function* write(vi: Vi, path: string | undefined, text: Text = vi.text): Task<boolean> {
  if (path === undefined) {
    vi.message = vi.family === "gnu" ? "E32: No file name" : "No current filename";
    return false;
  }
  const isNew = failed(vi.sys.stat(path));
  const fd = yield* vi.sys.open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o666);
  if (failed(fd)) {
    vi.message =
      vi.family === "gnu" ? `"${path}" E212: Can't open file for writing` : `'${path}' ${strerror(fd)}`;
    return false;
  }
  const bytes = encode(text.content);
  const written = yield* vi.sys.write(fd, bytes);
  void vi.sys.close(fd);
  if (failed(written)) {
    vi.message = `"${path}" ${strerror(written)}`;
    return false;
  }
  const count = text.lines.length;
  vi.message =
    vi.family === "gnu"
      ? `"${path}"${isNew ? " [New]" : ""} ${count}L, ${bytes.length}B written`
      : `'${path}' ${count}L, ${Array.from(text.content).length}C`;
  vi.path ??= path;
  if (text === vi.text && path === vi.path) vi.saved = vi.text;
  return true;
}

/** The lines of a file; undefined, with a message, if it cannot be read. */
export function* read(vi: Vi, path: string): Task<Text | undefined> {
  const bytes = yield* readFile(vi.sys, path);
  if (!failed(bytes)) return new Text(linesOf(decode(bytes)));
  vi.message = vi.family === "gnu" ? `E484: Can't open file ${path}` : `'${path}' ${strerror(bytes)}`;
  return undefined;
}
