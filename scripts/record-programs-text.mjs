// Asks the real programs what test/programs/text/*.calls says, and writes the answers beside it (*.json).
// Needs root, a folder with a Debian in it (coreutils, grep, sed, mawk, …) and a static busybox:
//   node scripts/record-programs-text.mjs --gnu ROOT --busybox FILE [NAME.calls …]
//
// A .calls file, line by line:
//   file NAME WORD      the calls that follow find this file; WORD is 'text' or $'te\x74'
//   dir NAME            …this directory       link NAME TARGET   …this symbolic link
//   forget              the files so far are gone
//   < WORD              standard input of the next call, which is empty otherwise
//   env NAME=VALUE      a variable of the next call      only gnu|busybox   not for the other family
//   unordered           the next call's lines come in the order of the disk
//   see NAME            what is in this file after the next call is part of its answer
//   $ PROGRAM WORDS     a call; $$ runs only if busybox's --list has no such program as well
//   # …                 a comment
// Every call runs in a fresh directory. Bytes that are no UTF-8 are kept as lone surrogates (base/utf8.ts).

import { execFileSync, spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";

const HERE = join(dirname(new URL(import.meta.url).pathname), "..", "test", "programs", "text");

const ESCAPES = { n: "\n", t: "\t", r: "\r", a: "\x07", b: "\b", f: "\f", v: "\v", e: "\x1b", "\\": "\\", "'": "'", 0: "\0" }; // prettier-ignore

/** A byte by number, as decode() of base/utf8.ts gives it. */
const byte = (code) => String.fromCharCode(code < 128 ? code : 0xdc00 + code);

function unescape(text) {
  const found = text.replace(/\\(x[0-9a-fA-F]{1,2}|[0-7]{1,3}|.)/g, (_, e) => {
    if (e[0] === "x") return byte(parseInt(e.slice(1), 16));
    if (/^[0-7]+$/.test(e)) return byte(parseInt(e, 8));
    return ESCAPES[e] ?? `\\${e}`;
  });
  return decode(encode(found));
}

/** Words as a shell splits them: '…', "…" with \" and \\, $'…'. */
export function splitWords(line) {
  const words = [];
  let word;
  const token = /\s+|\$'((?:[^'\\]|\\.)*)'|'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|([^\s'"\\$]+|\$)/gs;
  for (const [all, ansi, single, double, escaped, plain] of line.matchAll(token)) {
    if (/^\s+$/.test(all) && escaped === undefined) {
      if (word !== undefined) words.push(word);
      word = undefined;
      continue;
    }
    const part =
      ansi !== undefined
        ? unescape(ansi)
        : double !== undefined
          ? double.replace(/\\(["\\$`])/g, "$1")
          : undefined;
    word = (word ?? "") + (part ?? single ?? escaped ?? plain ?? "");
  }
  if (word !== undefined) words.push(word);
  return words;
}

export function encode(text) {
  const parts = text.split(/((?<![\ud800-\udbff])[\udc80-\udcff])/).map((piece) => {
    const code = piece.length === 1 ? piece.charCodeAt(0) : 0;
    return code >= 0xdc80 && code <= 0xdcff ? Buffer.from([code - 0xdc00]) : Buffer.from(piece);
  });
  return Buffer.concat(parts);
}

export function decode(bytes) {
  const text = bytes.toString("utf8");
  if (!text.includes("\ufffd")) return text;
  let out = "";
  for (let i = 0; i < bytes.length;) {
    const length = [1, 2, 3, 4].find((n) => !bytes.subarray(i, i + n).toString("utf8").includes("\ufffd") && i + n <= bytes.length); // prettier-ignore
    out += length === undefined ? byte(bytes[i]) : bytes.subarray(i, i + length).toString("utf8");
    i += length ?? 1;
  }
  return out;
}

/** A quote that is open at the end of a line goes on in the next one. */
function* wholeLines(text) {
  let line = "";
  for (const part of text.split("\n")) {
    line = line === "" ? part : `${line}\n${part}`;
    const rest = line.replace(/\$'(?:[^'\\]|\\.)*'|'[^']*'|"(?:[^"\\]|\\.)*"|\\./gs, "");
    if (line.startsWith("$ ") && /['"]/.test(rest)) continue;
    yield line;
    line = "";
  }
}

export function parseCalls(text) {
  const trees = [];
  const calls = [];
  let tree = {};
  let fresh = true;
  let next = {};
  const put = (name, node) => {
    tree = { ...tree, [name]: node };
    fresh = true;
  };
  for (const line of wholeLines(text)) {
    const verb = line.split(" ", 1)[0];
    const rest = line.slice(verb.length + 1);
    if (line === "" || verb === "#") continue;
    else if (verb === "file") put(splitWords(rest)[0], { text: splitWords(rest)[1] ?? "" });
    else if (verb === "dir") put(rest, { directory: true });
    else if (verb === "link") put(splitWords(rest)[0], { target: splitWords(rest)[1] });
    else if (verb === "forget") [tree, fresh] = [{}, true];
    else if (verb === "<") next.stdin = splitWords(rest)[0];
    else if (verb === "env") next.env = [...(next.env ?? []), rest];
    else if (verb === "unordered") next.unordered = true;
    else if (verb === "only") next.only = rest;
    else if (verb === "see") next.see = [...(next.see ?? []), rest];
    else if (verb === "$") {
      if (fresh) trees.push(tree);
      fresh = false;
      calls.push({ argv: splitWords(rest), tree: trees.length - 1, ...next });
      next = {};
    } else throw new Error(`what is this: ${line}`);
  }
  return { trees, calls };
}

function layOut(directory, tree) {
  for (const [name, node] of Object.entries(tree)) {
    const path = join(directory, name);
    mkdirSync(dirname(path), { recursive: true });
    if (node.directory) mkdirSync(path, { recursive: true });
    else if (node.target !== undefined) symlinkSync(node.target, path);
    else writeFileSync(path, encode(node.text));
  }
}

/** Usage texts of more than a line are not ours to keep. */
const cutUsage = (text) =>
  text.replace(/BusyBox v[^]*$/, "(usage)\n").replace(/^Usage: [^\n]*\n(?!Try )[^]*$/m, "(usage)\n");

function ask(root, path, call, tree) {
  const directory = mkdtempSync(join(root, "tmp", "call-"));
  layOut(directory, tree);
  const env = [`PATH=${path}`, "HOME=/root", "SHELL=/bin/sh", ...(call.env ?? [])];
  const inside = directory.slice(root.length);
  const ran = spawnSync(
    "chroot",
    [root, "/usr/bin/env", "-i", "-C", inside, ...env, "/usr/bin/timeout", "5", ...call.argv],
    {
      input: encode(call.stdin ?? ""),
      maxBuffer: 1 << 26,
    },
  );
  const files = {};
  for (const name of call.see ?? []) {
    try {
      files[name] = decode(readFileSync(join(directory, name)));
    } catch {
      files[name] = null;
    }
  }
  rmSync(directory, { recursive: true, force: true });
  const clean = (bytes) => decode(bytes).replaceAll(inside, "");
  return {
    stdout: clean(ran.stdout),
    stderr: cutUsage(clean(ran.stderr)),
    exit: ran.status,
    ...(call.see && { files }),
  };
}

function installBusybox(root, binary) {
  const folder = join(root, "applets");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  execFileSync("cp", [binary, join(folder, "busybox")]);
  const names = execFileSync(binary, ["--list"], { encoding: "utf8" }).trim().split("\n");
  for (const name of names) if (name !== "busybox") symlinkSync("busybox", join(folder, name));
  return new Set(names);
}

function record(root, applets, file) {
  const { trees, calls } = parseCalls(readFileSync(file, "utf8"));
  for (const call of calls) {
    const tree = trees[call.tree];
    if (call.only !== "busybox") call.gnu = ask(root, "/usr/bin:/bin", call, tree);
    if (call.only !== "gnu" && applets.has(call.argv[0])) call.busybox = ask(root, "/applets", call, tree);
    delete call.only;
  }
  writeFileSync(file.replace(/\.calls$/, ".json"), `${JSON.stringify({ trees, calls }, undefined, 1)}\n`);
  return calls.length;
}

function main(args) {
  const option = (name) => (args.includes(name) ? args.splice(args.indexOf(name), 2)[1] : undefined);
  const root = option("--gnu");
  const binary = option("--busybox");
  if (root === undefined || binary === undefined) {
    process.stderr.write("--gnu ROOT and --busybox FILE are needed\n");
    process.exit(2);
  }
  const applets = installBusybox(root, binary);
  const names = args.length > 0 ? args : readdirSync(HERE).filter((name) => name.endsWith(".calls"));
  for (const name of names) {
    const count = record(root, applets, join(HERE, basename(name)));
    process.stdout.write(`${name}: ${count} calls\n`);
  }
}

if (process.argv[1] === new URL(import.meta.url).pathname) main(process.argv.slice(2));
