// Records what `--help` of every command prints, on a real Docker: without a terminal, on terminals of several
// widths, and to daemons of several kinds (a swarm manager, an experimental one, an old API, none at all).
//
//   node record-help.mjs REFERENCE.json OUT.json.gz       ($ORACLE: see oracle.mjs)
//
// REFERENCE.json lists the command paths: [{path: [...]}, ...].
// OUT: gzipped JSON, {texts: [...], cases: [{args, env, columns, daemon, stdout, stderr, exit}]}, only the fields that
// are set; stdout and stderr are places in texts, as most are printed many times. See recordings.mjs.
import { readFileSync } from "node:fs";
import { fakeDaemon } from "./fake-daemon.mjs";
import { oracleRoot, runAll } from "./oracle.mjs";
import { writeRecordings } from "./recordings.mjs";

const [reference, out] = process.argv.slice(2);
const paths = JSON.parse(readFileSync(reference, "utf8")).map((e) => e.path);
const socket = (name) => `/tmp/gr-help-${process.pid}-${name}.sock`;
const DAEMONS = {
  manager: { Swarm: "active/manager" },
  worker: { Swarm: "active/worker" },
  everything: { Swarm: "active/manager", "Docker-Experimental": "true" },
  windows: { Swarm: "inactive", Ostype: "windows" },
  none: undefined,
};

const builtIn = (path) =>
  !/^(compose|buildx|builder|build|bake|help)$/.test(path[0] ?? "") && !/^image build\b/.test(path.join(" "));
const steps = [];
const add = (path, more = {}) => steps.push({ args: [...path, "--help"], ...more });
const SAMPLE = [
  "",
  "run",
  "ps",
  "container",
  "compose",
  "compose up",
  "buildx build",
  "service create",
  "network create",
  "top",
  "buildx",
  "swarm init",
];
const VERSIONS = Array.from({ length: 27 }, (_, i) => `1.${24 + i}`);

for (const path of paths) add(path);
for (const path of paths)
  add(path, { columns: 9999, daemon: "everything", env: { BUILDX_EXPERIMENTAL: "1" } });
for (const path of paths) add(path, { columns: 9999 });
for (const path of paths) add(path, { columns: 100 });
for (const name of SAMPLE)
  for (const columns of [0, 1, 16, 24, 30, 40, 41, 50, 60, 70, 79, 80, 81, 90, 120, 160, 300])
    add(name.split(" ").filter(Boolean), { columns });
for (const path of paths.filter((p) => builtIn(p) && p.length <= 1))
  for (const daemon of Object.keys(DAEMONS)) add(path, { daemon });
for (const path of paths.filter(
  (p) => builtIn(p) && p.length > 1 && /^(swarm|volume|checkpoint|container|network)$/.test(p[0]),
))
  for (const daemon of ["manager", "worker", "windows", "none"]) add(path, { daemon });
for (const path of paths.filter((p) => /^(buildx|builder|build)$/.test(p[0] ?? "")))
  add(path, { env: { BUILDX_EXPERIMENTAL: "1" } });
for (const path of [["build"], ["image", "build"], ["builder"], ["builder", "build"], ["builder", "prune"]])
  for (const columns of [undefined, 9999]) add(path, { columns, env: { DOCKER_BUILDKIT: "0" } });
for (const env of [
  { DOCKER_CONFIG: "/c" },
  { HOME: "/home/u" },
  { DOCKER_CERT_PATH: "/x/y" },
  { DOCKER_TLS_VERIFY: "1" },
  { DOCKER_DEFAULT_PLATFORM: "linux/arm64" },
  { DOCKER_CONTENT_TRUST: "1" },
  { BUILDX_BUILDER: "bb" },
  { COMPOSE_PROGRESS: "plain" },
  { COMPOSE_ENV_FILES: "a,b" },
  { COMPOSE_REMOVE_ORPHANS: "1" },
  { COMPOSE_MENU: "1" },
  { COMPOSE_PROJECT_NAME: "p" },
  { DOCKER_HOST: "tcp://127.0.0.1:1" },
  { DOCKER_CONTEXT: "default" },
  { BUILDKIT_PROGRESS: "plain" },
  { BUILDX_METADATA_WARNINGS: "1" },
  { BUILDX_GIT_INFO: "1" },
])
  for (const name of [
    "",
    "run",
    "create",
    "pull",
    "push",
    "trust",
    "buildx build",
    "build",
    "builder ls",
    "compose",
    "compose up",
    "compose down",
    "compose build",
    "compose run",
    "bake",
  ])
    add(name.split(" ").filter(Boolean), { env });

const root = oracleRoot();
const daemons = [];
for (const [name, ping] of Object.entries(DAEMONS))
  if (ping) daemons.push(await fakeDaemon(root + socket(name), ping));
const kept = await record(steps);
// Which API version a flag or command needs: only where the oldest one prints something else than the newest.
const wide = new Map(kept.filter((k) => k.daemon === "everything").map((k) => [k.args.join(" "), k.stdout]));
const OLDEST = VERSIONS[0];
const atVersion = (args, version) => ({
  args,
  columns: 9999,
  env: { DOCKER_API_VERSION: version },
  daemon: "everything",
});
const oldest = await record(paths.filter(builtIn).map((path) => atVersion([...path, "--help"], OLDEST)));
const changed = oldest.filter((k) => k.stdout !== wide.get(k.args.join(" ")));
kept.push(
  ...oldest,
  ...(await record(changed.flatMap((k) => VERSIONS.slice(1).map((version) => atVersion(k.args, version))))),
);
for (const daemon of daemons) await daemon.close();
writeRecordings(out, kept);
console.log(`${kept.length} recorded`);

async function record(list) {
  const answers = await runAll(
    list.map(({ args, env, columns, daemon }) => ({
      argv: ["docker", ...args],
      columns,
      bare: builtIn(args) && args.length > 1,
      env: { ...env, ...(daemon ? { DOCKER_HOST: `unix://${socket(daemon)}` } : {}) },
    })),
  );
  return list.map((step, i) => ({ ...step, ...answers[i] }));
}
