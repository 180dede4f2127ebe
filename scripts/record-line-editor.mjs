// Types what test/programs/line-editor/*.keys say into real shells on a pseudo-terminal, and writes what came
// out beside them (*.json): node scripts/record-line-editor.mjs [--busybox FILE] [--alpine ROOT] [NAME.keys …]
// Needs python3, bash, Debian's static busybox and, to be root in, the root file system of an Alpine. The shells
// find the files of machine.json, and many/file1 to 120, in their working directory.
//
// A .keys file, line by line; what stands before the first case holds for all:
//   shell bash|busybox|alpine    which one; alpine is busybox as Alpine builds it
//   case NAME                    a new case
//   size COLUMNSxROWS            of the terminal, 80x24 unless said
//   env NAME=VALUE               a variable; TERM is xterm-256color, LANG C.UTF-8 unless said
//   history "line" …             lines that were typed before
//   rc COMMAND                   a line of bash's start file
//   keys KEY …                   "text" types each character by itself; C-x M-x C-M-x; up down left right home end
//                                del ins pgup pgdn tab ret esc bs, f1…; raw:HEX bytes; all:"text" in one go;
//                                paste:"text" as a terminal pastes; resize:COLUMNSxROWS
//   # …                          a comment
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const FOLDER = new URL("../test/programs/line-editor/", import.meta.url).pathname;
const DRIVER = new URL("type-into-pty.py", import.meta.url).pathname;
const AT_A_TIME = 24;

const latin1 = (text) => Buffer.from(text, "utf8").toString("latin1");

const NAMED = {
  up: "\x1b[A", down: "\x1b[B", right: "\x1b[C", left: "\x1b[D", home: "\x1b[H", end: "\x1b[F", del: "\x1b[3~", ins: "\x1b[2~",
  pgup: "\x1b[5~", pgdn: "\x1b[6~", tab: "\t", ret: "\r", esc: "\x1b", bs: "\x7f", space: " ", f1: "\x1bOP", f5: "\x1b[15~",
  "C-left": "\x1b[1;5D", "C-right": "\x1b[1;5C", "M-left": "\x1b[1;3D", "M-right": "\x1b[1;3C", "C-del": "\x1b[3;5~",
  "M-bs": "\x1b\x7f", "M-tab": "\x1b\t", "M-space": "\x1b ", "C-space": "\0", "C-?": "\x7f", "S-tab": "\x1b[Z",
}; // prettier-ignore

const control = (c) => String.fromCharCode(c.toUpperCase().charCodeAt(0) & 0x1f);

function keyOf(word) {
  if (word in NAMED) return NAMED[word];
  const match = /^(C-)?(M-)?(.)$/u.exec(word);
  if (match === null) throw new Error(`no such key: ${word}`);
  const key = match[1] === undefined ? match[3] : control(match[3]);
  return match[2] === undefined ? key : `\x1b${key}`;
}

const size = (text) => text.split("x").map(Number);

function stepsOf(word) {
  const match = /^(all:|paste:)?(".*")$/s.exec(word);
  if (match !== null) {
    const text = JSON.parse(match[2]);
    if (match[1] === "all:") return [{ send: latin1(text) }];
    if (match[1] === "paste:") return [{ send: latin1(`\x1b[200~${text}\x1b[201~`) }];
    return [...text].map((c) => ({ send: latin1(c) }));
  }
  if (word.startsWith("raw:")) return [{ send: Buffer.from(word.slice(4), "hex").toString("latin1") }];
  if (word.startsWith("resize:")) return [{ resize: size(word.slice(7)) }];
  return [{ send: latin1(keyOf(word)) }];
}

const wordsOf = (text) => text.match(/(?:[a-z]+:)?"(?:[^"\\]|\\.)*"|\S+/g) ?? [];

const freshCase = (name, common) => ({
  ...structuredClone(common), name, steps: [],
}); // prettier-ignore

function parse(text) {
  const common = { shell: "bash", columns: 80, rows: 24, env: {}, history: [], rc: [] };
  const cases = [];
  let one = common;
  for (const line of text.split("\n")) {
    const [, word, rest] = /^\s*(\S*)\s*(.*)$/.exec(line);
    if (word === "" || word.startsWith("#")) continue;
    if (word === "case") cases.push((one = freshCase(rest, common)));
    else if (word === "shell") one.shell = rest;
    else if (word === "size") [one.columns, one.rows] = size(rest);
    else if (word === "env") one.env[rest.slice(0, rest.indexOf("="))] = rest.slice(rest.indexOf("=") + 1);
    else if (word === "history") one.history.push(...wordsOf(rest).map((w) => JSON.parse(w)));
    else if (word === "rc") one.rc.push(rest);
    else if (word === "keys") one.steps.push(...wordsOf(rest).flatMap(stepsOf));
    else throw new Error(`what is this: ${line}`);
  }
  return cases;
}

const MACHINE = JSON.parse(readFileSync(join(FOLDER, "machine.json"), "utf8"));

/** The same for all, so that paths are the same in every recording. */
const HOME = "/tmp/keys/work";

function layOut(folder) {
  rmSync(dirname(folder), { recursive: true, force: true });
  const many = Array.from({ length: 120 }, (_, i) => [`many/file${i + 1}`, ""]);
  for (const [path, text] of [...Object.entries(MACHINE.files), ...many]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    if (!path.endsWith("/")) writeFileSync(join(folder, path), text);
    else mkdirSync(join(folder, path), { recursive: true });
  }
}

/** Alpine's shell keeps its history in a file as bash does; Debian's busybox does not, so there it is typed. */
const typesHistory = (one) => one.shell === "busybox" && one.history.length > 0;

function prepare(one, n, places) {
  const root = one.shell === "alpine" ? places.alpine : "";
  const env = {
    PATH: "/nowhere", HOME, TERM: "xterm-256color", LANG: "C.UTF-8", INPUTRC: "/dev/null", PS1: "$ ", PS2: "> ",
    HISTFILE: `/tmp/keys/history-${n}`, ...one.env,
  }; // prettier-ignore
  writeFileSync(root + env.HISTFILE, one.history.map((line) => `${line}\n`).join(""));
  const words = Object.entries(MACHINE.words).map(
    ([name, list]) => `complete -W "${list.join(" ")}" ${name}`,
  );
  const lines = [
    "set +H",
    `PS1=$'${env.PS1.replaceAll("'", "\\'")}'`,
    "PROMPT_COMMAND=",
    ...words,
    ...one.rc,
  ];
  const rc = `/tmp/keys/rc-${n}`;
  writeFileSync(rc, lines.map((line) => `${line}\n`).join(""));
  const argv = {
    bash: ["/bin/bash", "--rcfile", rc, "-i"],
    busybox: [places.busybox, "ash", "-i"],
    alpine: ["/usr/sbin/chroot", root, "/bin/busybox", "ash", "-c", `cd ${HOME}; exec /bin/busybox ash -i`],
  }[one.shell];
  const typed = typesHistory(one) ? [{ send: latin1(one.history.map((line) => `${line}\r`).join("")) }] : [];
  return { argv, env, cwd: HOME, rows: one.rows, columns: one.columns, steps: [...typed, ...one.steps] };
}

/** Bytes as text: what is no UTF-8 becomes a lone surrogate, as in base/utf8.ts. */
function textOf(raw) {
  const bytes = Buffer.from(raw, "latin1");
  const text = bytes.toString("utf8");
  if (!text.includes("\ufffd")) return text;
  return raw.replace(
    /[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}|[\x80-\xff]/g,
    (s) =>
      s.length > 1
        ? Buffer.from(s, "latin1").toString("utf8")
        : String.fromCharCode(0xdc00 + s.charCodeAt(0)),
  );
}

/** What busybox says of itself before the first prompt is not the line editor's. */
const withoutBanner = (text) =>
  text.replace(/^(\r\n)*BusyBox v[^]*?commands\.\r\n\r\n/, "").replace(/^\r\n\r\n(?=BusyBox)/, "");

function recorded(one, [banner, ...outputs]) {
  const typed = typesHistory(one) ? outputs.shift() : "";
  const { name, shell, columns, rows, env, history } = one;
  const steps = one.steps.map((step, i) => [step.resize ?? textOf(step.send), textOf(outputs[i])]);
  return {
    name,
    shell,
    columns,
    rows,
    env,
    history,
    first: withoutBanner(textOf(banner)) + textOf(typed),
    steps,
  };
}

function record(cases, places) {
  const prepared = cases.map((one, i) => prepare(one, i, places));
  const all = [];
  for (let i = 0; i < prepared.length; i += AT_A_TIME) {
    const input = JSON.stringify(prepared.slice(i, i + AT_A_TIME));
    const text = execFileSync("python3", [DRIVER], { input, encoding: "utf8", maxBuffer: 1 << 28 });
    all.push(...JSON.parse(text));
  }
  return cases.map((one, i) => recorded(one, all[i]));
}

/** One step a line, so that differences are read easily. */
function written(cases) {
  const one = ({ steps, ...rest }) =>
    `${JSON.stringify(rest).slice(0, -1)},"steps":[\n${steps.map((s) => JSON.stringify(s)).join(",\n")}]}`;
  return `[\n${cases.map(one).join(",\n")}\n]\n`;
}

const args = process.argv.slice(2);
const places = { busybox: "/bin/busybox", alpine: "/nowhere" };
for (; args[0]?.startsWith("--"); args.splice(0, 2)) places[args[0].slice(2)] = args[1];
const names = args.length > 0 ? args : readdirSync(FOLDER).filter((name) => name.endsWith(".keys"));
for (const name of names) {
  const cases = parse(readFileSync(join(FOLDER, name), "utf8"));
  layOut(HOME);
  if (cases.some(({ shell }) => shell === "alpine")) layOut(places.alpine + HOME);
  writeFileSync(join(FOLDER, name.replace(/keys$/, "json")), written(record(cases, places)));
  console.log(name, cases.length);
}
