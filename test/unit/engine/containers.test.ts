import { expect, test } from "vitest";
import { ApiClient } from "../../../src/api/client/client.ts";
import { encode } from "../../../src/base/utf8.ts";
import type { Program, Sys, Task } from "../../../src/kernel/sys.ts";
import { CREATE_DEFAULTS } from "../../support/create-defaults.ts";
import { DockerHost } from "../../support/docker-host.ts";

const programs: Record<string, Program> = {
  sleeper: function* (sys) {
    yield* sys.sleep(1_000_000);
    return 3;
  },
  echo: function* (sys, argv) {
    yield* sys.write(1, encode(`${argv.slice(1).join(" ")}\n`));
    return 0;
  },
};

const client = (sys: Sys): ApiClient =>
  new ApiClient(sys, { family: "unix", path: "/var/run/docker.sock" }, "1.51");

function* say(sys: Sys, value: unknown): Task<void> {
  yield* sys.write(1, encode(`${JSON.stringify(value)}\n`));
}

test("create, attach, wait, start: the output comes and the exit code is told", () => {
  const host = new DockerHost(programs);
  const before = [
    host.kernel.processes.count,
    host.kernel.openFiles.count,
    host.kernel.fileSystems.size,
    host.kernel.netNamespaces.count,
    host.kernel.mountNamespaces.size,
  ];
  const { stdout } = host.run(function* (sys) {
    const api = client(sys);
    const made = yield* api.call("ContainerCreate", {
      query: { name: "one" },
      body: CREATE_DEFAULTS({ Image: "busybox", Cmd: ["echo", "hello"] }),
    });
    yield* say(sys, made.ok ? made.value.Id.length : made);
    const attached = yield* api.open("ContainerAttach", {
      target: "one",
      query: { stream: "1", stdout: "1", stderr: "1" },
    });
    const wait = yield* api.open("ContainerWait", { target: "one", query: { condition: "next-exit" } });
    const started = yield* api.call("ContainerStart", { target: "one" });
    yield* say(sys, started);
    if (!attached.ok || !wait.ok) return 1;
    for (;;) {
      const item = yield* attached.value.next();
      if (item === undefined || item === "EINTR") break;
      yield* sys.write(1, item.bytes);
    }
    yield* say(sys, yield* wait.value.next());
    const removed = yield* api.call("ContainerDelete", { target: "one" });
    yield* say(sys, removed);
    return 0;
  });
  expect(stdout).toBe('64\n{"ok":true,"status":204}\nhello\n{"StatusCode":0}\n{"ok":true,"status":204}\n');
  expect([...host.engine.told.from(1)].map((e) => `${e.type} ${e.action}`)).toEqual([
    "container create", "container attach", "network connect", "container start", "network disconnect", "container die", "container destroy",
  ]); // prettier-ignore
  expect([
    host.kernel.processes.count,
    host.kernel.openFiles.count,
    host.kernel.fileSystems.size,
    host.kernel.netNamespaces.count,
    host.kernel.mountNamespaces.size,
  ]).toEqual(before);
});
