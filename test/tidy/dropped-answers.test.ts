// A call whose answer nobody takes. A generator that is called but not driven (`sys.sleep(…)` without `yield*`)
// silently does nothing, and a Result or an Errno that is dropped is a failure that nobody saw. Where dropping
// is meant, `void` says so. This needs types, so it asks the compiler and not only the text.

import { fileURLToPath } from "node:url";
import type syntax from "typescript";
import { expect, test } from "vitest";
import { expectNone, visit, type Offence } from "./sources.ts";
import { ts } from "./typescript.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

const ADVICE = {
  task: "does nothing until it is driven: `yield*` it",
  promise: "is awaited by nobody",
  failure: "may have failed: look at the answer, or write `void` before the call where that does not matter",
};

/** Types by name that must not be dropped. */
const KINDS = new Map<string, keyof typeof ADVICE>([
  ["Generator", "task"],
  ["AsyncGenerator", "task"],
  ["Promise", "promise"],
  ["Fail", "failure"],
]);

/** Which advice a dropped value of a type asks for, if any. An Errno is a string literal such as "ENOENT". */
function kindOf(type: syntax.Type): keyof typeof ADVICE | undefined {
  if (type.isUnion()) return type.types.map(kindOf).find((kind) => kind !== undefined);
  if (type.isStringLiteral()) return /^E[A-Z0-9]{2,}$/.test(type.value) ? "failure" : undefined;
  return KINDS.get(type.symbol?.name ?? "") ?? KINDS.get(type.aliasSymbol?.name ?? "");
}

function droppedIn(tree: syntax.SourceFile, checker: syntax.TypeChecker): Offence[] {
  const found: Offence[] = [];
  visit(tree, (node) => {
    if (!ts.isExpressionStatement(node) || !ts.isCallExpression(node.expression)) return;
    const kind = kindOf(checker.getTypeAtLocation(node.expression));
    if (kind === undefined) return;
    const line = tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
    const call = node.expression.expression.getText(tree);
    found.push({ path: tree.fileName.slice(ROOT.length), line, message: `${call}(…) ${ADVICE[kind]}` });
  });
  return found;
}

const EXAMPLE = `${ROOT}src/example-of-dropped-answers.ts`;
const EXAMPLE_TEXT = `
import type { Errno } from "./base/errno.ts";
import type { Result } from "./base/result.ts";
import type { Task } from "./kernel/sys.ts";
declare const it: {
  sleep(): Task<void>; start(): Result<number>; write(): Errno | undefined; open(): number | Errno;
  name(): "red" | "green" | undefined; list(): number[]; log(): void;
};
export function* program(): Task<void> {
  it.sleep();
  it.start();
  it.write();
  it.open();
  yield* it.sleep();
  const started = it.start();
  if (started.ok) void it.write();
  it.name();
  it.list();
  it.log();
}
`;

/** The core, as tsconfig.json describes it, and the example. */
function compile(): syntax.Program {
  const { config } = ts.readConfigFile(`${ROOT}tsconfig.json`, (path) => ts.sys.readFile(path)) as {
    config: unknown;
  };
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  const host = ts.createCompilerHost(options, true);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (path, ...rest) =>
    path === EXAMPLE
      ? ts.createSourceFile(path, EXAMPLE_TEXT, ts.ScriptTarget.ES2022, true)
      : read(path, ...rest);
  return ts.createProgram([...fileNames, EXAMPLE], options, host);
}

test("no call below the edges leaves its task or its failure lying", () => {
  const program = compile();
  const checker = program.getTypeChecker();
  const files = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(`${ROOT}src/`));
  const dropped = files.flatMap((tree) => droppedIn(tree, checker));
  const isExample = ({ path }: Offence): boolean => ROOT + path === EXAMPLE;
  expect(dropped.filter(isExample).map(({ message }) => message)).toEqual([
    `it.sleep(…) ${ADVICE.task}`,
    `it.start(…) ${ADVICE.failure}`,
    `it.write(…) ${ADVICE.failure}`,
    `it.open(…) ${ADVICE.failure}`,
  ]);
  expectNone(dropped.filter((one) => !isExample(one)));
});
