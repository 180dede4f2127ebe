// gosu, su-exec and dumb-init, as entry points of images use them; compared with Debian's gosu 1.17 and dumb-init 1.2.5.

import { expect, test } from "vitest";
import { createWorld } from "../../../../src/index.ts";

const host = createWorld({ seed: 1 }).host();
host.run(
  "mkdir app && printf 'FROM debian\\nRUN apt-get -qq update && apt-get install -qq -y gosu dumb-init\\n' > app/Dockerfile && docker build -q -t steps app",
);

const inImage = (line: string) => {
  const { stdout, stderr, exitCode } = host.run(`docker run --rm steps sh -c '${line}'`);
  return [stdout, stderr, exitCode];
};

test("gosu runs a command as another user, in place of itself", () => {
  expect(
    inImage(
      'gosu nobody id; gosu 1000:0 sh -c "id -u; id -g; echo \\$HOME"; exec gosu nobody sh -c "exit 3"',
    ),
  ).toEqual(["uid=65534(nobody) gid=65534(nogroup) groups=65534(nogroup)\n1000\n0\n/\n", "", 3]);
});

test("gosu says who is missing, and what", () => {
  expect(inImage("gosu nosuch id")).toEqual([
    "",
    'error: failed switching to "nosuch": unable to find user nosuch: no matching entries in passwd file\n',
    1,
  ]);
  expect(inImage("gosu nobody nosuch")).toEqual([
    "",
    'error: exec: "nosuch": executable file not found in $PATH\n',
    1,
  ]);
  expect(inImage("gosu nobody gosu root id")[2]).toBe(1);
});

test("dumb-init passes on what its child returns", () => {
  expect(inImage('dumb-init sh -c "exit 7"; echo $?; dumb-init nosuch; echo $?')).toEqual([
    "7\n2\n",
    "[dumb-init] nosuch: No such file or directory\n",
    0,
  ]);
});

test("su-exec in Alpine", () => {
  const { stdout } = host.run(
    "docker run --rm alpine sh -c 'apk add -q su-exec; su-exec nobody:nobody id; su-exec 100 sh -c \"echo \\$HOME\"'",
  );
  expect(stdout).toBe("uid=65534(nobody) gid=65534(nobody) groups=65534(nobody)\n/\n");
});
