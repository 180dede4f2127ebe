// A terminal of the host as a person uses it: lines are edited, completed, searched and pasted, jobs are stopped and
// brought back, containers are entered, left and come back to, the window changes.

import { expect, test } from "vitest";
import { CTRL_C, CTRL_D, CTRL_Z, LEFT, TAB, Typist, UP } from "../../support/typist.ts";

test("a line is edited, with Chinese in it, and run again from the history", () => {
  const t = new Typist();
  expect(t.rows).toEqual(["root@paper:~#"]);
  t.type("echo 中 文", LEFT, "\x7f", LEFT, "大").run("");
  expect(t.rows.slice(0, 2)).toEqual(["root@paper:~# echo 大中文", "大中文"]);
  t.type("ls /", UP, UP);
  expect(t.last).toBe("root@paper:~# echo 大中文");
  t.type(CTRL_C, "\x12", "大");
  expect(t.last).toContain("(reverse-i-search)`大': echo ");
  t.run("");
  t.run("echo !!:1").run("history | tail -1");
  expect(t.rows.at(-2)).toMatch(/^ +\d+ {2}history \| tail -1$/);
});

test("docker's commands, flags, values and names are completed; a second tab lists", () => {
  const t = new Typist();
  t.type("docker ru", TAB, "--na", TAB, "box ng", TAB, "\x15", "docker r", TAB, TAB);
  expect(t.rows).toEqual([
    "root@paper:~# docker r",
    "rename   (Rename a container)",
    "restart  (Restart one or more containers)",
    "rm       (Remove one or more containers)",
    "rmi      (Remove one or more images)",
    "run      (Create and run a new container from an image)",
    "root@paper:~# docker r",
  ]);
  t.type("\x15docker run --name box --restart=unl nginx", ...Array.from("nginx ", () => LEFT), TAB);
  expect(t.last).toBe("root@paper:~# docker run --name box --restart=unless-stopped nginx");
  t.type("\x15docker network inspect ", TAB, TAB, CTRL_C).run("docker volume create data");
  t.type("docker volume rm d", TAB);
  expect(t.last).toBe("root@paper:~# docker volume rm data");
});

test("jobs are interrupted, stopped, sent behind and brought back", () => {
  const t = new Typist();
  t.run("sleep 100").type(CTRL_C).run("echo $?");
  expect(t.rows).toEqual(["root@paper:~# sleep 100", "^C", "root@paper:~# echo $?", "130", "root@paper:~#"]);
  t.run("clear").run("sleep 60").type(CTRL_Z).run("bg").run("jobs").run("fg").type(CTRL_C);
  expect(t.rows).toEqual([
    "root@paper:~# sleep 60",
    "^Z",
    "[1]+  Stopped                    sleep 60",
    "root@paper:~# bg",
    "[1]+ sleep 60 &",
    "root@paper:~# jobs",
    "[1]+  Running                    sleep 60 &",
    "root@paper:~# fg",
    "sleep 60",
    "^C",
    "root@paper:~#",
  ]);
});

test("a container is entered, left by its keys, come back to and ended", () => {
  const t = new Typist();
  t.run("docker run -it --name box busybox");
  t.run("hostname").type("\x10\x11").run("docker ps --format '{{.Names}} {{.State}}'");
  expect(t.rows.slice(-2)).toEqual(["box running", "root@paper:~#"]);
  t.run("clear").run("docker attach box", 1).run("echo back");
  expect(t.rows.slice(-2)).toEqual(["back", "/ #"]);
  const other = new Typist(t.world);
  other.run("docker attach box", 1).run("echo from two");
  expect(t.last).toBe("/ #");
  expect(t.rows).toContain("from two");
  t.type(CTRL_D);
  t.wait(1);
  expect(t.last).toBe("root@paper:~#");
  expect(other.last).toBe("root@paper:~#");
});

test("a script of thirty lines is pasted and runs as one", () => {
  const t = new Typist(undefined, 60, 40);
  const lines = Array.from({ length: 28 }, (_, i) => `  : line ${i}`);
  const script = ["for i in 1 2 3; do", ...lines, "  echo $i; done"];
  t.type(`\x1b[200~${script.join("\n")}\x1b[201~`).run("");
  expect(t.rows.slice(-4)).toEqual(["1", "2", "3", "root@paper:~#"]);
});

test("a command of several lines is one line of the history", () => {
  const t = new Typist();
  t.type("for i in 1 2\r", "do\r", "echo $i\r").run("done");
  t.type(UP);
  expect(t.last).toBe("root@paper:~# for i in 1 2; do echo $i; done");
  t.type(CTRL_C, "echo 'a\r").run("b'").type(UP);
  expect(t.rows.slice(-2)).toEqual(["root@paper:~# echo 'a", "b'"]);
});

test("windows that change are known to what runs in them", () => {
  const t = new Typist();
  t.run("docker run -it --rm busybox");
  t.resize(60, 10);
  t.run("stty size");
  expect(t.rows).toContain("10 60");
  t.run("exit").type("abc");
  t.resize(70, 12);
  expect(t.last).toBe("root@paper:~# abc");
});

test("the end of the input ends the shell", () => {
  const t = new Typist();
  t.type("x", CTRL_C, CTRL_D);
  expect(t.last).toBe("logout");
  expect(t.exitCode).toBe(130);
});
