import { expect, test } from "vitest";
import { failed } from "../../../src/base/errno.ts";
import { SIGKILL, SIGTERM } from "../../../src/base/signals.ts";
import { decode, encode } from "../../../src/base/utf8.ts";
import {
  O_CREAT,
  O_RDONLY,
  O_TRUNC,
  O_WRONLY,
  type Program,
  type Sys,
  type Task,
} from "../../../src/kernel/sys.ts";
import { BareMachine } from "../../support/bare-machine.ts";

function* print(sys: Sys, text: string): Task<void> {
  yield* sys.write(1, encode(text));
}

const echo: Program = function* (sys, argv) {
  yield* print(sys, `${argv.slice(1).join(" ")}\n`);
  return 0;
};

const cat: Program = function* (sys, argv) {
  const fd = argv[1] === undefined ? 0 : yield* sys.open(argv[1], O_RDONLY);
  if (failed(fd)) return 1;
  for (;;) {
    const bytes = yield* sys.read(fd, 4096);
    if (failed(bytes) || bytes.length === 0) return failed(bytes) ? 1 : 0;
    yield* sys.write(1, bytes);
  }
};

const run = (body: Program, more: Record<string, Program> = {}): ReturnType<BareMachine["run"]> =>
  new BareMachine({ body, echo, cat, ...more }).run("body");

test("a program prints and exits with its status", () => {
  const answer = run(function* (sys) {
    yield* print(sys, "hello\n");
    return 3;
  });
  expect(answer).toEqual({ stdout: "hello\n", stderr: "", ending: { kind: "exited", code: 3 } });
});

test("a pipeline of two children runs concurrently, and both are waited for", () => {
  const answer = run(function* (sys, _argv, env) {
    const [r, w] = sys.pipe() as [number, number];
    const first = sys.spawn({
      path: "/bin/echo",
      argv: ["echo", "through", "a", "pipe"],
      env,
      fds: [[1, w]],
      close: [r, w],
    });
    const second = sys.spawn({ path: "/bin/cat", argv: ["cat"], env, fds: [[0, r]], close: [r, w] });
    sys.close(r);
    sys.close(w);
    const ended = [yield* sys.wait(-1), yield* sys.wait(-1)];
    yield* print(
      sys,
      JSON.stringify(ended.map((e) => (failed(e) ? e : [e.pid === first || e.pid === second, e.change]))),
    );
    return 0;
  });
  const done = { kind: "exited", code: 0 };
  expect(answer.stdout).toBe(
    `through a pipe\n${JSON.stringify([
      [true, done],
      [true, done],
    ])}`,
  );
});

test("sleeping takes virtual time and nothing else", () => {
  const machine = new BareMachine({
    sleeper: function* (sys) {
      yield* sys.sleep(3_600_000_000);
      return 0;
    },
  });
  const before = machine.now;
  expect(machine.run("sleeper").ending).toEqual({ kind: "exited", code: 0 });
  expect(machine.now - before).toBeGreaterThanOrEqual(3_600_000_000);
  expect(machine.now - before).toBeLessThan(3_600_010_000);
});

test("a signal without a handler ends a process, with one it interrupts the wait", () => {
  const answer = run(
    function* (sys, _argv, env) {
      const handles = sys.spawn({ path: "/bin/handler", argv: ["handler"], env }) as number;
      const dies = sys.spawn({ path: "/bin/sleeper", argv: ["sleeper"], env }) as number;
      yield* sys.sleep(10_000);
      sys.kill(handles, SIGTERM);
      sys.kill(dies, SIGTERM);
      const first = yield* sys.wait(handles);
      const second = yield* sys.wait(dies);
      yield* print(sys, JSON.stringify([first, second].map((e) => (failed(e) ? e : e.change))));
      return 0;
    },
    {
      handler: function* (sys) {
        sys.disposition(SIGTERM, "handle");
        const answer = yield* sys.sleep(1_000_000_000);
        yield* print(sys, `${answer} ${sys.takeSignals().join()}\n`);
        return 7;
      },
      sleeper: function* (sys) {
        yield* sys.sleep(1_000_000_000);
        return 0;
      },
    },
  );
  expect(answer.stdout).toBe(
    `EINTR 15\n${JSON.stringify([
      { kind: "exited", code: 7 },
      { kind: "signaled", signal: 15, core: false },
    ])}`,
  );
});

test("killing oneself ends the program at that call", () => {
  const answer = run(function* (sys) {
    sys.kill(sys.pid, SIGKILL);
    yield* print(sys, "never\n");
    return 0;
  });
  expect(answer).toEqual({
    stdout: "",
    stderr: "",
    ending: { kind: "signaled", signal: SIGKILL, core: false },
  });
});

test("writing to a pipe that nobody reads is SIGPIPE", () => {
  const answer = run(function* (sys) {
    const [r, w] = sys.pipe() as [number, number];
    sys.close(r);
    yield* sys.write(w, encode("x"));
    return 0;
  });
  expect(answer.ending).toEqual({ kind: "signaled", signal: 13, core: false });
});

test("files are written, read, and denied to others", () => {
  const answer = run(function* (sys) {
    const fd = yield* sys.open("/tmp/f", O_WRONLY | O_CREAT | O_TRUNC, 0o600);
    if (failed(fd)) return 1;
    yield* sys.write(fd, encode("secret"));
    sys.close(fd);
    const again = yield* sys.open("/tmp/f", O_RDONLY);
    const bytes = failed(again) ? again : yield* sys.read(again, 100);
    sys.setCredentials({ uid: 1000, gid: 1000, euid: 1000, egid: 1000, groups: [] });
    const refused = yield* sys.open("/tmp/f", O_RDONLY);
    yield* print(sys, `${failed(bytes) ? bytes : decode(bytes)} ${refused}`);
    return 0;
  });
  expect(answer.stdout).toBe("secret EACCES");
});

test("/proc shows the process to itself", () => {
  const answer = run(function* (sys) {
    const fd = yield* sys.open("/proc/self/comm", O_RDONLY);
    const bytes = failed(fd) ? fd : yield* sys.read(fd, 100);
    yield* print(sys, failed(bytes) ? bytes : decode(bytes));
    return 0;
  });
  expect(answer.stdout).toBe("body\n");
});

const counter: Program = function* (sys) {
  for (let i = 0; i < 6; i++) {
    yield* sys.sleep(1_000_000);
    yield* print(sys, `${i} at ${sys.now()}\n`);
    for (let work = 0; work < 300; work++) if (sys.tick(50)) yield* sys.giveWay();
  }
  return 0;
};

test("a fork of a running program goes on as the origin does, and neither sees the other", () => {
  for (const pause of [500_000, 1_000_100, 1_003_000, 1_009_000, 2_033_000, 2_500_000, 5_999_999]) {
    const origin = new BareMachine({ counter });
    const launched = origin.launch(["counter"]);
    origin.untilIdle(origin.now + pause);
    const twin = origin.fork();
    const before = origin.result(launched);
    twin.untilIdle();
    expect(origin.result(launched)).toEqual(before);
    origin.untilIdle();
    expect(twin.result(launched).stdout).toBe(origin.result(launched).stdout);
    expect(twin.now).toBe(origin.now);
  }
});

test("nothing is left when everything has ended", () => {
  const machine = new BareMachine({ echo, cat });
  const { kernel } = machine;
  const counts = () => [
    kernel.processes.count,
    kernel.openFiles.count,
    kernel.pipes.count,
    kernel.sockets.count,
    kernel.cgroups.get(0).members.size,
  ];
  const before = counts();
  machine.run("echo", "x");
  machine.run("cat", "/nosuch");
  expect(counts()).toEqual(before);
});
