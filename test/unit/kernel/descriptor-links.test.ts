import { expect, test } from "vitest";
import { failed } from "../../../src/base/errno.ts";
import { decode, encode } from "../../../src/base/utf8.ts";
import { O_CREAT, O_RDONLY, O_WRONLY, type Program } from "../../../src/kernel/sys.ts";
import { BareMachine } from "../../support/bare-machine.ts";

const run = (body: Program): string => new BareMachine({ body }).run("body").stdout;

test("what collects a container's output is reached by /dev/stdout as well, and stays open", () => {
  const printed = run(function* (sys) {
    void sys.symlink("/proc/self/fd/1", "/dev/stdout");
    void sys.symlink("/dev/stdout", "/tmp/access.log");
    const fd = yield* sys.open("/tmp/access.log", O_WRONLY | O_CREAT);
    if (failed(fd)) return 1;
    yield* sys.write(fd, encode("a line\n"));
    sys.close(fd);
    yield* sys.write(1, encode("another\n"));
    return 0;
  });
  expect(printed).toBe("a line\nanother\n");
});

test("a pipe is opened anew by its link, and is a pipe to stat", () => {
  const printed = run(function* (sys) {
    const [r, w] = sys.pipe() as [number, number];
    const again = yield* sys.open(`/proc/self/fd/${w}`, O_WRONLY);
    if (failed(again)) return 1;
    sys.close(w);
    yield* sys.write(again, encode("through"));
    sys.close(again);
    const node = sys.stat(`/proc/self/fd/${r}`);
    const link = sys.lstat(`/proc/self/fd/${r}`);
    const reader = yield* sys.open(`/proc/self/fd/${r}`, O_RDONLY);
    if (failed(reader) || failed(node) || failed(link)) return 1;
    sys.close(r);
    const first = yield* sys.read(reader, 100);
    const second = yield* sys.read(reader, 100);
    if (failed(first) || failed(second)) return 1;
    const types = [node, link].map(({ mode }) => (mode & 0o170000).toString(8)).join(" ");
    yield* sys.write(1, encode(`${decode(first)} ${second.length} ${types}`));
    return 0;
  });
  expect(printed).toBe("through 0 10000 120000");
});

test("a link to a device or a file leads there; one that is closed leads nowhere", () => {
  const printed = run(function* (sys) {
    const zero = yield* sys.open("/dev/zero", O_RDONLY);
    const file = yield* sys.open("/tmp/f", O_WRONLY | O_CREAT, 0o644);
    if (failed(zero) || failed(file)) return 1;
    yield* sys.write(file, encode("text"));
    const again = yield* sys.open(`/proc/self/fd/${zero}`, O_RDONLY);
    const reader = yield* sys.open(`/proc/self/fd/${file}`, O_RDONLY);
    if (failed(again) || failed(reader)) return 1;
    const zeros = yield* sys.read(again, 3);
    const text = yield* sys.read(reader, 10);
    sys.close(zero);
    const gone = yield* sys.open(`/proc/self/fd/${zero}`, O_RDONLY);
    if (failed(zeros) || failed(text)) return 1;
    yield* sys.write(1, encode(`${zeros.join("")} ${decode(text)} ${gone}`));
    return 0;
  });
  expect(printed).toBe("000 text ENOENT");
});
