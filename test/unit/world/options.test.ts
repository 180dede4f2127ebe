// Mistakes of programs that use the library: each is told at the call, by its place.

import { expect, test } from "vitest";
import { createWorld, OptionsError, replay, type WorldOptions } from "../../../src/index.ts";

const given = (options: unknown) => (): unknown => createWorld(options as WorldOptions);

test.each([
  [{ sed: 1 }, 'createWorld: Unrecognized key: "sed"'],
  [{ seed: null }, "createWorld: seed: a number or a string"],
  [{ epoch: "today" }, "createWorld: epoch: Invalid input: expected number, received string"],
  [{ hosts: {} }, "createWorld: hosts: at least one host"],
  [{ hosts: { "not a name": {} } }, "createWorld: hosts.not a name: "],
  [{ hosts: { a: { memory: -1 } } }, "createWorld: hosts.a.memory: Too small: expected number to be >0"],
  [{ hosts: { a: { images: ["busybox", "nothing"] } } }, "createWorld: hosts.a.images.1: an image that exists: alpine:latest"],
  [{ hosts: { a: { images: "all" } } }, 'createWorld: hosts.a.images: "usual", "none", or an array of images'],
  [{ hosts: { a: { docker: "yes" } } }, "createWorld: hosts.a.docker: true, false, or settings of the daemon"],
  [{ files: { motd: "hello" } }, "createWorld: files.motd: "],
  [{ files: { "/etc/motd": 5 } }, "createWorld: files./etc/motd: a string or a Uint8Array"],
  [{ files: { "/etc/passwd/motd": "" } }, "createWorld: files: /etc/passwd/motd: Not a directory"],
])("%j", (options, message) => {
  expect(given(options)).toThrow(OptionsError);
  expect(given(options)).toThrow(message);
}); // prettier-ignore

test("calls are checked as well", () => {
  const world = createWorld({ hosts: { a: { docker: false } } });
  expect(() => world.host("b")).toThrow("host: there is none named b; there are: a");
  expect(() => world.host().run(5 as never)).toThrow("run: Invalid input: expected string, received number");
  expect(() => world.host().run("id", { cwd: "tmp" })).toThrow(
    "run: cwd: an absolute path, such as /etc/motd",
  );
  expect(() => world.host().run("id", { workdir: "/tmp" } as never)).toThrow(
    'run: Unrecognized key: "workdir"',
  );
  expect(() => world.advance(-1)).toThrow("advance: Too small: expected number to be >=0");
  expect(() => world.advance(0.5)).toThrow("advance: Invalid input: expected int");
  expect(() => world.host().terminal({ rows: 0 })).toThrow("terminal: rows: Too small");
  expect(() => replay([])).toThrow("replay: a journal begins with what the world was made with");
  expect(world.journal).toHaveLength(1);
});

test("what a world was given cannot change behind its back", () => {
  const content = new Uint8Array([104, 105]);
  const files = { "/etc/note": content };
  const world = createWorld({ files, hosts: { a: { docker: false } } });
  const input = new Uint8Array([49]);
  world.host().run("cat > /tmp/one", { stdin: input });
  content[0] = input[0] = 120;
  const look = "cat /etc/note /tmp/one";
  expect(replay(world.journal).host().run(look).stdout).toBe("hi1");
  expect(world.host().run(look).stdout).toBe("hi1");
});

test("files are those of all hosts, and of each over them", () => {
  const world = createWorld({
    files: { "/etc/motd": "all\n", "/opt/deep/down": "deep\n" },
    hosts: { a: { docker: false }, b: { docker: false, files: { "/etc/motd": "b\n" } } },
  });
  const look = (name: string): string => world.host(name).run("cat /etc/motd /opt/deep/down").stdout;
  expect([look("a"), look("b")]).toEqual(["all\ndeep\n", "b\ndeep\n"]);
});
