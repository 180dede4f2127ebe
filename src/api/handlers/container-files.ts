// Files of containers: changes, export, copying out and in (moby api/server/router/container/copy.go,
// inspect.go). Tars travel as one piece of bytes; on a real connection they are the body.

import type { Bytes } from "../wire/operations.ts";
import { answer, flag, NO_CONTENT, refuse, sendBytes, text, type Handler } from "./context.ts";
import type { Query } from "../wire/message.ts";

export const containerChanges: Handler = function* ({ engine }, { target }) {
  const changes = engine.call("containerChanges", target);
  if (!changes.ok) return refuse(changes.error);
  return answer(changes.value.length === 0 ? null : changes.value);
};

export const exportContainer: Handler = function* (context, { target }) {
  const exported = context.engine.call("exportContainer", target);
  if (!exported.ok) return refuse(exported.error);
  context.begin(200);
  return sendBytes(context, exported.value);
};

/** What is wrong with the parameters of all three below. */
function missing(target: string, query: Query): string | undefined {
  if (target === "") return "bad parameter: namecannot be empty";
  return text(query, "path") === "" ? "bad parameter: pathcannot be empty" : undefined;
}

export const archiveInfo: Handler = function* ({ engine }, { target, query }) {
  const bad = missing(target, query);
  if (bad !== undefined) return refuse({ kind: "invalid-parameter", message: bad });
  const status = engine.call("statContainerPath", target, text(query, "path"));
  return status.ok ? answer(status.value) : refuse(status.error);
};

export const archiveOut: Handler = function* (context, { target, query }) {
  const bad = missing(target, query);
  if (bad !== undefined) return refuse({ kind: "invalid-parameter", message: bad });
  const archived = context.engine.call("archiveContainerPath", target, text(query, "path"));
  if (!archived.ok) return refuse(archived.error);
  context.begin(200, archived.value.status);
  return sendBytes(context, archived.value.tar);
};

export const archiveIn: Handler = function* ({ engine }, { target, query, body }) {
  const bad = missing(target, query);
  if (bad !== undefined) return refuse({ kind: "invalid-parameter", message: bad });
  const put = engine.call("putContainerArchive", target, text(query, "path"), body as Bytes, {
    noOverwriteDirNonDir: flag(query, "noOverwriteDirNonDir"),
    copyUidGid: flag(query, "copyUIDGID"),
  });
  if (!put.ok) return refuse(put.error);
  return { ...NO_CONTENT, status: 200 };
};
