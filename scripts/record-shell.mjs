// Plays the snippets of test/shell/snippets/*.sh in the real shells and keeps what they print in
// test/shell/*.json, which `npm test` holds ours against.
//
//   npm run shell:record -- [NAME...]
//
//   SHELL_ROOT  a folder with bash, dash and busybox to chroot into (Debian's packages; the machine's own without it)
//   BUSYBOX     the busybox that has an ash
//
// A snippet begins with `### title | shells | options`: shells are some of bash, dash and ash (all without it);
// options are `file` (run as ./script.sh), `stdin` (fed to standard input), `args=…`, `stdin=…` (input, with
// \n). Every snippet runs in an empty folder, with PATH and HOME and nothing else in its environment.

import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { format, resolveConfig } from "prettier";

const FOLDER = fileURLToPath(new URL("../test/shell", import.meta.url));
const SHELLS = ["bash", "dash", "ash"];
const BUSYBOX = process.env.BUSYBOX ?? "busybox";
const ROOT = process.env.SHELL_ROOT ?? "/";
/** The tests have the same folder; what snippets print may name it. */
const PLACE = "/tmp/snip";

/** Seconds that a snippet may take; then all of its processes are killed. */
const PATIENCE = 5;

/** A session of its own, an empty environment, the name that the shell is called by. */
const LAUNCH = [
  ...[
    "setsid",
    "-w",
    "timeout",
    "-s",
    "KILL",
    String(PATIENCE),
    "env",
    "-i",
    "-C",
    PLACE,
    "PATH=/bin",
    "HOME=/root",
  ],
  ...["bash", "-c", 'unset OLDPWD SHLVL PWD _; exec -a "$0" "$@"'],
];

/** argv[0] and the program of each. */
const PROGRAMS = { bash: ["bash", "bash"], dash: ["sh", "dash"], ash: ["sh", BUSYBOX] };

export function parseSnippets(text) {
  const snippets = [];
  for (const block of text.split(/^### /m).slice(1)) {
    const newline = block.indexOf("\n");
    const [title, ...rest] = block
      .slice(0, newline)
      .split("|")
      .map((part) => part.trim());
    const words = rest.join("|");
    const named = SHELLS.filter((shell) =>
      new RegExp(`\\b${shell}\\b`).test(words.replace(/(stdin|args)=.*/, "")),
    );
    const input = /stdin=(.*)$/.exec(words)?.[1]?.replaceAll("\\n", "\n");
    const args = /args=(.*)$/.exec(words)?.[1];
    const mode = /\bfile\b/.test(words) ? "file" : /\bstdin\b(?!=)/.test(words) ? "stdin" : "command";
    snippets.push({
      title,
      shells: named.length > 0 ? named : SHELLS,
      mode,
      args: args === undefined ? [] : args.match(/"[^"]*"|\S+/g).map((arg) => arg.replace(/"/g, "")),
      input,
      script: block.slice(newline + 1),
    });
  }
  return snippets;
}

/** What follows the shell's name. */
export const argumentsOf = ({ mode, args, script }) =>
  mode === "file" ? ["./script.sh", ...args] : mode === "stdin" ? [] : ["-c", script.replace(/\n$/, "")];

function play(shell, snippet) {
  const place = join(ROOT, PLACE);
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place);
  if (snippet.mode === "file") writeFileSync(join(place, "script.sh"), snippet.script);
  const [name, program] = PROGRAMS[shell];
  const input = snippet.mode === "stdin" ? snippet.script : snippet.input;
  const began = Date.now();
  const answer = spawnSync("chroot", [ROOT, ...LAUNCH, name, program, ...argumentsOf(snippet)], {
    input: input ?? "",
    encoding: "latin1",
  });
  if (answer.error ?? Date.now() - began > 1000 * PATIENCE) {
    console.log(`${snippet.title} in ${shell}: ${answer.error?.message ?? "it took too long"}; not kept`);
    return undefined;
  }
  const text = (latin1) => Buffer.from(latin1, "latin1").toString("utf8");
  return {
    stdout: text(answer.stdout),
    stderr: text(answer.stderr),
    exit: answer.status ?? `signal ${answer.signal}`,
  };
}

async function record(name) {
  const snippets = parseSnippets(readFileSync(join(FOLDER, "snippets", `${name}.sh`), "utf8"));
  const recorded = snippets.map(({ shells, ...snippet }) => ({
    ...snippet,
    answers: Object.fromEntries(shells.map((shell) => [shell, play(shell, snippet)])),
  }));
  const path = join(FOLDER, `${name}.json`);
  const options = { ...(await resolveConfig(path)), parser: "json" };
  writeFileSync(path, await format(JSON.stringify(recorded, null, 2), options));
  console.log(`${name}: ${recorded.reduce((n, { answers }) => n + Object.keys(answers).length, 0)} answers`);
}

const names = process.argv.slice(2);
const all = readdirSync(join(FOLDER, "snippets")).map((file) => basename(file, ".sh"));
for (const name of names.length > 0 ? names : all) await record(name);
