// Records what the real programs print: node scripts/record-programs-files.mjs NAME... [--add FILE]
//
// The cases are data: test/programs/files/NAME.json holds shell scripts, and what GNU's and busybox's programs
// print for them. Each script runs in an empty folder, as root (or as `user`), without input, in a root
// directory of its own that GNU_ROOT and BUSYBOX_ROOT name: Debian's minbase with the packages under test, and
// a folder with /bin/busybox and its links. Needs Linux and root. --add takes new scripts from a file, parted by
// lines of `---`; lines before a script may say `# only gnu`, `# user 1000`, `# env NAME=value`, `# mask REGEX`.

import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";

const ROOTS = { gnu: process.env.GNU_ROOT, busybox: process.env.BUSYBOX_ROOT };

/** The accounts that both roots get. */
const ACCOUNTS = {
  passwd: `root:x:0:0:root:/root:/bin/sh
daemon:x:1:1:daemon:/usr/sbin:/bin/false
bin:x:2:2:bin:/bin:/bin/false
www-data:x:33:33:www-data:/var/www:/bin/false
nobody:x:65534:65534:nobody:/home:/bin/false
`,
  group: "root:x:0:\ndaemon:x:1:\nbin:x:2:\nwww-data:x:33:\nnobody:x:65534:\n",
  shadow: "root:*:1::::::\n",
};

const folder = new URL("../test/programs/files/", import.meta.url);

function parseCases(text) {
  return text.split(/^---\n/m).map((part) => {
    const one = {};
    const lines = part.replace(/\n+$/, "").split("\n");
    while (/^# (only|user|env|mask) /.test(lines[0])) {
      const [, key, value] = /^# (\w+) (.*)$/.exec(lines.shift());
      if (key === "env" || key === "mask") one[key] = [...(one[key] ?? []), value];
      else one[key] = key === "user" ? Number(value) : value;
    }
    one.script = lines.join("\n");
    return one;
  });
}

function run(family, { script, user, env = [] }) {
  const root = ROOTS[family];
  const id = user ?? 0;
  spawnSync("sh", ["-c", `rm -rf ${root}/w && mkdir ${root}/w && chown ${id}:${id} ${root}/w`]);
  writeFileSync(`${root}/tmp/script`, script);
  const inside =
    'cd /w && umask 022 && exec env -i PATH=/bin:/usr/bin:/sbin:/usr/sbin HOME=/root "$@" sh /tmp/script';
  const args = [`--userspec=${id}:${id}`, root, "/bin/sh", "-c", inside, "sh", ...env];
  const at = Math.floor(Date.now() / 1000);
  const done = spawnSync("chroot", args, { input: "", encoding: "latin1", timeout: 20_000 });
  return { at, exit: done.status ?? 128, stdout: done.stdout, stderr: done.stderr };
}

/** busybox's usage texts are left out: that they were printed is all that is kept of them. */
const USAGE = /^BusyBox v1[^\n]*\n\nUsage:[^]*?(?=^(?!or: )[a-z0-9]+: |^BusyBox v|$(?![^]))/gm;

/** Bytes as text: UTF-8 where it is some, else base64. */
function textOf(latin1) {
  const bytes = Buffer.from(latin1, "latin1");
  const text = bytes.toString("utf8").replace(USAGE, "<usage>\n");
  return text.includes("\ufffd") ? `base64:${bytes.toString("base64")}` : text;
}

function record(one) {
  const { script, only, user, env, mask } = one;
  const recorded = { script, only, user, env, mask };
  for (const family of ["gnu", "busybox"]) {
    if (only !== undefined && only !== family) continue;
    const { at, exit, stdout, stderr } = run(family, one);
    recorded[family] = { at, exit, stdout: textOf(stdout), stderr: textOf(stderr) };
  }
  return recorded;
}

for (const root of Object.values(ROOTS)) {
  for (const [name, text] of Object.entries(ACCOUNTS)) writeFileSync(`${root}/etc/${name}`, text);
  chmodSync(`${root}/etc/shadow`, 0o640);
}

const words = process.argv.slice(2);
const add = words.includes("--add") ? words.splice(words.indexOf("--add"), 2)[1] : undefined;
for (const name of words) {
  const path = new URL(`${name}.json`, folder);
  const known = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : [];
  const added = add === undefined ? [] : parseCases(readFileSync(add, "utf8"));
  const cases = add === undefined ? known.map(record) : [...known, ...added.map(record)];
  writeFileSync(path, `${JSON.stringify(cases, undefined, 2)}\n`);
  process.stderr.write(`${name}: ${cases.length} cases\n`);
}
