// RUN: a process above the files of the step before, with the mounts that were asked for, and what it has left behind
// (BuildKit's executor/runcexecutor and executor/oci). It is set up as a container's first process is, but it is no
// container: nobody lists it and no event tells of it.

import { assert, must } from "../../base/assert.ts";
import { failed } from "../../base/errno.ts";
import { zeroOf } from "../../base/go/zero.ts";
import { dockerError, ok, type Result } from "../../base/result.ts";
import { layerOf } from "../../fs/layer-walk.ts";
import type { Layer } from "../../fs/layer.ts";
import { remove, stat, writeFile, makeDirectories, resolve } from "../../fs/tree-paths.ts";
import { Tree } from "../../fs/tree.ts";
import { decode } from "../../base/utf8.ts";
import { S_IFDIR, S_IFMT } from "../../fs/file-system.ts";
import { HOST_PIDS } from "../../kernel/process-store.ts";
import { hostConfigType, type HostConfig } from "../../model/container-config.ts";
import { NEVER_RUN, type Container } from "../../model/container.ts";
import { buildChannel } from "../channels.ts";
import { mountAll, type Wanted } from "../container-mounts.ts";
import { withHome } from "../container-process.ts";
import { resolveUser } from "../container-user.ts";
import { gatherDevices } from "../device-tree.ts";
import { dismantle, endProcesses } from "../dismantle.ts";
import { withEffects, type Effects } from "../effects.ts";
import type { Engine } from "../engine.ts";
import { createCgroup, makeInit } from "../first-process.ts";
import { adaptHostConfig, DEFAULT_MASKED_PATHS, DEFAULT_READONLY_PATHS } from "../host-config.ts";
import { EMPTY_CONFIG } from "../image-json.ts";
import type { Mounter } from "../mounter.ts";
import { containerRoot, writeStepHosts, writeStepResolvConf } from "../network-files.ts";
import { openNetwork } from "../sandbox.ts";
import type { RunMount } from "../dockerfile/run-mount.ts";
import { joinForStep, leaveForStep } from "./step-network.ts";
import type { RunOp } from "./vertex.ts";

export interface RunRequest {
  readonly op: RunOp;
  readonly below: Tree;
  /** trees of the mounts that come from somewhere, by their place in `op.mounts` */
  readonly sources: ReadonlyMap<number, Tree>;
  /** file systems of cache mounts, by place */
  readonly caches: ReadonlyMap<number, number>;
  readonly secrets: ReadonlyMap<string, Uint8Array>;
  readonly extraHosts: readonly string[];
}

const HOSTNAME = "buildkitsandbox";

function hostConfigOf(engine: Engine, { op, extraHosts }: RunRequest): HostConfig {
  const mode = op.network === "host" ? "host" : op.network === "none" ? "none" : "bridge";
  const asked = {
    ...zeroOf(hostConfigType),
    NetworkMode: mode,
    ExtraHosts: extraHosts.length === 0 ? null : extraHosts,
  };
  const adapted = adaptHostConfig(engine, asked);
  assert(adapted.ok, "a plain host config is taken");
  return { ...adapted.value, MaskedPaths: DEFAULT_MASKED_PATHS, ReadonlyPaths: DEFAULT_READONLY_PATHS };
}

/** What the daemon's own functions are given in place of a container. */
function standIn(engine: Engine, request: RunRequest, id: string, tree: number): Container {
  const { op } = request;
  const [path = "", ...args] = op.args;
  const secrets = op.mounts.flatMap(({ mount: { type, env, id } }): string[] => {
    const value = type === "secret" && env !== undefined ? request.secrets.get(id) : undefined;
    return value === undefined ? [] : [`${env}=${decode(value)}`];
  });
  return {
    id,
    name: id,
    createdAt: engine.now,
    path,
    args,
    config: {
      ...EMPTY_CONFIG,
      Hostname: HOSTNAME,
      Env: [...op.env, ...op.proxies, ...secrets],
      User: op.user,
      WorkingDir: op.cwd,
    },
    hostConfig: hostConfigOf(engine, request),
    imageId: "",
    mountPoints: [],
    endpoints: [],
    links: [],
    linkedBy: [],
    tree,
    layerId: id,
    ...NEVER_RUN,
  };
}

/** Its id, or why no process could be made; nothing is left of it then. */
export function startRun(engine: Engine, request: RunRequest): Result<string> {
  return withEffects((effects) => start(engine, effects, request));
}

function start(engine: Engine, effects: Effects, request: RunRequest): Result<string> {
  const { kernel } = engine;
  const id = engine.newId();
  const tree = request.below.forkAbove({ disk: kernel.fileSystems.hostDisk, now: engine.now });
  const treeId = effects.done(kernel.fileSystems.addTree(tree), (fs) => {
    tree.discard();
    kernel.fileSystems.remove(fs);
  });
  const container = standIn(engine, request, id, treeId);
  layOutFiles(engine, effects, container);
  const user = resolveUser(tree, container.config.User, []);
  if (!user.ok) return user;
  if (request.op.cwd !== "/") void makeDirectories(tree, request.op.cwd, { now: engine.now });
  const network = openNetwork(engine, effects, container);
  if (!network.ok) return network;
  const isBridged = container.hostConfig.NetworkMode === "bridge";
  const joined = isBridged ? joinForStep(engine, effects, network.value.netNamespace) : ok(undefined);
  if (!joined.ok) return joined;
  const devices = gatherDevices(engine, container);
  if (!devices.ok) return devices;
  const stubs = stubsOf(request.op).filter((path) => stat(tree, path, false) === undefined);
  const pids = [HOST_PIDS, kernel.processes.createPidNamespace(HOST_PIDS)];
  const cgroup = createCgroup(engine, effects, container);
  if (!cgroup.ok) return dockerError("system", cgroup.error);
  const inside = {
    pidNamespace: pids.at(-1) as number,
    netNamespace: network.value.netNamespace,
    cgroup: cgroup.value,
    devices: devices.value,
  };
  const more = (mounter: Mounter): readonly Wanted[] => wantedOf(mounter, request);
  const mounts = mountAll(engine, effects, container, inside, new Map(), more);
  if (!mounts.ok) return mounts;
  const init = makeInit(engine, effects, {
    container,
    network: network.value,
    user: user.value,
    pids,
    cgroup: cgroup.value,
    mounts: mounts.value,
    env: withHome(container.config.Env ?? [], user.value),
  });
  if (!init.ok) return init;
  engine.buildSteps.set(id, {
    id,
    pid: 0,
    tree: treeId,
    stubs,
    output: [],
    exitCode: undefined,
    network: joined.value,
    sandbox: {
      id,
      netNamespace: network.value.netNamespace,
      ownsNetwork: network.value.owned,
      mountNamespace: mounts.value.namespace,
      utsNamespace: init.value.uts.id,
      ownsUts: init.value.uts.owned,
      cgroup: cgroup.value,
      shim: init.value.shim,
      fileSystems: mounts.value.fileSystems,
      stdin: init.value.stdio.stdin,
      pty: undefined,
      volumes: [],
    },
  });
  init.value.run();
  return ok(id);
}

/** Names that runc makes to mount on, if an image has none. */
const STUBS = ["/etc/hosts", "/etc/resolv.conf", "/etc", "/proc", "/sys", "/dev"];

/** The same of the mounts that were asked for, the deepest first. */
function stubsOf({ mounts }: RunOp): readonly string[] {
  const paths = new Set(STUBS);
  for (const { mount } of mounts)
    for (let path = mount.target; path.length > 1; path = path.slice(0, path.lastIndexOf("/")))
      paths.add(path);
  return [...paths].sort((a, b) => b.split("/").length - a.split("/").length);
}

function layOutFiles(engine: Engine, effects: Effects, container: Container): void {
  const root = containerRoot(engine, container.id);
  void engine.files.makeDirectories(root, 0o710);
  effects.done(root, (path) => engine.files.remove(path));
  void (writeStepHosts(engine, container) ?? writeStepResolvConf(engine, container));
}

// ---- mounts

function wantedOf(mounter: Mounter, request: RunRequest): readonly Wanted[] {
  const wanted: Wanted[] = [];
  for (const [i, { mount }] of request.op.mounts.entries()) {
    const put = mountOf(mounter, request, mount, i);
    if (put !== undefined) wanted.push({ path: mount.target, mount: put });
  }
  const { script } = request.op;
  if (script !== undefined)
    wanted.push({
      path: "/dev/pipes",
      mount: () => putTree(mounter, "/dev/pipes", scriptTree(mounter, script), {}),
    });
  return wanted;
}

function mountOf(
  mounter: Mounter,
  request: RunRequest,
  mount: RunMount,
  index: number,
): (() => Result<undefined>) | undefined {
  const { engine } = mounter;
  const { target, readOnly } = mount;
  const source = request.sources.get(index);
  if (mount.type === "bind" && source !== undefined) {
    const tree = source.forkAbove({ now: engine.now });
    const root = resolve(tree, mount.source || "/");
    if (failed(root)) return () => dockerError("system", `lstat ${mount.source}: no such file or directory`);
    return () => putTree(mounter, target, tree, { readOnly, root });
  }
  if (mount.type === "tmpfs")
    return () => putTree(mounter, target, new Tree({ type: "tmpfs", mode: 0o1777, now: engine.now }), {});
  const cache = request.caches.get(index);
  if (cache !== undefined)
    return () => {
      const covered = mounter.cover(
        target,
        target,
        cache,
        { source: "overlay", options: "relatime", readOnly },
        "directory",
      );
      return failed(covered) ? dockerError("system", `cannot mount on ${target}`) : ok(undefined);
    };
  const secret = mount.type === "secret" && mount.isFile ? request.secrets.get(mount.id) : undefined;
  return secret === undefined ? undefined : () => putSecret(mounter, mount, secret);
}

interface Putting {
  readonly readOnly?: boolean;
  readonly root?: number;
}

function putTree(
  mounter: Mounter,
  target: string,
  tree: Tree,
  { readOnly = false, root }: Putting,
): Result<undefined> {
  const fs = mounter.engine.kernel.fileSystems.addTree(tree);
  mounter.fileSystems.push(fs);
  const isFile = root !== undefined && ((tree.attributes(root)?.mode ?? 0) & S_IFMT) !== S_IFDIR;
  const mounting = { source: tree.type, options: "relatime", readOnly, ...(root !== undefined && { root }) };
  const put = mounter.cover(target, target, fs, mounting, isFile ? "file" : "directory");
  return failed(put) ? dockerError("system", `cannot mount on ${target}`) : ok(undefined);
}

function putSecret(mounter: Mounter, mount: RunMount, content: Uint8Array): Result<undefined> {
  const { now } = mounter.engine;
  const tree = new Tree({ type: "tmpfs", now });
  const { mode = 0o400, uid = 0, gid = 0 } = mount;
  const ino = writeFile(tree, "/secret", content, { mode, uid, gid, now });
  return failed(ino) ? ok(undefined) : putTree(mounter, mount.target, tree, { root: ino, readOnly: true });
}

function scriptTree({ engine }: Mounter, { path, content }: NonNullable<RunOp["script"]>): Tree {
  const tree = new Tree({ type: "tmpfs", now: engine.now });
  void writeFile(tree, `/${path.split("/").at(-1)}`, content, { mode: 0o755, now: engine.now });
  return tree;
}

// ---- the end

export interface Ended {
  readonly exitCode: number;
  /** what it wrote above the step below */
  readonly layer: Layer;
}

/** What was printed since the last time; undefined in place of a result as long as it runs. */
export function takeOutput(engine: Engine, id: string) {
  const step = must(engine.buildSteps.get(id), `no step ${id}`);
  engine.buildSteps.set(id, { ...step, output: [] });
  return { output: step.output, exitCode: step.exitCode, channel: buildChannel(id) };
}

/** After its process has ended: everything is given back, and its layer told. */
export function finishRun(engine: Engine, id: string): Ended {
  const step = must(engine.buildSteps.get(id), `no step ${id}`);
  const { kernel } = engine;
  endProcesses(engine, step.sandbox);
  if (step.network !== undefined) leaveForStep(engine, step.network);
  if (step.sandbox.ownsNetwork) kernel.netNamespaces.release(step.sandbox.netNamespace);
  dismantle(engine, step.sandbox);
  const tree = kernel.fileSystems.tree(step.tree);
  for (const path of step.stubs) removeStub(tree, path, engine.now);
  const layer = layerOf(tree);
  tree.discard();
  kernel.fileSystems.remove(step.tree);
  engine.files.remove(containerRoot(engine, id));
  engine.buildSteps.delete(id);
  return { exitCode: step.exitCode ?? 0, layer };
}

/** A file without content or a directory without names, as it was made to mount on. */
function removeStub(tree: Tree, path: string, now: number): void {
  const ino = resolve(tree, path, false);
  if (failed(ino)) return;
  const attributes = tree.attributes(ino);
  const isDirectory = ((attributes?.mode ?? 0) & S_IFMT) === S_IFDIR;
  if (isDirectory ? tree.list(ino).length === 0 : attributes?.size === 0) void remove(tree, path, now);
}
