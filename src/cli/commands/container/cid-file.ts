// --cidfile: the container's id in a file, which must not be there before, and is taken away again if no container came
// of it (docker/cli container/create.go).

import { failed } from "../../../base/errno.ts";
import { goErrno, pathError } from "../../../base/go/errno-text.ts";
import { fail, ok, type Result } from "../../../base/result.ts";
import { encode } from "../../../base/utf8.ts";
import { O_CREAT, O_RDWR, O_TRUNC, type Fd, type Sys, type Task } from "../../../kernel/sys.ts";
import type { Outcome } from "../../client-error.ts";
import { clientError } from "../../client-error.ts";

export interface CidFile {
  readonly path: string;
  /** undefined: none was asked for */
  readonly fd: Fd | undefined;
}

export function* openCidFile(sys: Sys, path: string): Task<Result<CidFile, string>> {
  if (path === "") return ok({ path, fd: undefined });
  if (!failed(sys.stat(path)))
    return fail(`container ID file found, make sure the other container isn't running or delete ${path}`);
  const fd = yield* sys.open(path, O_RDWR | O_CREAT | O_TRUNC, 0o666);
  if (failed(fd)) return fail(`failed to create the container ID file: ${pathError("open", path, fd)}`);
  return ok({ path, fd });
}

/** `id` undefined: there is no container. */
export function* closeCidFile(sys: Sys, { fd, path }: CidFile, id: string | undefined): Task<Outcome> {
  if (fd === undefined) return undefined;
  const written = id === undefined ? 0 : yield* sys.write(fd, encode(id));
  void sys.close(fd);
  if (failed(written))
    return clientError(`failed to write the container ID to the file: write ${path}: ${goErrno(written)}`);
  if (id === undefined) void sys.unlink(path);
  return undefined;
}
