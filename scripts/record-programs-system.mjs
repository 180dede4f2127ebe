// Records what the real programs print for the scenarios of test/programs/system: each file holds a family and
// steps, and each step a command line; what was printed is written back beside it. Usage:
//
//   GNU=PROGRAM node scripts/record-programs-system.mjs [FILE ...]
//
// $GNU runs a shell script as root on a Debian 13 that has the packages (procps, util-linux, passwd, iproute2,
// curl, busybox-static, …), in namespaces of its own: `$GNU SCRIPT`. Every scenario begins with the same
// /etc/passwd, /etc/group and /etc/hosts, which are laid over the machine's.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";

const FOLDER = new URL("../test/programs/system/", import.meta.url);
const quote = (s) => `'${String(s).replaceAll("'", "'\\''")}'`;

/** Words of a command line: blanks part them, single quotes hold them together. */
export function words(line) {
  const all = [];
  for (const [, plain, quoted] of line.matchAll(/((?:[^\s']|'[^']*')+)/g))
    all.push((plain ?? quoted).replace(/'([^']*)'/g, "$1"));
  return all;
}

const { files } = JSON.parse(readFileSync(new URL("machine.json", FOLDER), "utf8"));

function prelude() {
  const lines = [
    "mkdir -p /tmp/over; mount -t tmpfs over /tmp/over; mkdir -p /tmp/over/etc; cp -a /etc/. /tmp/over/etc/; mount --bind /tmp/over/etc /etc",
  ];
  for (const [path, text] of Object.entries(files)) lines.push(`printf %s ${quote(text)} > ${path}`);
  lines.push(
    "rm -f /etc/resolv.conf; mount -t tmpfs home /home; mount -t tmpfs root /root; cd /root; hostname bare",
  );
  return lines.join("\n");
}

function stepScript(step, family) {
  const argv = words(step.run);
  const env = (step.env ?? []).map(quote).join(" ");
  const command = (family === "busybox" ? ["busybox", ...argv] : argv).map(quote).join(" ");
  const whole = `cd ${quote(step.cwd ?? "/root")}; env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root ${env} ${command}`;
  if (step.background) return `( ${whole} ) </dev/null >/dev/null 2>&1 &\nsleep 0.4; echo "@@ 0"; echo; echo`;
  const input = step.stdin === undefined ? "</dev/null" : `< <(printf %s ${quote(step.stdin)})`;
  const limit = "timeout 20";
  return [
    `( ${whole.replace("env -i", `${limit} env -i`)} ) ${input} >/tmp/over/out 2>/tmp/over/err; r=$?`,
    `echo "@@ $r"; base64 -w0 /tmp/over/out; echo; base64 -w0 /tmp/over/err; echo`,
  ].join("\n");
}

function record(scenario) {
  const script = [prelude(), ...scenario.steps.map((step) => stepScript(step, scenario.family))].join("\n");
  const text = execFileSync(process.env.GNU ?? "gnu", [script], { encoding: "utf8", maxBuffer: 1 << 28 });
  const lines = text.split("\n");
  const decoded = (s) => Buffer.from(s ?? "", "base64").toString("utf8");
  let at = 0;
  for (let i = 0; i < lines.length; i++) {
    if (!lines[i].startsWith("@@ ")) continue;
    const step = scenario.steps[at++];
    if (!step.background)
      Object.assign(step, {
        stdout: decoded(lines[i + 1]),
        stderr: decoded(lines[i + 2]),
        status: Number(lines[i].slice(3)),
      });
  }
  if (at !== scenario.steps.length) throw new Error(`${at} answers to ${scenario.steps.length} steps`);
}

if (process.argv[1]?.endsWith("record-programs-system.mjs")) {
  const given = process.argv.slice(2);
  const names =
    given.length > 0
      ? given
      : readdirSync(FOLDER).filter((name) => name.endsWith(".json") && name !== "machine.json");
  for (const name of names) {
    const path = new URL(name.split("/").pop(), FOLDER);
    const scenario = JSON.parse(readFileSync(path, "utf8"));
    record(scenario);
    writeFileSync(path, `${JSON.stringify(scenario, null, 1)}\n`);
    process.stderr.write(`${name}: ${scenario.steps.length} steps\n`);
  }
}
