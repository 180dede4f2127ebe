import { expect, test } from "vitest";
import { lastOf, namesOf, parseExec, parseSpan, parseUnitFile } from "../../../src/systemd/unit-file.ts";

test("keys have all their values, and an empty one takes back those before it", () => {
  const file = parseUnitFile([
    "# no unit\n[Unit]\nAfter=a.target b.service\nAfter=c.service\n\n[Service]\nExecStart=/bin/a \\\n  -x\n",
    "[Service]\nExecStart=\nExecStart=/bin/b\n; no more\nnonsense\n",
  ]);
  expect(namesOf(file, "Unit.After")).toEqual(["a.target", "b.service", "c.service"]);
  expect(file.get("Service.ExecStart")).toEqual(["/bin/b"]);
  expect(lastOf(file, "Service.Type", "simple")).toBe("simple");
});

test("commands have quotes, variables and a dash for those that may fail", () => {
  const variables = new Map([
    ["OPTS", "-a -b"],
    ["MAINPID", "7"],
  ]);
  expect(parseExec("/bin/kill -s HUP $MAINPID", variables)).toEqual({
    argv: ["/bin/kill", "-s", "HUP", "7"],
    mayFail: false,
  });
  expect(parseExec("-/bin/sh -c 'echo hi' $OPTS ${OPTS}x $NONE", variables)).toEqual({
    argv: ["/bin/sh", "-c", "echo hi", "-a", "-b", "-a -bx"],
    mayFail: true,
  });
});

test.each([
  ["2", 2e6],
  ["100ms", 1e5],
  ["1min 30s", 90e6],
  ["infinity", undefined],
])("a span of %s", (text, span) => {
  expect(parseSpan(text)).toBe(span);
});
