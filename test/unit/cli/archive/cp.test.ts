import { expect, test } from "vitest";
import { createWorld } from "../../../../src/world.ts";

const told = (script: string): string => {
  const { stdout, stderr } = createWorld({ seed: 7 }).host().run(`cd /tmp; ${script}`);
  return stdout + stderr;
};

test("files go into a container and come back with their kind, mode and links", () => {
  const script = `mkdir -p d/e; echo one > d/one; chmod 640 d/one; ln -s one d/link; ln d/one d/e/hard;
    docker create --name cc busybox >/dev/null; docker cp d cc:/new; docker cp cc:/new back; find back | sort;
    readlink back/link; stat -c '%a %h' back/one; docker cp cc:/new/. - | wc -c`;
  expect(told(script)).toBe("back\nback/e\nback/e/hard\nback/link\nback/one\none\n640 2\n4096\n");
});

test("a container's mounts are part of its files, and read-only ones stay as they are", () => {
  const script = `echo x > f; docker create --name cc -v vol:/v -v ro:/r:ro busybox >/dev/null;
    docker cp f cc:/v/f; docker run --rm -v vol:/v busybox cat /v/f; docker cp f cc:/r/f; docker diff cc`;
  expect(told(script)).toBe(
    "x\nA /r\nA /v\nError response from daemon: mounted volume is marked read-only\n",
  );
});
