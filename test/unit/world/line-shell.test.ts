// The shell of a host that remembers, and the fresh ones beside it.

import { describe, expect, test } from "vitest";
import { createWorld, replay, RunNeverEnds, type Host, type RunResult } from "../../../src/index.ts";

const bare = (): Host => createWorld({ hosts: { paper: { docker: false } } }).host();
const printed = ({ stdout, stderr, exitCode }: RunResult): string => `${stdout}${stderr}[${exitCode}]`;
const lines = (host: Host, ...typed: string[]): string[] => typed.map((line) => printed(host.run(line)));

describe("what lasts from line to line", () => {
  test("variables, functions, the directory, options and the status", () => {
    const host = bare();
    expect(
      lines(host, "x=1", "f() { echo $x$1; }", "cd /var/log", "f 2; pwd", "false", "echo $?", "set -u; echo $y", "echo $-"),
    ).toEqual([
      "[0]", "[0]", "[0]", "12\n/var/log\n[0]", "[1]", "1\n[0]", "bash: y: unbound variable\n[1]", "huB\n[0]",
    ]); // prettier-ignore
  });

  test("jobs, and what they print between lines", () => {
    const world = createWorld({ hosts: { paper: { docker: false } } });
    const host = world.host();
    expect(lines(host, "{ sleep 5; echo done; } & echo started", "jobs")).toEqual([
      "started\n[0]",
      "[1]+  Running                    { sleep 5; echo done; } &\n[0]",
    ]);
    world.advance(10_000_000);
    expect(printed(host.run("echo next"))).toBe("done\nnext\n[0]");
    expect(lines(host, "sleep 1 & wait $!; echo $?")).toEqual(["0\n[0]"]);
  });

  test("redirections that exec made, and descriptors that people use", () => {
    const host = bare();
    expect(lines(host, "exec 3>/tmp/out", "echo hidden >&3", "exec 3>&-", "cat /tmp/out")).toEqual([
      "[0]", "[0]", "[0]", "hidden\n[0]",
    ]); // prettier-ignore
  });
});

describe("standard input", () => {
  test("is there for its line alone", () => {
    const host = bare();
    expect(printed(host.run("read a; cat", { stdin: "one\ntwo\n" }))).toBe("two\n[0]");
    expect(lines(host, "echo $a; cat; ls /proc/$$/fd | tr '\\n' ' '")).toEqual(["one\n0 1 2 255 [0]"]);
  });

  test("may be long, and need not be read", () => {
    const host = bare();
    const long = "x".repeat(1_000_000);
    expect(printed(host.run("wc -c", { stdin: long }))).toBe("1000000\n[0]");
    expect(printed(host.run("true", { stdin: long }))).toBe("[0]");
    expect(printed(host.run("cat", { stdin: new Uint8Array([104, 105, 10]) }))).toBe("hi\n[0]");
  });
});

describe("the end of a shell", () => {
  test("exit, exec and signals end it, and the next line finds a new one", () => {
    const host = bare();
    expect(lines(host, "x=1; trap 'echo bye' EXIT; exit 3", "echo ${x-none}")).toEqual([
      "bye\n[3]",
      "none\n[0]",
    ]);
    expect(lines(host, "x=1; exec sh -c 'exit 4'", "echo ${x-none}")).toEqual(["[4]", "none\n[0]"]);
    expect(lines(host, "x=1; kill -9 $$", "echo ${x-none}")).toEqual(["[137]", "none\n[0]"]);
    expect(lines(host, "set -e; false; echo no", "echo again")).toEqual(["[1]", "again\n[0]"]);
  });

  test("errors end the line only", () => {
    const host = bare();
    expect(lines(host, "x=1; echo $((1/0)); echo no", "echo $x", "if", "echo ${x:?no}", "echo ${x}")).toEqual(
      [
        'bash: 1/0: division by 0 (error token is "0")\n[1]',
        "1\n[0]",
        "bash: line 2: syntax error: unexpected end of file from `if' command on line 1\n[2]",
        "1\n[0]",
        "1\n[0]",
      ],
    );
  });

  test("a line that never ends is given up with an error, and the world goes on", () => {
    const world = createWorld({ hosts: { paper: { docker: false } } });
    const host = world.host();
    host.run("mkfifo /tmp/pipe");
    expect(() => host.run("cat /tmp/pipe")).toThrow(RunNeverEnds);
    expect(() => host.run("cat /tmp/pipe", { fresh: true })).toThrow(RunNeverEnds);
    expect(lines(host, "ps -C cat | wc -l")).toEqual(["1\n[0]"]);
    expect(lines(replay(world.journal).host(), "echo $PPID; ls /tmp")).toEqual(
      lines(host, "echo $PPID; ls /tmp"),
    );
  });
});

describe("fresh shells", () => {
  test("know nothing of the one that remembers", () => {
    const host = bare();
    host.run("x=1; cd /tmp");
    expect(printed(host.run("echo ${x-none}; pwd", { fresh: true }))).toBe("none\n/root\n[0]");
    expect(printed(host.run("pwd", { cwd: "/etc" }))).toBe("/etc\n[0]");
    expect(printed(host.run("echo $y", { env: { y: "why" } }))).toBe("why\n[0]");
    expect(printed(host.run("id -un; pwd", { user: "debian" }))).toBe("debian\n/home/debian\n[0]");
    expect(printed(host.run("tty", { tty: true }))).toBe("/dev/pts/0\r\n[0]");
    expect(printed(host.run("echo $x; pwd"))).toBe("1\n/tmp\n[0]");
  });

  test("say what is wrong with who and where", () => {
    const host = bare();
    expect(printed(host.run("id", { user: "nobody-here" }))).toBe("no such user: nobody-here\n[1]");
    expect(printed(host.run("pwd", { cwd: "/nowhere" }))).toBe(
      "bash: line 1: cd: /nowhere: No such file or directory\n[1]",
    );
  });
});

describe("forks and replays", () => {
  const typed = [
    "x=1; f() { echo f $x; }; cd /tmp; sleep 100 &",
    "read y <<< two",
    "shopt -s nullglob; a=(1 2 3)",
  ];
  const asked = "f; echo $y ${a[@]} *.none; pwd; jobs; x=2; echo $!";

  test("a fork has the same shell, and neither sees the other's", () => {
    const world = createWorld({ hosts: { paper: { docker: false } } });
    for (const line of typed) world.host().run(line);
    const twin = world.fork();
    const expected = printed(world.host().run(asked));
    expect(expected).toContain("f 1\ntwo 1 2 3\n/tmp\n[1]+  Running");
    expect(printed(twin.host().run(asked))).toBe(expected);
    expect(lines(twin.host(), "x=3; kill %1; wait; echo $x")[0]).toContain("3\n");
    expect(lines(world.host(), "echo $x; jobs")[0]).toContain("2\n[1]+  Running");
    expect(lines(world.fork().fork().host(), "echo $x")).toEqual(["2\n[0]"]);
  });

  test("a replay of the journal is the same world", () => {
    const world = createWorld({ hosts: { paper: { docker: false } } });
    for (const line of typed) world.host().run(line);
    world.host().run("cat > in", { stdin: "input\n" });
    world.host().run("echo $HOME > home; exit 7", { env: { HOME: "/x" }, cwd: "/tmp" });
    const again = replay(world.journal);
    expect(again.now).toBe(world.now);
    expect(again.journal).toEqual(world.journal);
    expect(printed(again.host().run(`cat in home; ${asked}`))).toBe(
      printed(world.host().run(`cat in home; ${asked}`)),
    );
  });
});
