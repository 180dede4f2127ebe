// Which part of the program carries out which command, by the command's id: all names of a command have one. What is
// not here has no model yet, and docker.ts says so.

import { attachToContainer } from "./container/attach.ts";
import { commitContainer } from "./container/commit.ts";
import { createContainerVerb } from "./container/create.ts";
import { showChanges } from "./container/diff.ts";
import { execInContainer } from "./container/exec.ts";
import { killContainers } from "./container/kill.ts";
import { showLogs } from "./container/logs.ts";
import { pauseContainers } from "./container/pause.ts";
import { showPorts } from "./container/port.ts";
import { renameContainer } from "./container/rename.ts";
import { restartContainers } from "./container/restart.ts";
import { removeContainers } from "./container/rm.ts";
import { runContainer } from "./container/run.ts";
import { startContainers } from "./container/start.ts";
import { stopContainers } from "./container/stop.ts";
import { showProcesses } from "./container/top.ts";
import { unpauseContainers } from "./container/unpause.ts";
import { updateContainers } from "./container/update.ts";
import { waitForContainers } from "./container/wait.ts";
import type { Verb } from "./verb.ts";

export const VERBS: ReadonlyMap<string, Verb> = new Map([
  ["container attach", attachToContainer],
  ["container commit", commitContainer],
  ["container create", createContainerVerb],
  ["container diff", showChanges],
  ["container exec", execInContainer],
  ["container kill", killContainers],
  ["container logs", showLogs],
  ["container pause", pauseContainers],
  ["container port", showPorts],
  ["container rename", renameContainer],
  ["container restart", restartContainers],
  ["container rm", removeContainers],
  ["container run", runContainer],
  ["container start", startContainers],
  ["container stop", stopContainers],
  ["container top", showProcesses],
  ["container unpause", unpauseContainers],
  ["container update", updateContainers],
  ["container wait", waitForContainers],
]);
