// Runs command lines on a real Docker and brings back what they printed. Shared by the recording scripts.
// $ORACLE names a program: `$ORACLE sh SCRIPT` runs a shell script where that Docker lives, and `$ORACLE sock`
// prints the path, on this side, of its /run/docker.sock (from which the root of its file system follows).
import { execFile, execFileSync } from "node:child_process";

const ORACLE = process.env.ORACLE ?? "oracle";
const BATCH = 150;

export const quote = (s) => `'${String(s).replaceAll("'", "'\\''")}'`;

/** The root of the oracle's file system as this side sees it. */
export const oracleRoot = () =>
  execFileSync(ORACLE, ["sock"], { encoding: "utf8" })
    .trim()
    .replace(/\/run\/docker\.sock$/, "");

const shell = (script) =>
  new Promise((resolve, reject) => {
    execFile(ORACLE, ["sh", script], { encoding: "utf8", maxBuffer: 1 << 28 }, (error, stdout, stderr) =>
      error && !stdout ? reject(new Error(stderr)) : resolve(stdout),
    );
  });

/**
 * Runs each step in a shell of its own, in an empty folder, and gives {stdout, stderr, exit} for each.
 * A step is {argv} or {script}, with env (an object), columns (a terminal of that width; stdout and stderr then
 * arrive together in stdout), bare (without the client's plugins, which it otherwise asks one by one: faster).
 */
export async function runAll(steps, { prelude = "", seconds = 10 } = {}) {
  const answers = [];
  const folder = `/tmp/gr-record-${process.pid}`;
  for (let at = 0; at < steps.length; at += BATCH) {
    const part = steps.slice(at, at + BATCH);
    const script = [
      prelude,
      `mkdir -p ${folder}/io`,
      ...part.map((step) => stepScript(step, folder, seconds)),
      `rm -rf ${folder}`,
    ];
    answers.push(...parseAnswers(await shell(script.join("\n"))));
    process.stderr.write(`\r${Math.min(at + BATCH, steps.length)}/${steps.length}  `);
  }
  process.stderr.write("\n");
  if (answers.length !== steps.length) throw new Error(`${answers.length} answers to ${steps.length} steps`);
  return answers;
}

function stepScript(step, folder, seconds) {
  const line = step.script ?? step.argv.map(quote).join(" ");
  const env = Object.entries(step.env ?? {})
    .map(([k, v]) => `export ${k}=${quote(v)};`)
    .join(" ");
  const plain = `cd ${folder}/w; ${env}\n${line}`;
  const typed =
    step.columns === undefined
      ? plain
      : `script -qec ${quote(`stty cols ${step.columns}; ${plain}`)} /dev/null`;
  const alone = step.bare
    ? "unshare -m sh -c 'mount -t tmpfs none /usr/libexec/docker/cli-plugins; exec \"$@\"' sh "
    : "";
  return [
    `rm -rf ${folder}/w; mkdir -p ${folder}/w`,
    `${alone}timeout ${seconds} bash -c ${quote(typed)} </dev/null >${folder}/io/out 2>${folder}/io/err; r=$?`,
    `echo "@@ $r"; base64 -w0 ${folder}/io/out; echo; base64 -w0 ${folder}/io/err; echo`,
  ].join("\n");
}

function parseAnswers(text) {
  const lines = text.split("\n");
  const decoded = (s) =>
    Buffer.from(s ?? "", "base64")
      .toString("utf8")
      .replaceAll("\r\n", "\n");
  const answers = [];
  for (let i = 0; i < lines.length; i++)
    if (lines[i].startsWith("@@ "))
      answers.push({
        stdout: decoded(lines[i + 1]),
        stderr: decoded(lines[i + 2]),
        exit: Number(lines[i].slice(3)),
      });
  return answers;
}
