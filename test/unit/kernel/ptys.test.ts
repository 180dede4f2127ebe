import { expect, test } from "vitest";
import { failed } from "../../../src/base/errno.ts";
import { decode, encode } from "../../../src/base/utf8.ts";
import { type Program } from "../../../src/kernel/sys.ts";
import { COOKED, RAW } from "../../../src/kernel/terminal.ts";
import { BareMachine } from "../../support/bare-machine.ts";

test("what was typed before a terminal became raw is read then, the mark of an end is not", () => {
  const body: Program = function* (sys) {
    const [master, fd] = sys.openpty() as [number, number];
    if (failed(master) || failed(fd)) return 1;
    void sys.setTermios(fd, { ...COOKED, echo: false });
    yield* sys.write(master, encode("whole\n\x04begun"));
    void sys.setTermios(fd, RAW);
    const bytes = yield* sys.read(fd, 100);
    const rest = failed(bytes) ? bytes : decode(bytes);
    yield* sys.write(1, encode(JSON.stringify([rest, (yield* sys.poll([{ fd, read: true }], 0)).length])));
    return 0;
  };
  expect(new BareMachine({ body }).run("body").stdout).toBe(`["whole\\nbegun",0]`);
});
