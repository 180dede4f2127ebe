// What `tail -f` does once the ends are printed: it looks at each file every interval, prints what was added,
// and says what happened to files that shrank, vanished or were replaced. It can be taken up from its
// data alone, so that a process that follows for days keeps no history (sys.checkpoint).
// Not here: inotify; a change is seen when the interval is over.

import { failed, strerror, type Errno } from "../../base/errno.ts";
import type { Duration } from "../../base/time.ts";
import { encode } from "../../base/utf8.ts";
import { O_RDONLY, type Fd, type Pid, type Sys, type Task } from "../../kernel/sys.ts";
import { isRegular, S_IFCHR, S_IFMT } from "../libc/file-mode.ts";
import type { Family } from "../libc/command.ts";

export interface Followed {
  readonly path: string;
  /** as headers and messages name it */
  readonly name: string;
  /** undefined while it cannot be opened */
  readonly fd: Fd | undefined;
  readonly position: number;
  /** device and inode */
  readonly identity: string;
}

export interface Following {
  readonly files: readonly Followed[];
  /** index of the file that was printed last */
  readonly shown: number;
  readonly byName: boolean;
  readonly retry: boolean;
  readonly interval: Duration;
  readonly pid: Pid | undefined;
  readonly headers: boolean;
  readonly family: Family;
  readonly name: string;
}

const CHUNK = 65_536;

export function* follow(sys: Sys, start: Following): Task<number> {
  let state = start;
  for (;;) {
    const lost = yield* withoutFiles(sys, state);
    if (lost) return 1;
    sys.checkpoint(follow, state);
    if (neverChanges(sys, state)) {
      yield* sys.pause();
      continue;
    }
    const alive = state.pid === undefined || sys.kill(state.pid, 0) !== "ESRCH";
    for (let i = 0; i < state.files.length; i++) state = yield* look(sys, state, i);
    if (!alive) return 0;
    yield* sys.sleep(state.interval);
  }
}

function* withoutFiles(sys: Sys, { files, retry, name, family }: Following): Task<boolean> {
  if (retry || family === "busybox" || files.some(({ fd }) => fd !== undefined)) return false;
  yield* sys.write(2, encode(`${name}: no files remaining\n`));
  return true;
}

/** `tail -f /dev/null`, which keeps many a container up. */
function neverChanges(sys: Sys, { files, byName, pid }: Following): boolean {
  if (byName || pid !== undefined) return false;
  return files.every(({ fd, path }) => {
    if (fd === undefined || path !== "/dev/null") return false;
    const stat = sys.fstat(fd);
    return !failed(stat) && (stat.mode & S_IFMT) === S_IFCHR;
  });
}

/** The state after one file was looked at. */
function* look(sys: Sys, state: Following, index: number): Task<Following> {
  const before = state.files[index] as Followed;
  const file =
    state.byName || (state.retry && before.fd === undefined) ? yield* reopen(sys, state, before) : before;
  const { fd } = file;
  if (fd === undefined) return withFile(state, index, file);
  const stat = sys.fstat(fd);
  if (failed(stat)) return withFile(state, index, { ...file, fd: undefined });
  let { position } = file;
  if (isRegular(stat) && stat.size < position) {
    yield* say(sys, state, `${file.name}: file truncated`);
    void sys.seek(fd, 0, "start");
    position = 0;
  }
  if (isRegular(stat) && stat.size === position) return withFile(state, index, { ...file, position });
  const shown = yield* printAdded(sys, state, index, fd);
  const next = withFile(state, index, { ...file, position: position + shown });
  return shown > 0 ? { ...next, shown: index } : next;
}

const withFile = (state: Following, index: number, file: Followed): Following => ({
  ...state,
  files: state.files.map((old, i) => (i === index ? file : old)),
});

function* printAdded(sys: Sys, state: Following, index: number, fd: Fd): Task<number> {
  let count = 0;
  for (;;) {
    const bytes = yield* sys.read(fd, CHUNK);
    if (failed(bytes) || bytes.length === 0) return count;
    const { name } = state.files[index] as Followed;
    if (count === 0 && state.headers && state.shown !== index)
      yield* sys.write(1, encode(`${state.shown < 0 ? "" : "\n"}==> ${name} <==\n`));
    count += bytes.length;
    const written: number | Errno = yield* sys.write(1, bytes);
    if (failed(written)) return count;
  }
}

function* say(sys: Sys, { name }: Following, message: string): Task<void> {
  yield* sys.write(2, encode(`${name}: ${message}\n`));
}

/** Follows the name to another file, or notices that there is none any more. */
function* reopen(sys: Sys, state: Following, file: Followed): Task<Followed> {
  if (file.path === "-") return file;
  const stat = sys.stat(file.path);
  if (failed(stat)) {
    if (file.fd === undefined) return file;
    yield* say(sys, state, `'${file.name}' has become inaccessible: ${strerror(stat)}`);
    void sys.close(file.fd);
    return { ...file, fd: undefined, position: 0, identity: "" };
  }
  const identity = `${stat.dev} ${stat.ino}`;
  if (file.fd !== undefined && identity === file.identity) return file;
  const fd = yield* sys.open(file.path, O_RDONLY);
  if (failed(fd)) return file;
  const happened = file.fd === undefined ? "has appeared" : "has been replaced";
  yield* say(sys, state, `'${file.name}' ${happened};  following new file`);
  if (file.fd !== undefined) void sys.close(file.fd);
  return { ...file, fd, position: 0, identity };
}
