// Which part of the program carries out which command, by the command's id: all names of a command have one. What is
// not here has no model yet, and docker.ts says so.

import { pruneBuilder } from "./builder/prune.ts";
import { buildImage } from "./buildx/build.ts";
import { inspectBuilder, listBuilders, showBuildxVersion, useBuilder } from "./buildx/builders.ts";
import { pruneCache, showCacheUsage } from "./buildx/cache.ts";
import { attachToContainer } from "./container/attach.ts";
import { commitContainer } from "./container/commit.ts";
import { copyFiles } from "./container/cp.ts";
import { createContainerVerb } from "./container/create.ts";
import { showChanges } from "./container/diff.ts";
import { execInContainer } from "./container/exec.ts";
import { exportContainer } from "./container/export.ts";
import { inspectContainers } from "./container/inspect.ts";
import { killContainers } from "./container/kill.ts";
import { showLogs } from "./container/logs.ts";
import { listContainers } from "./container/ls.ts";
import { pauseContainers } from "./container/pause.ts";
import { showPorts } from "./container/port.ts";
import { pruneContainers } from "./container/prune.ts";
import { renameContainer } from "./container/rename.ts";
import { restartContainers } from "./container/restart.ts";
import { removeContainers } from "./container/rm.ts";
import { runContainer } from "./container/run.ts";
import { startContainers } from "./container/start.ts";
import { showStats } from "./container/stats.ts";
import { stopContainers } from "./container/stop.ts";
import { showProcesses } from "./container/top.ts";
import { unpauseContainers } from "./container/unpause.ts";
import { updateContainers } from "./container/update.ts";
import { waitForContainers } from "./container/wait.ts";
import { createContext } from "./context/create.ts";
import { exportContext } from "./context/export.ts";
import { importContext } from "./context/import.ts";
import { inspectContexts } from "./context/inspect.ts";
import { listContexts } from "./context/ls.ts";
import { removeContexts } from "./context/rm.ts";
import { showContext } from "./context/show.ts";
import { updateContext } from "./context/update.ts";
import { useContext } from "./context/use.ts";
import { buildClassic } from "./image/build.ts";
import { showHistory } from "./image/history.ts";
import { importImage } from "./image/import.ts";
import { inspectImages } from "./image/inspect.ts";
import { loadImages } from "./image/load.ts";
import { listImages } from "./image/ls.ts";
import { pruneImages } from "./image/prune.ts";
import { pullImage } from "./image/pull.ts";
import { pushImage } from "./image/push.ts";
import { removeImages } from "./image/rm.ts";
import { saveImages } from "./image/save.ts";
import { tagImage } from "./image/tag.ts";
import { connectNetwork } from "./network/connect.ts";
import { createNetwork } from "./network/create.ts";
import { disconnectNetwork } from "./network/disconnect.ts";
import { inspectManifest } from "./manifest/inspect.ts";
import { inspectNetworks } from "./network/inspect.ts";
import { listNetworks } from "./network/ls.ts";
import { pruneNetworks } from "./network/prune.ts";
import { removeNetworks } from "./network/rm.ts";
import { logIn } from "./registry/login.ts";
import { logOut } from "./registry/logout.ts";
import { searchImages } from "./registry/search.ts";
import { showDiskUsage } from "./system/df.ts";
import { showEvents } from "./system/events.ts";
import { showInfo } from "./system/info.ts";
import { inspectAnything } from "./system/inspect.ts";
import { pruneSystem } from "./system/prune.ts";
import { showVersion } from "./system/version.ts";
import { createVolume } from "./volume/create.ts";
import { inspectVolumes } from "./volume/inspect.ts";
import { listVolumes } from "./volume/ls.ts";
import { pruneVolumes } from "./volume/prune.ts";
import { removeVolumes } from "./volume/rm.ts";
import { updateVolume } from "./volume/update.ts";
import type { Verb } from "./verb.ts";

export const VERBS: ReadonlyMap<string, Verb> = new Map([
  ["builder build", buildClassic],
  ["builder prune", pruneBuilder],
  ["buildx build", buildImage],
  ["buildx du", showCacheUsage],
  ["buildx inspect", inspectBuilder],
  ["buildx ls", listBuilders],
  ["buildx prune", pruneCache],
  ["buildx use", useBuilder],
  ["buildx version", showBuildxVersion],
  ["container attach", attachToContainer],
  ["container commit", commitContainer],
  ["container cp", copyFiles],
  ["container create", createContainerVerb],
  ["container diff", showChanges],
  ["container exec", execInContainer],
  ["container export", exportContainer],
  ["container inspect", inspectContainers],
  ["container kill", killContainers],
  ["container logs", showLogs],
  ["container ls", listContainers],
  ["container pause", pauseContainers],
  ["container port", showPorts],
  ["container prune", pruneContainers],
  ["container rename", renameContainer],
  ["container restart", restartContainers],
  ["container rm", removeContainers],
  ["container run", runContainer],
  ["container start", startContainers],
  ["container stats", showStats],
  ["container stop", stopContainers],
  ["container top", showProcesses],
  ["container unpause", unpauseContainers],
  ["container update", updateContainers],
  ["container wait", waitForContainers],
  ["context create", createContext],
  ["context export", exportContext],
  ["context import", importContext],
  ["context inspect", inspectContexts],
  ["context ls", listContexts],
  ["context rm", removeContexts],
  ["context show", showContext],
  ["context update", updateContext],
  ["context use", useContext],
  ["image build", buildClassic],
  ["image history", showHistory],
  ["image import", importImage],
  ["image inspect", inspectImages],
  ["image load", loadImages],
  ["image ls", listImages],
  ["image prune", pruneImages],
  ["image pull", pullImage],
  ["image push", pushImage],
  ["image rm", removeImages],
  ["image save", saveImages],
  ["image tag", tagImage],
  ["inspect", inspectAnything],
  ["login", logIn],
  ["logout", logOut],
  ["manifest inspect", inspectManifest],
  ["network connect", connectNetwork],
  ["network create", createNetwork],
  ["network disconnect", disconnectNetwork],
  ["network inspect", inspectNetworks],
  ["network ls", listNetworks],
  ["network prune", pruneNetworks],
  ["network rm", removeNetworks],
  ["search", searchImages],
  ["system df", showDiskUsage],
  ["system events", showEvents],
  ["system info", showInfo],
  ["system prune", pruneSystem],
  ["version", showVersion],
  ["volume create", createVolume],
  ["volume inspect", inspectVolumes],
  ["volume ls", listVolumes],
  ["volume prune", pruneVolumes],
  ["volume rm", removeVolumes],
  ["volume update", updateVolume],
]);
