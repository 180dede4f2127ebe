import { expect, test } from "vitest";
import { modeChangeOf, parseModeChange } from "../../../../src/engine/build/mode-change.ts";

test.each([
  ["755", 0o644, false, 0o755],
  ["u+x", 0o644, false, 0o744],
  ["a+X", 0o644, false, 0o644],
  ["a+X", 0o644, true, 0o755],
  ["go-r,u=rw", 0o755, false, 0o611],
  ["u=rw,go=r", 0o4755, false, 0o644],
  ["g=u", 0o640, false, 0o660],
  ["+t", 0o777, true, 0o1777],
  ["u+s,g+s", 0o755, false, 0o6755],
  ["o=", 0o777, false, 0o770],
])("%s of %o", (text, mode, isDirectory, expected) => {
  expect(modeChangeOf(text)?.(mode, isDirectory)).toBe(expected);
});

test.each(["", "zzz", "u", "u+x,", "8"])("%j is no change", (text) => {
  expect(parseModeChange(text)).toBeUndefined();
});
