// The first two laws, as far as names can break them: below the edges nothing reads a clock, draws by chance,
// sets a timer, waits, asks the host or follows a locale. The list, with what to use instead, is in bans.ts.

import { describe, expect, test } from "vitest";
import { BANS, bannedIn } from "./bans.ts";
import { expectNone, sourceOf, sourcesIn } from "./sources.ts";

const EDGES = ["src/edge/", "src/web/"];

test("nothing below the edges names what is banned there", () => {
  const below = sourcesIn("src").filter(({ path }) => !EDGES.some((edge) => path.startsWith(edge)));
  expectNone(below.flatMap(bannedIn));
});

const caught = (text: string, path = "src/engine/example.ts"): string[] =>
  bannedIn(sourceOf(path, text)).map(({ message }) => message.slice(0, message.indexOf(" is banned")));

describe("each ban catches its example", () => {
  test.each(BANS)("$what", ({ what, example, except = [] }) => {
    expect(caught(example)).toContain(what);
    for (const path of except) expect(caught(example, path)).not.toContain(what);
  });
});

test.each([
  ["a type", "let at: Date | undefined;", "Date"],
  ["a type argument", "let it: Map<string, Promise<void>>;", "Promise"],
  ["a class that is extended", "class Mine extends Promise<void> {}", "Promise"],
  ["a shorthand property", "const it = { process };", "process"],
  ["a default", "function f(now = Date.now()) {}", "Date"],
  ["a name that is only promised", "declare const setTimeout: unknown; setTimeout;", "setTimeout"],
  ["a name declared in another scope", "{ const process = 1; } process;", "process"],
  ["a property taken out", "const { random } = Math;", "Math.random"],
  ["a property taken out under another name", "const { random: chance } = Math;", "Math.random"],
  ["inside a template", "const it = `${Date.now()}`;", "Date"],
  ["an async method", "class A { async f() {} }", "async"],
  ["an optional call", "value?.localeCompare(other);", ".localeCompare"],
  ["typeof", "if (typeof window === 'object') f();", "window"],
])("caught: %s", (_, text, what) => {
  expect(caught(text)).toContain(what);
});

test.each([
  ["comments and strings", "// Date\n/* await process */ const it = 'Math.random()' + `fetch`;"],
  ["a parameter", "function kill(process: Process) { process.signal = 9; }"],
  ["a parameter of an arrow", "const f = (process: Process) => process.pid;"],
  ["a destructured parameter", "const f = ({ process, deep: [window] }: X) => process.pid + window;"],
  ["a local variable", "const fetch = () => 1; fetch();"],
  ["a variable of a loop", "for (const document of documents) f(document);"],
  ["an import", "import { process } from './process.ts'; process.run();"],
  ["a property", "container.process.pid; it.module; x.Date;"],
  [
    "the name of a property",
    "const it = { process: 1, Date: 2 }; interface A { performance: number; fetch(): void }",
  ],
  ["a type of its own", "interface Worker { id: number } let it: Worker;"],
  [
    "Math that rounds alike everywhere",
    "Math.floor(1.5) + Math.clz32(8) + Math.imul(2, 3) + Math.max(1, 2);",
  ],
  ["a generator", "function* task() { const it = yield* sys.read(fd, 1); return it; }"],
])("not caught: %s", (_, text) => {
  expect(caught(text)).toEqual([]);
});
