import { expect, test } from "vitest";
import { ellipsis, truncateId } from "../../../../src/cli/format/ellipsis.ts";

// the cases of docker/cli's own displayutils_test.go, and `docker ps` for the first
test.each([
  ["sh -c 'echo 12345 > /f; exit 2'", 20, "sh -c 'echo 12345 >…"],
  ["t🐳ststring", 0, ""],
  ["t🐳ststring", 1, "t"],
  ["t🐳ststring", 2, "t…"],
  ["t🐳ststring", 6, "t🐳st…"],
  ["t🐳ststring", 20, "t🐳ststring"],
  ["你好世界teststring", 0, ""],
  ["你好世界teststring", 1, "你"],
  ["你好世界teststring", 3, "你…"],
  ["你好世界teststring", 6, "你好…"],
  ["你好世界teststring", 20, "你好世界teststring"],
  ["exactly", 7, "exactly"],
  ["", 1, ""],
])("%s in %d columns", (text, columns, shown) => {
  expect(ellipsis(text, columns)).toBe(shown);
});

test("ids lose their algorithm and all but twelve digits", () => {
  expect(truncateId("sha256:7b3f84a64914a26df74855aec115678e")).toBe("7b3f84a64914");
  expect([truncateId("abc"), truncateId("")]).toEqual(["abc", ""]);
});
