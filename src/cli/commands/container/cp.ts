// `docker cp` (docker/cli container/cp.go): files out of a container or into one, as tars that the client makes and
// unpacks itself, or passes on where `-` stands for a stream of one. What the API tells of a container's path decides
// which directory is meant and what the copy is called there.

import { humanSize } from "../../../base/go/human-size.ts";
import type { Bytes } from "../../../api/wire/operations.ts";
import { fail, ok } from "../../../base/result.ts";
import { concat } from "../../../base/utf8.ts";
import type { Task } from "../../../kernel/sys.ts";
import {
  type CopyInfo,
  keepEnd,
  linkTarget,
  rebased,
  renamingOf,
  splitPath,
  unpackingOf,
} from "../../archive/copy-paths.ts";
import { destinationInfo, outputComplaint } from "../../archive/local-destination.ts";
import { sourceInfo, tarSource } from "../../archive/local-source.ts";
import { decodeEntries, encodeEntries, renameEntry } from "../../archive/tar-entries.ts";
import { unpack } from "../../archive/unpack.ts";
import type { Answered, Client } from "../../client.ts";
import { clientError, type Outcome } from "../../client-error.ts";
import { hasGoMode, MODE_DEVICE, MODE_DIR, MODE_IRREGULAR, MODE_SYMLINK } from "../../file-types.ts";
import { parseCopyPath } from "../../opts/container-path.ts";
import { nextItem } from "../../streams/progress.ts";
import { readAll } from "../../surroundings.ts";
import type { Verb } from "../verb.ts";

interface Copying {
  readonly container: string;
  readonly source: string;
  readonly destination: string;
  readonly followLink: boolean;
  /** owners in the container as in the archive, if the container's user is not root */
  readonly archive: boolean;
  readonly quiet: boolean;
}

export const copyFiles: Verb = function* (client, { args: [source = "", destination = ""], flags }) {
  if (source === "") return clientError("source can not be empty");
  if (destination === "") return clientError("destination can not be empty");
  const from = parseCopyPath(source);
  const to = parseCopyPath(destination);
  const copying = {
    container: from.container || to.container,
    source: from.path,
    destination: to.path,
    followLink: flags.bool("follow-link"),
    archive: flags.bool("archive"),
    quiet: flags.changed("quiet") ? flags.bool("quiet") : !client.outputIsTerminal,
  };
  if (from.container !== "" && to.container !== "")
    return clientError("copying between containers is not supported");
  if (copying.container === "") return clientError("must specify at least one container source");
  return yield* from.container === "" ? copyIn(client, copying) : copyOut(client, copying);
};

/** An absolute path of the client's. */
const absolute = (client: Client, path: string): string => keepEnd(client.surroundings.absolute(path), path);

// ---- out of the container

function* copyOut(client: Client, copying: Copying): Task<Outcome> {
  const { container, destination: given } = copying;
  const destination = given === "-" ? given : absolute(client, given);
  const complaint = outputComplaint(client.sys, destination);
  if (complaint !== undefined) return clientError(complaint);
  const [path, rebaseName] = yield* sourceInContainer(client, copying);
  const stream = yield* client.open("ContainerArchive", { target: container, query: { path } });
  if (!stream.ok) return stream.error;
  const parts: Bytes[] = [];
  for (;;) {
    const item = yield* nextItem(client, stream.value);
    if (!item.ok) return item.error;
    if (item.value === undefined) break;
    if (destination === "-") yield* client.write(1, item.value);
    else parts.push(item.value);
  }
  if (destination === "-") return undefined;
  const isDirectory = hasGoMode(stream.value.head.mode, MODE_DIR);
  const info = { path, exists: true, isDirectory, rebaseName };
  return yield* reported(client, copying, "Copying from container - ", destination, function* () {
    const tar = concat(parts);
    const error = yield* unpackAs(client, tar, info, destination);
    return { size: tar.length, outcome: error === undefined ? undefined : clientError(error) };
  });
}

/** Where a link leads if it is to be followed, and what the user called it. */
function* sourceInContainer(
  client: Client,
  { container, source, followLink }: Copying,
): Task<readonly [path: string, rebaseName: string]> {
  if (!followLink) return [source, ""];
  const stat = yield* client.call("ContainerArchiveInfo", { target: container, query: { path: source } });
  if (!stat.ok || !hasGoMode(stat.value.mode, MODE_SYMLINK)) return [source, ""];
  return rebased(source, linkTarget(source, stat.value.linkTarget));
}

function* unpackAs(
  client: Client,
  tar: Bytes,
  source: CopyInfo,
  destination: string,
): Task<string | undefined> {
  const info = destinationInfo(client.sys, destination);
  if (!info.ok) return info.error;
  const unpacking = unpackingOf(source, info.value);
  if (!unpacking.ok) return unpacking.error;
  const entries = decodeEntries(tar);
  if (!entries.ok) return entries.error;
  const { directory, renaming } = unpacking.value;
  const own = source.rebaseName === "" ? undefined : renamingOf(splitPath(source.path)[1], source.rebaseName);
  const renamed = entries.value.map((entry) => renameEntry(renameEntry(entry, own), renaming));
  return yield* unpack(client.sys, renamed, directory);
}

// ---- into the container

function* copyIn(client: Client, copying: Copying): Task<Outcome> {
  const { container, destination, archive } = copying;
  const source = copying.source === "-" ? "-" : absolute(client, copying.source);
  const info = yield* destinationInContainer(client, copying);
  if (!info.ok) return info.error;
  const prepared = yield* source === "-"
    ? fromInput(client, info.value, `${container}:${destination}`)
    : fromFiles(client, source, copying.followLink, info.value);
  if (!prepared.ok) return prepared.error;
  const { path, tar } = prepared.value;
  return yield* reported(
    client,
    copying,
    "Copying to container - ",
    `${container}:${info.value.path}`,
    function* () {
      const put = yield* client.call("PutContainerArchive", {
        target: container,
        query: { path, noOverwriteDirNonDir: "true", ...(archive && { copyUIDGID: "true" }) },
        body: tar,
      });
      return { size: source === "-" ? 0 : tar.length, outcome: put.ok ? undefined : put.error };
    },
  );
}

/** What cannot be found out is left to the daemon: it may well be that only the last name is missing. */
function* destinationInContainer(
  client: Client,
  { container, destination }: Copying,
): Task<Answered<CopyInfo>> {
  const look = (path: string) => client.call("ContainerArchiveInfo", { target: container, query: { path } });
  let path = destination;
  let stat = yield* look(path);
  if (stat.ok && hasGoMode(stat.value.mode, MODE_SYMLINK)) {
    path = linkTarget(path, stat.value.linkTarget);
    stat = yield* look(path);
  }
  if (!stat.ok) return ok({ path, exists: false, isDirectory: false, rebaseName: "" });
  const { mode } = stat.value;
  const what = hasGoMode(mode, MODE_DEVICE)
    ? "got a device"
    : hasGoMode(mode, MODE_IRREGULAR)
      ? "got an irregular file"
      : undefined;
  if (what !== undefined)
    return fail(
      clientError(`destination "${container}:${destination}" must be a directory or a regular file: ${what}`),
    );
  return ok({ path, exists: true, isDirectory: hasGoMode(mode, MODE_DIR), rebaseName: "" });
}

interface Prepared {
  /** the directory in the container */
  readonly path: string;
  readonly tar: Bytes;
}

function* fromInput(client: Client, info: CopyInfo, shown: string): Task<Answered<Prepared>> {
  if (!info.isDirectory) return fail(clientError(`destination "${shown}" must be a directory`));
  const tar = yield* readAll(client.sys, 0);
  return ok({ path: info.path, tar: tar.ok ? tar.value : concat([]) });
}

function* fromFiles(
  client: Client,
  source: string,
  followLink: boolean,
  destination: CopyInfo,
): Task<Answered<Prepared>> {
  const info = sourceInfo(client, source, followLink);
  if (!info.ok) return fail(clientError(info.error));
  const unpacking = unpackingOf(info.value, destination);
  if (!unpacking.ok) return fail(clientError(unpacking.error));
  const { directory, renaming } = unpacking.value;
  const entries = yield* tarSource(client, info.value);
  return ok({ path: directory, tar: encodeEntries(entries.map((entry) => renameEntry(entry, renaming))) });
}

// ---- what is told of it

interface Copied {
  readonly size: number;
  readonly outcome: Outcome;
}

const SAVE = "\x1b[s";
const RESTORE = "\x1b[u\x1b[2K";
const HIDE = "\x1b[?25l";
const SHOW = "\x1b[?25h";

/** On a terminal with what goes on meanwhile, which is over at once here; and how much it was, even after an error. */
function* reported(
  client: Client,
  { quiet }: Copying,
  header: string,
  destination: string,
  copy: () => Task<Copied>,
): Task<Outcome> {
  if (quiet) return (yield* copy()).outcome;
  if (client.errorIsTerminal)
    yield* client.printError(`${SAVE}Preparing to copy...${HIDE}${RESTORE}${header}${humanSize(0, 3)}`);
  const { size, outcome } = yield* copy();
  if (client.errorIsTerminal) yield* client.printError(SHOW + RESTORE);
  yield* client.printError(`Successfully copied ${humanSize(size, 3)} to ${destination}\n`);
  return outcome;
}
