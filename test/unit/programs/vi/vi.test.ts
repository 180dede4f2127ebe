// vi by its keys, on a terminal of the host and in a busybox container: what is typed, what the file holds then.

import { expect, test } from "vitest";
import { Typist } from "../../../support/typist.ts";

const ESC = "\x1b";

/** What a file with `before` in it holds after the keys. */
function edited(before: string, ...keys: string[]): string {
  const t = new Typist();
  t.world.host().run(`printf '%s' '${before}' > /tmp/text`);
  t.run("vi /tmp/text", 1).type(...keys, ":wq\r");
  t.wait(1);
  return t.world.host().run("cat /tmp/text").stdout;
}

test.each([
  ["typing", "", ["ihello\rworld", ESC], "hello\nworld\n"],
  ["Chinese", "容器", ["A很好", "\x7f", ESC, "0x"], "器很\n"],
  ["words", "one two three\n", ["wcwTWO", ESC, "wD", "0iX", ESC], "Xone TWO \n"],
  ["lines", "a\nb\nc\nd\n", ["jddp", "ggyyGp", "kJ"], "a\nc\nb\nd a\n"],
  ["counts", "a b c d e f\n", ["2dw", "$xx", "3h2x"], "c e\n"],
  ["undone and again", "abc\n", ["xxu", "\x12", "u."], "c\n"],
  ["repeated", "a\nb\nc\n", ["A;", ESC, "j.", "j."], "a;\nb;\nc;\n"],
  ["replaced", "foo bar foo\nfoo\n", [":%s/foo/(&)/g\r"], "(foo) bar (foo)\n(foo)\n"],
  ["searched", "one\ntwo\nthree\n", ["/th\r", "rT", "?o\r", "x"], "one\ntw\nThree\n"],
  ["found on the line", "a(b, c)d\n", ["f,", "dt)", "F(", "%", "x"], "a(bd\n"],
  ["objects", 'say "hello there" now\n', ["fh", 'ci"bye', ESC], 'say "bye" now\n'],
  ["opened", "b\n", ["Oa", ESC, "joc", ESC], "a\nb\nc\n"],
  ["shifted", "a\nb\n", [">>", "j>>", "<<"], "\ta\nb\n"],
  ["changed to the end", "abc def\n", ["wC123", ESC], "abc 123\n"],
  ["by ranges", "1\n2\n3\n4\n", [":2,3d\r"], "1\n4\n"],
])("%s", (_name, before, keys, after) => {
  expect(edited(before, ...keys)).toBe(after);
});

test("what was changed is not left without being told so", () => {
  const t = new Typist(undefined, 60, 8);
  t.run("vi", 1).type("ix", ESC, ":q\r");
  expect(t.last).toContain("E37: No write since last change");
  t.type(":q!\r");
  t.wait(1);
  expect(t.last).toBe("root@paper:~#");
});

test("busybox's vi says where one is, and follows the window", () => {
  const t = new Typist(undefined, 60, 8);
  t.run("docker run -it --rm busybox").run("vi /etc/hostname", 1);
  expect(t.last).toBe("- /etc/hostname 1/1 100%");
  t.type("oabc");
  t.resize(40, 6);
  expect(t.rows.length).toBe(6);
  expect(t.last).toBe("I /etc/hostname [Modified] 2/2 100%");
});
