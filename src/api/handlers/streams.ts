// Attaching to containers, running execs, waiting: connections that stay open (moby daemon/attach.go, exec.go,
// wait.go). Output goes from the engine straight to the client; the task here carries input the other way,
// watches for the detach keys and keeps the connection until there is nothing more to come.

import { containerChannel } from "../../engine/channels.ts";
import type { Sys, Task } from "../../kernel/sys.ts";
import { failed } from "../../base/errno.ts";
import type { ExecBody, ExecStartBody } from "../wire/container.ts";
import {
  answer,
  CONNECTION,
  done,
  flag,
  number,
  refuse,
  text,
  type Context,
  type Handler,
} from "./context.ts";
import { DetachKeys } from "./detach-keys.ts";

export const attachContainer: Handler = function* (context, { target, query }) {
  const { engine } = context;
  const keys = DetachKeys.parse(text(query, "detachKeys"));
  if (keys === undefined)
    return refuse({
      kind: "invalid-parameter",
      message: `Invalid detach keys (${text(query, "detachKeys")}) provided`,
    });
  const found = engine.call("findContainer", target);
  if (!found.ok) return refuse(found.error);
  const container = found.value;
  if (container.state === "paused")
    return refuse({
      kind: "conflict",
      message: `container ${target} is paused, unpause the container before attach`,
    });
  if (container.state === "restarting")
    return refuse({
      kind: "conflict",
      message: `container ${target} is restarting, wait until the container is running`,
    });
  const { id, config } = container;
  context.begin(101);
  engine.call("attachOutput", id, {
    stdout: flag(query, "stdout"),
    stderr: flag(query, "stderr"),
    framing: "message",
  });
  engine.call("commitIfThere", id, { kind: "container-attached", id });
  const feeds = flag(query, "stdin") && config.OpenStdin;
  const detached = yield* carry(context, {
    id,
    channel: containerChannel(id),
    feeds,
    closes: config.StdinOnce && !config.Tty,
    keys: config.Tty ? keys : undefined,
  });
  if (detached) engine.call("commitIfThere", id, { kind: "container-detached", id });
  return undefined;
};

interface Carrying {
  /** of the container or exec */
  readonly id: string;
  readonly channel: string;
  /** the client's input goes to the process */
  readonly feeds: boolean;
  /** the process's input ends with the client's */
  readonly closes: boolean;
  readonly keys: DetachKeys | undefined;
}

/** True if the client typed its way out. */
function* carry(context: Context, how: Carrying): Task<boolean> {
  const { engine } = context;
  if (how.feeds) {
    const detached = yield* feed(context, how);
    if (detached) {
      engine.call("detachOutput", how.id);
      return true;
    }
    // Where the process's input stays open, a client whose own has ended sees nothing more of the output.
    if (how.closes) engine.call("closeStdin", how.id);
    else engine.call("detachOutput", how.id);
  }
  while (engine.call("isAttached", how.id)) yield* context.sys.block(how.channel);
  return false;
}

/** Copies the client's input until it ends, the process ends, or the detach keys come. */
function* feed({ sys, engine }: Context, { id, channel, keys }: Carrying): Task<boolean> {
  let opened = engine.call("openStdin", id);
  // Attached before the start, as docker run does: the input comes into being with the process.
  while (opened.ok && opened.value === undefined && engine.call("isAttached", id)) {
    yield* sys.block(channel);
    opened = engine.call("openStdin", id);
  }
  if (!opened.ok || opened.value === undefined) return false;
  const detached = yield* copy(sys, opened.value, keys);
  void sys.close(opened.value);
  return detached;
}

function* copy(sys: Sys, to: number, keys: DetachKeys | undefined): Task<boolean> {
  for (;;) {
    const bytes = yield* sys.receive(CONNECTION);
    if (bytes === undefined || failed(bytes)) return false;
    if (!(bytes instanceof Uint8Array)) continue;
    const { pass, detach } = keys === undefined ? { pass: bytes, detach: false } : keys.filter(bytes);
    const written = pass.length === 0 ? 0 : yield* sys.write(to, pass);
    if (detach) return true;
    if (failed(written)) return false;
  }
}

// ---- exec

export const createExec: Handler = function* ({ engine }, { target, body }) {
  const exec = body as ExecBody;
  if (DetachKeys.parse(exec.DetachKeys) === undefined)
    return refuse({
      kind: "invalid-parameter",
      message: `Invalid escape keys (${exec.DetachKeys}) provided`,
    });
  const created = engine.call("createExec", target, {
    command: exec.Cmd ?? [],
    user: exec.User,
    privileged: exec.Privileged,
    tty: exec.Tty,
    attachStdin: exec.AttachStdin,
    attachStdout: exec.AttachStdout,
    attachStderr: exec.AttachStderr,
    env: exec.Env ?? [],
    workingDir: exec.WorkingDir,
    detachKeys: exec.DetachKeys,
  });
  return created.ok ? answer({ Id: created.value }, 201) : refuse(created.error);
};

export const startExec: Handler = function* (context, { target, body }) {
  const { engine } = context;
  const { Detach: detach, ConsoleSize: size } = body as ExecStartBody;
  const found = engine.call("findExec", target);
  if (!found.ok) return refuse(found.error);
  const exec = found.value;
  const console = size ? ([size[0] ?? 0, size[1] ?? 0] as const) : undefined;
  if (detach) {
    const started = engine.call("startExec", exec.id, console);
    return started.ok ? answer(undefined) : refuse(started.error);
  }
  const ready = engine.call("checkExec", exec.id);
  if (!ready.ok) return refuse(ready.error);
  context.begin(101);
  engine.call("attachOutput", exec.id, {
    stdout: exec.attachStdout,
    stderr: exec.attachStderr,
    framing: "message",
  });
  const started = engine.call("startExec", exec.id, console);
  if (!started.ok) {
    // The stream has begun: what went wrong is told on it, as moby does.
    context.send({ stream: "stdout", bytes: errorLine(started.error.message) });
    engine.call("detachOutput", exec.id);
    return undefined;
  }
  const keys = exec.tty ? DetachKeys.parse(exec.detachKeys) : undefined;
  const detached = yield* carry(context, {
    id: exec.id,
    channel: containerChannel(exec.container),
    feeds: exec.attachStdin,
    closes: !exec.tty,
    keys,
  });
  if (detached)
    engine.call("commitIfThere", exec.container, {
      kind: "exec-detached",
      id: exec.container,
      exec: exec.id,
    });
  return undefined;
};

const errorLine = (message: string): Uint8Array => Uint8Array.from(`${message}\r\n`, (c) => c.charCodeAt(0));

export const resizeExec: Handler = function* ({ engine }, { target, query }) {
  return done(engine.call("resizeExec", target, number(query, "h") ?? 0, number(query, "w") ?? 0));
};

export const inspectExec: Handler = function* ({ engine }, { target }) {
  const found = engine.call("inspectableExec", target);
  if (!found.ok) return refuse(found.error);
  const exec = found.value;
  return answer({
    ID: exec.id,
    Running: exec.state === "running",
    ExitCode: exec.exitCode ?? null,
    ProcessConfig: {
      tty: exec.tty,
      entrypoint: exec.command[0] ?? "",
      arguments: exec.command.slice(1),
      privileged: exec.privileged,
      ...(exec.user === "" ? {} : { user: exec.user }),
    },
    OpenStdin: exec.attachStdin,
    OpenStderr: exec.attachStderr,
    OpenStdout: exec.attachStdout,
    CanRemove: false,
    ContainerID: exec.container,
    DetachKeys: exec.detachKeys === "" ? "" : (DetachKeys.parse(exec.detachKeys)?.codes ?? ""),
    Pid: exec.pid,
  });
};

// ---- wait

export const waitContainer: Handler = function* (context, { target, query }) {
  const { engine } = context;
  const condition = text(query, "condition") || "not-running";
  if (condition !== "not-running" && condition !== "next-exit" && condition !== "removed")
    return refuse({ kind: "invalid-parameter", message: `invalid condition: ${JSON.stringify(condition)}` });
  const waiting = engine.call("beginWait", target, condition);
  if (!waiting.ok) return refuse(waiting.error);
  context.begin(200);
  for (;;) {
    const outcome = engine.call("waitOutcome", waiting.value.waiter);
    if (outcome !== undefined) {
      context.send({
        StatusCode: outcome.exitCode,
        ...(outcome.error === "" ? {} : { Error: { Message: outcome.error } }),
      });
      return undefined;
    }
    if (!context.isOpen()) {
      engine.call("endWait", waiting.value.waiter);
      return undefined;
    }
    yield* context.wait(containerChannel(waiting.value.id));
  }
};
