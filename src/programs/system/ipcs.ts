// ipcs: System V message queues, shared memory and semaphores, of which there never are any: /proc/sysvipc has
// only its headings. -l tells the limits.

import { failed } from "../../base/errno.ts";
import type { Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { readText } from "../libc/input.ts";

const QUEUES =
  "------ Message Queues --------\nkey        msqid      owner      perms      used-bytes   messages    \n";
const SEGMENTS =
  "------ Shared Memory Segments --------\nkey        shmid      owner      perms      bytes      nattch     status      \n";
const ARRAYS = "------ Semaphore Arrays --------\nkey        semid      owner      perms      nsems     \n";

function* limits(io: Io): Task<number> {
  const value = function* (name: string): Task<string> {
    const file = yield* readText(io.sys, `/proc/sys/kernel/${name}`);
    return failed(file) ? "0" : file.text.trim();
  };
  yield* io.print(`\n------ Messages Limits --------\nmax queues system wide = ${yield* value("msgmni")}\n`);
  yield* io.print(
    `max size of message (bytes) = ${yield* value("msgmax")}\ndefault max size of queue (bytes) = ${yield* value("msgmnb")}\n`,
  );
  yield* io.print(
    `\n------ Shared Memory Limits --------\nmax number of segments = ${yield* value("shmmni")}\n\n`,
  );
  return 0;
}

export const ipcs = command(
  {
    name: "ipcs",
    gnu: "i/id: m/shmems q/queues s/semaphores a/all c/creator l/limits p/pid t/time u/summary b/bytes h V human",
    busybox: "m q s a c l p t u i:",
    package: "util-linux 2.41.5",
  },
  function* (io) {
    if (io.has("l")) return yield* limits(io);
    const any = io.has("m") || io.has("q") || io.has("s");
    const parts = [
      ["q", QUEUES],
      ["m", SEGMENTS],
      ["s", ARRAYS],
    ] as const;
    for (const [key, text] of parts) if (!any || io.has(key)) yield* io.print(`\n${text}`);
    yield* io.print("\n");
    return 0;
  },
);
