// What Go's syscall package says of an error of the system: the C library's words, begun in lower case. os.PathError,
// which most errors of files are, puts the call and the path before them.

import { strerror, type Errno } from "../errno.ts";

export function goErrno(errno: Errno): string {
  const text = strerror(errno);
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** os.PathError: `open /x: no such file or directory` */
export const pathError = (call: string, path: string, errno: Errno): string =>
  `${call} ${path}: ${goErrno(errno)}`;
