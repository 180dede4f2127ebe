// A container that waits for its back-off to pass: a task of dockerd's that sleeps and then starts it, if it
// still waits for that (moby restartmanager, daemon/monitor.go).

import type { Duration } from "../base/time.ts";
import type { Sys, Task } from "../kernel/sys.ts";
import type { Engine } from "./engine.ts";

interface Waiting {
  readonly id: string;
  readonly runs: number;
  readonly delay: Duration;
}

export function restartLater(engine: Engine, id: string, delay: Duration): void {
  const data: Waiting = { id, runs: engine.runsOf(id), delay };
  engine.spawnTask(waitAndStart, data);
}

function* waitAndStart(sys: Sys, { id, runs, delay }: Waiting): Task<number> {
  yield* sys.sleep(delay);
  sys.invoke("engine", "restartByPolicy", [id, runs]);
  return 0;
}
