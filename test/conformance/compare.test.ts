// The measure itself: what must count as the same, and what must not. `twice` holds two recordings of the same
// scenarios on the real Docker, whose differences are exactly those that must not count.

import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { compare } from "./compare/compare.ts";
import type { Recording, Step } from "./compare/recording.ts";

const TWICE = new URL("./twice/", import.meta.url);
const names = readdirSync(new URL("1/", TWICE));

type Writable<T> = { -readonly [K in keyof T]: T[K] };
type Printed = Writable<Step>;

const load = (run: number, name: string): { scenario: string; engine: string; steps: Printed[] } =>
  JSON.parse(readFileSync(new URL(`${run}/${name}`, TWICE), "utf8"));
const wrong = (expected: Recording, actual: Recording): number[] =>
  compare(expected, actual).mismatches.map(({ step }) => step);

function stepOf({ steps }: Recording, part: string): number {
  const first = steps.findIndex(({ command }) => command.startsWith(part));
  const at = first >= 0 ? first : steps.findIndex(({ command }) => command.includes(part));
  expect(at, part).toBeGreaterThanOrEqual(0);
  return at;
}

type Row = readonly [command: string, stdout?: string, stderr?: string, exit?: number];

/** A scenario of our own. */
const scenario = (...rows: Row[]): Recording => ({
  scenario: "t",
  engine: "x",
  steps: rows.map(([command, stdout = "", stderr = "", exit = 0]) => ({ command, stdout, stderr, exit })),
});
const verdicts = (expected: readonly Row[], actual: readonly Row[]): readonly boolean[] =>
  compare(scenario(...expected), scenario(...actual)).steps;
const same = (command: string, e: string, a: string): void =>
  expect(verdicts([[command, e]], [[command, a]]), `${e} | ${a}`).toEqual([true]);
const differ = (command: string, e: string, a: string): void =>
  expect(verdicts([[command, e]], [[command, a]]), `${e} | ${a}`).toEqual([false]);

const A = "a1".repeat(32);
const B = "b2".repeat(32);
const C = "c3".repeat(32);
const D = "d4".repeat(32);

test.each(names)("two recordings of %s on the real Docker match, both ways", (name) => {
  for (const [x, y] of [
    [1, 2],
    [2, 1],
    [1, 1],
  ] as const) {
    const verdict = compare(load(x, name), load(y, name));
    expect(verdict.mismatches, `${name} ${x} ${y}`).toEqual([]);
    expect(verdict.extra).toBe(0);
  }
});

test("what is planted in a recording is found, and found in that step alone", () => {
  const plant = (name: string, part: string, edit: (step: Printed) => void): void => {
    const [expected, actual] = [load(1, name), load(2, name)];
    const at = stepOf(actual, part);
    const step = actual.steps[at];
    if (step === undefined) throw new Error(part);
    const before = { ...step };
    edit(step);
    expect(step, `nothing planted in ${part}`).not.toEqual(before);
    expect(wrong(expected, actual), part).toEqual([at + 1]);
  };
  const out =
    (change: (text: string) => string) =>
    (step: Printed): void => {
      step.stdout = change(step.stdout);
    };
  const swapLines = (text: string, i: number, j: number): string => {
    const lines = text.split("\n");
    [lines[i] = "", lines[j] = ""] = [lines[j], lines[i]];
    return lines.join("\n");
  };
  plant("lifecycle.json", "docker rm web", (s) => {
    s.exit = 0;
  });
  plant("lifecycle.json", "docker rm web", (s) => {
    s.stderr = s.stderr.replace("No such", "no such");
  });
  plant("lifecycle.json", "docker rm web", (s) => {
    s.stdout = s.stderr;
    s.stderr = "";
  });
  plant(
    "lifecycle.json",
    "docker inspect web --format",
    out((s) => s.replace(/^\w+/, "0".repeat(64))),
  );
  plant(
    "lifecycle.json",
    "docker inspect web",
    out((s) => s.replace(/ \d+ /, " 0 ")),
  );
  plant(
    "lifecycle.json",
    "docker port $(docker ps -lq)",
    out((s) => s.replace("[::]", "[::1]")),
  );
  plant(
    "lifecycle.json",
    "docker port $(docker ps -lq)",
    out((s) => s.replace(/(\[::\]:)\d+/, "$140404")),
  );
  plant(
    "lifecycle.json",
    "docker ps --no-trunc",
    out((s) => s.replace("8080->80", "8081->80")),
  );
  plant(
    "lifecycle.json",
    "docker ps --no-trunc",
    out((s) => swapLines(s, 1, 2)),
  );
  plant(
    "lifecycle.json",
    "docker ps -as",
    out((s) => s.replace("0B (virtual", "5B (virtual")),
  );
  plant(
    "lifecycle.json",
    "docker pause web",
    out((s) => s.replace(" (Paused)", "")),
  );
  plant(
    "lifecycle.json",
    "docker kill web; docker wait",
    out((s) => s.replace("Exited (137)", "Exited (0)")),
  );
  plant(
    "lifecycle.json",
    "docker exec web ps",
    out((s) => s.replace("sleep 1000", "sleep 1001")),
  );
  plant(
    "lifecycle.json",
    "docker exec web hostname",
    out((s) => s.slice(0, 6) + "\n"),
  );
  plant(
    "netvol.json",
    "docker network inspect n1",
    out((s) => s.replace("172.18.0.2", "172.18.0.9")),
  );
  plant(
    "netvol.json",
    "docker network inspect n1",
    out((s) => s.replace("            ", "          ")),
  );
  plant(
    "netvol.json",
    "docker network inspect n1 --format",
    out((s) => s.replace('"aa"', '"?"').replace('"bb"', '"aa"').replace('"?"', '"bb"')),
  );
  plant(
    "netvol.json",
    "docker network ls -q",
    out((s) => swapLines(s, 2, 3)),
  );
  plant(
    "netvol.json",
    "docker volume ls; docker volume ls -q",
    out((s) => s.replace("v1\n", "")),
  );
  plant("build.json", "docker build -t img .", (s) => {
    s.stderr = s.stderr.replace("[2/3] RUN", "[2/3] COPY");
  });
  plant("build.json", "exit 7", (s) => {
    s.stderr = s.stderr.replace(">>> RUN", "    RUN");
  });
  plant(
    "build.json",
    "docker history img",
    out((s) =>
      s
        .split("\n")
        .filter((_, i) => i !== 2)
        .join("\n"),
    ),
  );
  plant(
    "compose.json",
    "docker compose ps; ",
    out((s) => s.replace("(health: starting)", "(healthy)")),
  );
  plant("compose.json", "docker compose up -d", (s) => {
    s.stderr = s.stderr.replace(" Volume scenario_data  Created\n", "");
  });
  plant(
    "compose.json",
    "docker compose logs",
    out((s) => s.replace("web up", "web down")),
  );
  plant(
    "events.json",
    "sleep 1.1; U=",
    out((s) => s.replace("container start", "container restart")),
  );
  plant(
    "events.json",
    "docker update",
    out((s) => s.replace("1073741824", "1073741825")),
  );
});

test("ids keep their identity, long and short", () => {
  const run: Row[] = [
    ["docker run x", `${A}\n`],
    ["docker run y", `${B}\n`],
  ];
  const sim: Row[] = [
    ["docker run x", `${C}\n`],
    ["docker run y", `${D}\n`],
  ];
  const ps = (p: string, q: string): Row => [
    "docker ps",
    `CONTAINER ID   NAMES\n${q.slice(0, 12)}   yy\n${p.slice(0, 12)}   xx\n`,
  ];
  expect(verdicts([...run, ps(A, B)], [...sim, ps(C, D)])).toEqual([true, true, true]);
  expect(verdicts([...run, ps(A, B)], [...sim, ps(D, C)]), "swapped").toEqual([true, true, false]);
  expect(verdicts([...run, ps(A, B)], [...sim, ps("e".repeat(64), D)]), "a third one").toEqual([
    true,
    true,
    false,
  ]);
  expect(verdicts([ps(A, B), ...run], [ps(C, D), ...sim]), "short before long").toEqual([true, true, true]);
  const crossed: Row[] = [ps(C, D), ["docker run x", `${D}\n`], ["docker run y", `${C}\n`]];
  expect(verdicts([ps(A, B), ...run], crossed), "crossed").toEqual([true, false, false]);
  same("docker ps -q", `${A.slice(0, 12)}\n`, `${C.slice(0, 12)}\n`);
  differ("docker ps -q", `${A.slice(0, 12)}\n`, `${C}\n`);
  same("docker run | cut -c1-7", `${A}\n${A.slice(0, 7)}\n`, `${C}\n${C.slice(0, 7)}\n`);
  differ("docker run | cut -c1-7", `${A}\n${A.slice(0, 7)}\n`, `${C}\n${D.slice(0, 7)}\n`);
  same("docker load", `Loaded image ID: sha256:${A}\n`, `Loaded image ID: sha256:${C}\n`);
  differ("docker load", `Loaded image ID: sha256:${A}\n`, `Loaded image ID: ${C}\n`);
  differ("docker inspect abcdefabcdef", "No such object: abcdefabcdef", "No such object: abcdefabcdee");
  same(
    "docker volume ls",
    `DRIVER    VOLUME NAME\nlocal     ${A}\nlocal     v\n`,
    `DRIVER    VOLUME NAME\nlocal     v\nlocal     ${C}\n`,
  );
  differ(
    "docker volume ls",
    "DRIVER    VOLUME NAME\nlocal     a\nlocal     b\n",
    "DRIVER    VOLUME NAME\nlocal     b\nlocal     a\n",
  );
});

test("a step that differs does not drag the next ones along", () => {
  const e: Row[] = [
    ["docker run x", `${A}\n`],
    ["docker create y", `${B}\n`],
    ["docker ps -q", `${A.slice(0, 12)}\n`],
    ["docker run z", `${C}\n`],
  ];
  const a: Row[] = [
    ["docker run x", `${D}\n`],
    ["docker create y", "", "nope", 1],
    ["docker ps -q", `${D.slice(0, 12)}\n`],
    ["docker run z", `${B}\n`],
  ];
  expect(verdicts(e, a)).toEqual([true, false, true, true]);
  expect(verdicts(e, a.slice(0, 1)), "steps are missing").toEqual([true, false, false, false]);
  const { steps, extra } = compare(scenario(...e.slice(0, 1)), scenario(...a));
  expect([steps, extra], "steps too many").toEqual([[true], 3]);
});

test("a difference shows what is only on one side, with things as labels", () => {
  const e = scenario(["docker run x", `${A}\nweb\nsame\n`]);
  const a = scenario(["docker run x", `${C}\nsame\nmore\n`]);
  expect(compare(e, a).mismatches[0]).toEqual({
    step: 1,
    command: "docker run x",
    why: ["stdout"],
    difference: ["   stdout  (- real, + simulated)", "    - web", "    + more"],
  });
});

test("times", () => {
  same("c", "2025-11-21T21:14:05.123456789Z\n", "2024-01-01T00:00:00.5Z\n");
  same("c", "2025-11-21T21:14:05.123456789Z\n", "2024-01-01T00:00:00Z\n"); // a clock that stands on the second
  differ("c", "2025-11-21T21:14:05Z\n", "2024-01-01T00:00:00.5Z\n");
  differ("c", "2025-11-21T21:14:05.1Z\n", "2025-11-21 21:14:05 +0000 UTC\n");
  differ("c", "0001-01-01T00:00:00Z\n", "2025-11-21T21:14:05Z\n");
  differ("docker logs --since 2020-01-01T00:00:00Z", "2020-01-01T00:00:00Z", "2020-01-02T00:00:00Z");
  same("docker events", "1795296632 1795296632892834572\n", "1700000000 1700000000000000000\n");
  differ("docker events", "1795296632\n", "1795296632892834572\n");
  differ("docker inspect", "1500000000\n", "1250000000\n"); // --cpus 1.5
  differ("docker inspect", "1073741824\n", "2147483648\n");
  same("docker ps", "Up Less than a second (healthy)", "Up About a minute (healthy)");
  differ("docker ps", "Up 2 seconds (healthy)", "Up 2 seconds (unhealthy)");
  differ("docker ps", "Up 2 seconds (health: starting)", "Up 2 seconds");
  same("docker ps", "Exited (137) 2 seconds ago", "Exited (137) Less than a second ago");
  differ("docker ps", "Exited (137) 2 seconds ago", "Exited (143) 2 seconds ago");
  differ("docker ps", "Created", "Exited (0) 2 seconds ago");
});

test("sizes, ports, names, MACs, processes", () => {
  same("docker ps -s", "8.19kB (virtual 2.08MB)", "12B (virtual 1.2GB)");
  differ("docker ps -s", "0B (virtual 2.08MB)", "12B (virtual 1.2GB)");
  same("docker images", "2.07MB", "5.5MB");
  same("docker image inspect --format '{{.Size}}'", "2066844\n", "4000000\n");
  differ("docker inspect --format '{{.HostConfig.ShmSize}}'", "67108864\n", "67108865\n");
  differ("docker inspect --format '{{.Size}}'", "2066844\n", "12\n");
  same("docker ps", "0.0.0.0:32768->80/tcp, [::]:32768->80/tcp", "0.0.0.0:49153->80/tcp, [::]:49153->80/tcp");
  differ(
    "docker ps",
    "0.0.0.0:32768->80/tcp, [::]:32768->80/tcp",
    "0.0.0.0:49153->80/tcp, [::]:49154->80/tcp",
  );
  differ("docker run -p 40000:80", "0.0.0.0:40000->80/tcp", "0.0.0.0:40001->80/tcp");
  differ("docker ps", "0.0.0.0:8080->80/tcp", "0.0.0.0:8081->80/tcp");
  differ("docker ps", "0.0.0.0:32768->80/tcp", "0.0.0.0:32768->81/tcp");
  same("docker port c 80", "32768\n", "32801\n");
  same("docker inspect", '"HostPort": "32768"', '"HostPort": "32999"');
  differ("docker inspect", '"CpuQuota": 50000', '"CpuQuota": 40000');
  differ("docker inspect", '{"CpuQuota":50000}', '{"CpuQuota":40000}');
  same(
    "docker ps",
    "CONTAINER ID   NAMES\nabcdefabcdef   boring_mclaren\n",
    "CONTAINER ID   NAMES\n012345678901   plain_otter3\n",
  );
  differ(
    "docker ps",
    "CONTAINER ID   NAMES\nabcdefabcdef   boring_mclaren\n",
    "CONTAINER ID   NAMES\n012345678901   otter\n",
  );
  expect(
    verdicts(
      [
        ["docker ps -a", "eager_wu\nepic_wu\n"],
        ["docker ps", "eager_wu\n"],
      ],
      [
        ["docker ps -a", "epic_wu\neager_wu\n"],
        ["docker ps", "eager_wu\n"],
      ],
    ),
  ).toEqual([true, false]);
  differ("docker volume create my_data", "my_data\n", "my_date\n");
  same("docker inspect", '"MacAddress": "62:1b:8a:c4:3b:09"', '"MacAddress": "02:42:ac:11:00:02"');
  differ("docker run --mac-address 92:d0:c6:0a:29:33", "92:d0:c6:0a:29:33\n", "92:d0:c6:0a:29:34\n");
  differ("docker inspect", "62:1b:8a:c4:3b:09 62:1b:8a:c4:3b:09\n", "62:1b:8a:c4:3b:09 62:1b:8a:c4:3b:0a\n");
  same("docker inspect", '"Pid": 4295,', '"Pid": 2,');
  differ("docker inspect", '"Pid": 4295,', '"Pid": 0,');
  same("docker inspect -f '{{.State.Pid}}'", "4295\n", "1001\n");
  differ("docker inspect -f '{{.State.Pid}} {{.State.ExitCode}}'", "0 137\n", "0 143\n");
  differ("docker ps -q | wc -l", "2\n", "3\n");
  same(
    "docker exec c ps",
    "PID   USER     COMMAND\n    1 root     sleep 9\n    7 root     ps\n",
    "PID   USER     COMMAND\n    1 root     sleep 9\n   25 root     ps\n",
  );
  differ(
    "docker exec c ps",
    "PID   USER     COMMAND\n    1 root     sleep 9\n    7 root     ps\n",
    "PID   USER     COMMAND\n    8 root     sleep 9\n   25 root     ps\n",
  );
  same(
    "docker top c",
    "UID    PID    PPID   C   STIME   TTY   TIME       CMD\nroot   4295   4268   1   21:28   ?     00:00:00   sleep 10\n",
    "UID   PID   PPID   C   STIME   TTY   TIME       CMD\nroot   10   9   0   00:00   ?     00:00:01   sleep 10\n",
  );
});

test("IPs, words, lines, newlines, indentation", () => {
  differ("c", "172.17.0.2\n", "172.17.0.3\n");
  differ("c", "one\ntwo\n", "two\none\n");
  differ("c", "one\ntwo\n", "one\n");
  differ("c", "one\n", "one\ntwo\n");
  differ("c", "one\n", "one");
  differ("c", "    x\n", "  x\n");
  same("c", "A B   C    D\nx     y    z  \n", "A B     C     D\nx      y     z\n");
  differ("c", "x     y\n", "x y\n");
  expect(verdicts([["c", "", "", 1]], [["c", "", "", 2]])).toEqual([false]);
  expect(verdicts([["c", "", "e\n"]], [["c", "", "E\n"]])).toEqual([false]);
});

test("order that is chance", () => {
  const e =
    "#1 [internal] load build definition from Dockerfile\n#1 transferring dockerfile: 97B done\n#1 DONE 0.0s\n\n#2 [a 2/2] RUN echo a\n#2 ...\n\n#3 [b 2/2] RUN echo b\n#3 0.101 b\n#3 DONE 0.2s\n\n#2 [a 2/2] RUN echo a\n#2 0.1 a\n#2 DONE 0.2s\n\n#4 exporting to image\n#4 exporting layers 0.1s done\n#4 DONE 0.0s\n";
  const a =
    "#1 [internal] load build definition from Dockerfile\n#1 transferring dockerfile: 1.2kB done\n#1 DONE 0.1s\n\n#2 [b 2/2] RUN echo b\n#2 0.2 b\n#2 DONE 0.0s\n\n#3 [a 2/2] RUN echo a\n#3 0.3 a\n#3 DONE 0.2s\n\n#4 exporting to image\n#4 exporting layers\n#4 exporting layers done\n#4 DONE 0.0s\n";
  const build = (x: string, y: string): boolean | undefined =>
    verdicts([["docker build .", "", x]], [["docker build .", "", y]])[0];
  expect(build(e, a)).toBe(true);
  expect(build(e, a.replace("#2 0.2 b", "#2 0.2 c"))).toBe(false);
  expect(build(e, a.replace("#2 DONE 0.0s", "#2 CACHED"))).toBe(false);
  const up = (x: string, y: string): boolean | undefined =>
    verdicts([["docker compose up -d", "", x]], [["docker compose up -d", "", y]])[0];
  expect(
    up(
      " Container a  Creating\n Container b  Creating\n Container b  Created\n Container a  Created\n",
      " Container b  Creating\n Container b  Created\n Container a  Creating\n Container a  Created\n",
    ),
  ).toBe(true);
  expect(
    up(" Container a  Creating\n Container a  Created\n", " Container a  Created\n Container a  Creating\n"),
  ).toBe(false);
  same("docker compose logs", "a-1  | 1\nb-1  | x\na-1  | 2\n", "b-1  | x\na-1  | 1\na-1  | 2\n");
  differ("docker compose logs", "a-1  | 1\na-1  | 2\n", "a-1  | 2\na-1  | 1\n");
  same(
    "docker network inspect",
    `{"${A}":{"Name":"x"},"${B}":{"Name":"y"}}\n`,
    `{"${B}":{"Name":"y"},"${A}":{"Name":"x"}}\n`,
  );
  differ(
    "docker network inspect",
    `{"${A}":{"Name":"x"},"${B}":{"Name":"y"}}\n`,
    `{"${B}":{"Name":"y"},"${A}":{"Name":"z"}}\n`,
  );
  same("docker network prune -f", "Deleted Networks:\nn1\nn2\n\n", "Deleted Networks:\nn2\nn1\n\n");
  same(
    "docker run -e B=2 -e A=1 busybox env",
    "PATH=/bin\nHOSTNAME=abcdefabcdef\nB=2\nA=1\n",
    "PATH=/bin\nHOSTNAME=012345abcdef\nA=1\nB=2\n",
  );
  differ("docker run -e B=2 -e A=1 busybox env", "PATH=/bin\nB=2\nA=1\n", "PATH=/bin\nA=1\nB=3\n");
  same("docker inspect -f '{{json .Config.Env}}'", '["B=2","A=1"]\n', '["A=1","B=2"]\n');
  same("docker inspect -f '{{json .Config.Env}}'", '["UNSET","A=1"]\n', '["A=1","UNSET"]\n');
  same("docker compose config --images", "a\nb\n", "b\na\n");
  same("docker inspect -f '{{.Config.Env}}'", "[B=2 A=1]\n", "[A=1 B=2]\n");
  differ("docker inspect -f '{{json .Config.Cmd}}'", '["B","A"]\n', '["A","B"]\n');
  same(
    "docker start b",
    "Bind for 0.0.0.0:8080 failed: port is already allocated",
    "Bind for :::8080 failed: port is already allocated",
  );
  differ(
    "docker start b",
    "Bind for 0.0.0.0:8080 failed: port is already allocated",
    "Bind for 127.0.0.1:8080 failed: port is already allocated",
  );
  const vols = (p: string, q: string, r: string, s: string): Row[] => [
    ["docker volume ls -q", `${[p, q].sort().join("\n")}\n`],
    [
      "docker inspect",
      `[{"Type":"volume","Name":"${r}","Destination":"/x"},{"Type":"volume","Name":"${s}","Destination":"/y"}]\n`,
    ],
    ["docker volume rm", `${r}\n`],
  ];
  expect(verdicts(vols(A, B, A, B), vols(C, D, D, C))).toEqual([true, true, true]);
  expect(
    verdicts(vols(A, B, A, B), [...vols(C, D, D, C).slice(0, 2), ["docker volume rm", `${C}\n`]]),
  ).toEqual([true, true, false]);
  const images = (p: string, q: string, x: string, y: string): string =>
    `REPOSITORY   TAG      IMAGE ID       CREATED         SIZE\n${p}   latest   aaaaaaaaaaa${p.length}   ${x}   2MB\n${q}   latest   bbbbbbbbbbb${q.length}   ${y}   2MB\n`;
  same(
    "docker images",
    images("one", "three", "2 seconds ago", "2 seconds ago"),
    images("three", "one", "2 seconds ago", "2 seconds ago"),
  );
  differ(
    "docker images",
    images("one", "three", "2 seconds ago", "3 seconds ago"),
    images("three", "one", "2 seconds ago", "2 seconds ago"),
  );
});
