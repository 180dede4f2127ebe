// What goes on until somebody ends it: containers in front, logs that are followed, ping, whole screens that follow
// the window. Relies on the typist. Not here: lines and jobs (terminals.test.ts).

import { expect, test } from "vitest";
import { CTRL_C, CTRL_Z, Typist } from "../../support/typist.ts";

const PROMPT = "root@paper:~#";

test("ctrl-c ends a container in front, logs that are followed, and ping", () => {
  const t = new Typist();
  t.run("docker run --rm busybox sh -c 'trap \"exit 3\" INT; echo up; while :; do sleep 1; done'");
  t.type(CTRL_C);
  t.wait(3);
  t.run("echo $?");
  expect(t.rows.slice(-4)).toEqual(["up", `^C${PROMPT} echo $?`, "3", PROMPT]);
  t.run("clear").run("docker run -d --name talker busybox sh -c 'while :; do echo tick; sleep 1; done'");
  t.run("docker logs -f talker").type(CTRL_C);
  t.wait(1);
  expect(t.last).toBe(`^C${PROMPT}`);
  expect(t.rows).toContain("tick");
  t.run("clear").run("ping -i 1 127.0.0.1", 2).type(CTRL_C);
  t.wait(1);
  expect(t.rows.find((row) => row.includes("packets transmitted"))).toMatch(/ 0% packet loss/);
  expect(t.last).toBe(PROMPT);
});

test("top fills the window that it has, is stopped, comes back and ends", () => {
  const t = new Typist(undefined, 80, 20);
  t.run("top");
  expect(t.rows[0]).toMatch(/^top - /);
  t.resize(60, 8);
  t.wait(4);
  expect(t.rows.length).toBeLessThanOrEqual(8);
  expect(t.rows[0]).toMatch(/^top - /);
  t.type(CTRL_Z).run("fg");
  t.wait(4);
  expect(t.rows[0]).toMatch(/^top - /);
  t.type("q");
  t.wait(1);
  expect(t.last).toBe(PROMPT);
});

test("a program that was stopped while it read goes on reading", () => {
  const t = new Typist();
  t.run("cat", 1).type("one\r", CTRL_Z).run("fg", 1).type("two\r", CTRL_C);
  expect(t.rows.slice(-5)).toEqual(["cat", "two", "two", "^C", PROMPT]);
});

test("a long command is stopped, goes on behind the prompt and tells its end", () => {
  const t = new Typist();
  t.run("docker run -d --name slow busybox sh -c 'sleep 9; exit 4' >/dev/null; clear");
  t.run("docker wait slow", 1).type(CTRL_Z).run("bg");
  expect(t.rows).toContain("[1]+ docker wait slow &");
  t.wait(10);
  t.run("");
  expect(t.rows).toContain(`${PROMPT} 4`);
  expect(t.rows.join("\n")).toMatch(/\[1\]\+ {2}Done {19}/);
});
