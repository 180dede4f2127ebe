// Runs recorded snippets (scripts/record-shell.mjs) in our shells: on a machine of its own each, with the
// programs of Debian in /bin, in an empty folder. Process ids and addresses differ from run to run and are replaced on both sides.

import { readdirSync, readFileSync } from "node:fs";
import type { Program } from "../../src/kernel/sys.ts";
import { readFile } from "../../src/programs/libc/input.ts";
import { PROGRAMS } from "../../src/programs/registry.ts";
import { BareMachine } from "../support/bare-machine.ts";

export type ShellName = "bash" | "dash" | "ash";

export interface Answer {
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number | string;
}

export interface Snippet {
  readonly title: string;
  readonly mode: "command" | "file" | "stdin";
  readonly args: readonly string[];
  readonly input?: string;
  readonly script: string;
  readonly answers: Partial<Record<ShellName, Answer>>;
}

export const recordings = (
  folder = new URL(".", import.meta.url),
): readonly (readonly [string, readonly Snippet[]])[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".json") && name !== "not-yet.json")
    .sort()
    .map((name) => [
      name.replace(".json", ""),
      JSON.parse(readFileSync(new URL(name, folder), "utf8")) as Snippet[],
    ]);

const ALL = Object.fromEntries([...PROGRAMS].map(([name, { run }]) => [name, run]));
/** What each shell is a name of: Debian's sh is dash, busybox is one program with its applets. */
const FILES: Record<ShellName, string> = { bash: "bash", dash: "dash", ash: "busybox" };

/** Microseconds of the machine's time that a snippet may take. */
const LIMIT = 10_000_000;

/** A name that no script says. */
const START = "snippet-start";

/** Makes the folder, lays descriptors and becomes the shell. */
const start: Program = function* (sys, argv) {
  for (const directory of ["/tmp/snip", "/usr", "/var"]) void sys.mkdir(directory, 0o755);
  void sys.chdir("/tmp/snip");
  for (const [name, target] of [
    ["fd", "fd"],
    ["stdin", "fd/0"],
    ["stdout", "fd/1"],
    ["stderr", "fd/2"],
  ])
    void sys.symlink(`/proc/self/${target}`, `/dev/${name}`);
  if (sys.rename("/tmp/script.sh", "/tmp/snip/script.sh") === undefined)
    void sys.chmod("/tmp/snip/script.sh", 0o644);
  const input = yield* readFile(sys, "/tmp/input");
  const pipe = sys.pipe();
  if (typeof pipe !== "string" && typeof input !== "string") {
    const [reader, writer] = pipe;
    if (input.length > 0) yield* sys.write(writer, input);
    void sys.dup2(reader, 0);
    void sys.close(reader);
    void sys.close(writer);
  }
  yield* sys.exec(argv[1] as string, argv.slice(2), ["PATH=/bin", "HOME=/root"]);
  return 127;
};

export function playSnippet(snippet: Snippet, shell: ShellName, limit = LIMIT): Answer {
  const { mode, args, script } = snippet;
  const input = mode === "stdin" ? script : (snippet.input ?? "");
  const files = {
    "/tmp/input": input,
    ...(mode === "file" ? { "/tmp/script.sh": script } : {}),
    "/etc/passwd": "root:x:0:0:root:/root:/bin/bash\n",
    "/etc/group": "root:x:0:\n",
  };
  const machine = new BareMachine({ ...ALL, sh: ALL["dash"] as Program, [START]: start }, files);
  const words =
    mode === "file" ? ["./script.sh", ...args] : mode === "stdin" ? [] : ["-c", script.replace(/\n$/, "")];
  const name = shell === "bash" ? "bash" : "sh";
  const launched = machine.launch([START, `/bin/${FILES[shell]}`, name, ...words]);
  machine.untilIdle(machine.now + limit);
  const { stdout, stderr, ending } = machine.result(launched);
  const exit =
    ending === undefined ? "still runs" : ending.kind === "exited" ? ending.code : `signal ${ending.signal}`;
  return { stdout, stderr, exit };
}

const SIGNALS = new Map([["SIGHUP", 1], ["SIGINT", 2], ["SIGKILL", 9], ["SIGSEGV", 11], ["SIGPIPE", 13], ["SIGTERM", 15]]); // prettier-ignore

/** Without what differs from run to run. */
export function comparable({ stdout, stderr, exit }: Answer): string {
  const masked = (text: string): string =>
    text
      .replace(/(line \d+: ) *\d+ (?=[A-Z])/g, "$1<pid> ")
      .replace(/\((\d{4,})\) - No such/g, "(<pid>) - No such")
      .replace(/^\[(\d+)\] \d+$/gm, "[$1] <pid>");
  const signal =
    typeof exit === "string" ? exit.replace(/SIG\w+/, (name) => String(SIGNALS.get(name) ?? name)) : exit;
  return `exit ${signal}\n${masked(stdout)}--- stderr\n${masked(stderr)}`;
}
