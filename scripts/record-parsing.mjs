// Records how a real Docker reads command lines: wrong flags, wrong counts of arguments, every form of asking for
// help, and what each flag takes for a value. Nothing is run: either `--help` stands at the end, or there is no
// daemon to run it on (`ran` is then what was printed instead of an error of the command line).
//
//   node record-parsing.mjs REFERENCE.json OUT.json.gz      ($ORACLE: see oracle.mjs)
//
// OUT: see recordings.mjs; cases are {args, env?, bare?, stdout, stderr, exit}, values are [path, flag, value, error or
// "" for what was taken].
import { readFileSync } from "node:fs";
import { runAll } from "./oracle.mjs";
import { writeRecordings } from "./recordings.mjs";

const [reference, out] = process.argv.slice(2);
const entries = JSON.parse(readFileSync(reference, "utf8"));
const isPlugin = (path) =>
  /^(compose|buildx|builder|build|bake|help)$/.test(path[0] ?? "") || /^image build\b/.test(path.join(" "));
const DEAD = { DOCKER_HOST: "unix:///nosuch.sock", HOME: "/tmp/gr-home", SETVAR: "set value" };

// lines after `docker`; single quotes keep spaces
const LINES = JSON.parse(readFileSync(new URL("parsing-cases.json", import.meta.url), "utf8"));
const lines = LINES.map((line) =>
  typeof line === "string" ? { args: words(line) } : { ...line, args: words(line.args) },
);
const top = new Set(entries.filter((e) => e.path.length === 1).map((e) => e.path[0]));
const alias = (path) =>
  /^(builder|build|bake)$/.test(path[0] ?? "") ||
  path.join(" ") === "image build" ||
  (path[0] === "container" && top.has(path[1]));
const leaves = entries.filter((e) => e.subcommands.length === 0 && !alias(e.path));
for (const { path } of entries) {
  if (path[0] === "help" || path.includes("dial-stdio")) continue;
  for (const rest of [["--no-such-flag"], ["-?"], ["--no-such-flag=1"]])
    lines.push({ args: [...path, ...rest] });
}
for (const { path, subcommands } of entries)
  if (subcommands.length > 0)
    for (const rest of [
      [],
      ["nosuch"],
      ["nosuch", "--zz"],
      ["--zz=1", subcommands[0]],
      ["-h"],
      ["nosuch", "--help"],
      ["--", subcommands[0]],
    ])
      if (path.length > 0 || rest.length > 0) lines.push({ args: [...path, ...rest] });
for (const { path } of leaves) {
  if (
    path[0] === "help" ||
    path[0] === "completion" ||
    path.includes("dial-stdio") ||
    /^(context|trust|plugin|login|logout|search)$/.test(path[0])
  )
    continue;
  for (const count of [0, 1, 2, 3, 4])
    lines.push({ args: [...path, ...Array.from({ length: count }, (_, i) => `a${i + 1}`)] });
}
for (const line of [
  "context use",
  "context use a b",
  "context create",
  "context inspect -z",
  "context ls x",
  "context rm",
  "context export",
  "context export a b c",
  "context import a",
  "context show x",
  "context update",
  "trust key",
  "trust key load",
  "trust sign",
  "trust inspect",
  "trust revoke",
  "trust signer add a",
  "plugin create a",
  "plugin set a",
  "plugin inspect",
  "login a b",
  "logout a b",
  "search",
  "search a b",
])
  lines.push({ args: words(line) });

const VALUES = [
  "",
  " ",
  "x",
  "-1",
  "0",
  "1",
  "7",
  "1.5",
  "1e3",
  "0x10",
  "010",
  "1_0",
  "99999",
  "9223372036854775807",
  "9223372036854775808",
  "true",
  "T",
  "no",
  "8m",
  "1.5g",
  "8 M",
  "-8m",
  "8q",
  "1s",
  "1h2m",
  "-1s",
  "1",
  "5x",
  "a=b",
  "=b",
  "a=",
  "A",
  "SETVAR",
  "a b=c",
  "a:b",
  "a:b:c",
  ":b",
  "1/2",
  "1e-12",
  "a,b",
  'a,"b',
  '"a,b"',
  'x"y',
  "1.2.3.4",
  "::1",
  "1.2.3.4/8",
  "h:1.2.3.4",
  "h=[::1]",
  "h:host-gateway",
  "stdin",
  "STDOUT",
  "/dev/x:10",
  "/dev/x:10mb",
  "/dev/x:5000",
  "dev:1",
  "c 1:3 rwm",
  "c 1:3 xyz",
  "nofile=1",
  "nofile=1:2",
  "nofile=2:1",
  "nofile=a",
  "nofile=1:2:3",
  "foo=1",
  "net.x=1",
  "kernel.sem=1",
  "kernel.x=1",
  "all",
  "count=x",
  "device=1,device=2",
  '"capabilities=a,b"',
  "zz=1",
  "spread=a",
  "bad=a",
  "8080:80",
  "target=80",
  "target=x",
  "published=80",
  "80/foo",
  "source=a",
  "src=a,mode=0444",
  "src=a,mode=x",
  "target=a",
  "type=bind",
  "type=volume,target=/x",
  "type=tmpfs,target=/x,tmpfs-size=1x",
  "type=bind,target=/x,readonly=maybe",
  "name=n,alias=a",
  "name=n,ip6=x,zz=1",
  "alias=a",
  "config://a",
  "a 'b c'",
  "a 'b",
  "protocol=cfssl,url=http://x",
  "protocol=x,url=y",
  "url=y",
  "/nosuch",
  "127.0.0.1",
  "127.0.0.1:99999",
  "tcp://1.2.3.4:5",
  "udp://x",
  "10.0.0.0/8,11.0.0.0/8",
  "é",
  "a\nb",
  "\t",
];
const BASIC = ["", "x", "-1", "0x10", "1.5", "true", "a,b", '"', "a=b", "8m", "1s"];
const seen = new Set();
const values = [];
for (const { path, flags } of entries) {
  if (path.length === 0 || alias(path)) continue;
  const plugin = isPlugin(path);
  for (const flag of flags) {
    // one of a kind: two flags of one name are read alike, but for these
    const where = /^(label|label-add|env|env-add|link|cap-add|opt|secret|memory|sysctl|host)$/.test(flag.name)
      ? path.join(" ")
      : "";
    const key = [plugin ? path[0] : "", flag.name, flag.shorthand, flag.type, where].join("|");
    if (flag.name === "help" || flag.shown === "BUILDX_EXPERIMENTAL" || seen.has(key)) continue;
    seen.add(key);
    const basic = /^(string|bool|int|uint|uint16|uint32|stringArray|duration|float)$/.test(flag.type);
    for (const value of basic || plugin ? BASIC : VALUES)
      values.push({ path: path.join(" "), flag: flag.name, value });
  }
}
// where no plugin comes into it, there need not be one: it is faster
for (const line of lines)
  if (line.args.length > 0 && line.args.every((word) => !isPlugin([word])) && !isPlugin(line.args))
    line.bare = true;
console.error(`${lines.length} lines, ${values.length} values`);

const asked = await runAll([
  ...lines.map(({ args, env, bare }) => ({ argv: ["docker", ...args], env: { ...DEAD, ...env }, bare })),
  ...values.map(({ path, flag, value }) => ({
    argv: ["docker", ...path.split(" "), `--${flag}=${value}`, "--help"],
    env: DEAD,
    bare: !isPlugin(path.split(" ")),
  })),
]);
// a debugging message of the build that was recorded, which others do not print
const quiet = (text) => text.replace(/^time=.* msg="otel error".*\n/gm, "");
const kept = lines.map((line, i) => ({ ...line, ...asked[i], stderr: quiet(asked[i].stderr) }));
const told = values.map((v, i) => ({
  ...v,
  error: asked[lines.length + i].exit === 0 ? "" : asked[lines.length + i].stderr,
}));
writeRecordings(out, kept, told);
console.log(`${kept.length} lines, ${told.length} values recorded`);

/** A line as words; single quotes keep spaces. */
function words(line) {
  return [...line.matchAll(/(?:'[^']*'|[^\s'])+/g)].map(([word]) => word.replaceAll("'", ""));
}
