// `docker context export` (docker/cli context/export.go): a context as a tar archive, in a new file or on standard output.
// A file that was opened for nothing stays, empty.

import { failed } from "../../../base/errno.ts";
import { pathError } from "../../../base/go/errno-text.ts";
import { quote } from "../../../base/go/quote.ts";
import { fail, ok, type Result } from "../../../base/result.ts";
import { O_CLOEXEC, O_CREAT, O_EXCL, O_RDWR, type Task } from "../../../kernel/sys.ts";
import { clientError } from "../../client-error.ts";
import { encodeContext } from "./archive.ts";
import { Contexts } from "./contexts.ts";
import { nameComplaint } from "../../context/metadata.ts";
import { DEFAULT_CONTEXT, loadTlsFiles } from "../../context/store.ts";
import { writeAll } from "../../writing.ts";
import type { Verb } from "../verb.ts";

export const exportContext: Verb = function* (client, { args: [name = "", given] }) {
  const { sys } = client;
  const wrong = name === DEFAULT_CONTEXT ? undefined : nameComplaint(name);
  if (wrong !== undefined) return clientError(wrong);
  const path = given ?? `${name}.dockercontext`;
  if (path === "-") {
    if (client.outputIsTerminal)
      return clientError("cowardly refusing to export to a terminal, specify a file path");
    const bytes = yield* archiveOf(new Contexts(client), name);
    return bytes.ok ? yield* client.writeAll(1, bytes.value) : clientError(bytes.error);
  }
  const fd = yield* sys.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600);
  if (failed(fd)) return clientError(pathError("open", path, fd));
  const bytes = yield* archiveOf(new Contexts(client), name);
  const refused = bytes.ok ? yield* writeAll(sys, fd, path, bytes.value) : bytes.error;
  void sys.close(fd);
  if (refused !== undefined) return clientError(refused);
  yield* client.printError(`Written file ${quote(path)}\n`);
  return undefined;
};

function* archiveOf(contexts: Contexts, name: string): Task<Result<Uint8Array, string>> {
  const found = yield* contexts.get(name);
  if (!found.ok) return fail(found.error);
  const tls = yield* loadTlsFiles(contexts.client.sys, contexts.folder, name);
  return ok(encodeContext(found.value, tls));
}
