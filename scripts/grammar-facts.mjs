// What the help of a real client does not show, for make-grammar.mjs: flags that subcommands inherit, flags that
// write one variable, what a flag's value must look like, defaults from the environment, messages of deprecation.
// Each was asked of the real client (record-parsing.mjs) or read in its source.

/** Flags that every command below inherits. */
/** @type {[group: string, names: string[]][]} */
export const PERSISTENT = [
  ["buildx", ["builder", "debug"]],
  ["compose", ["dry-run"]],
  ["stack", ["orchestrator"]],
];

/** What a group's usage line says after its name, as errors show it. */
export const GROUP_USE = {
  "": "[OPTIONS] COMMAND [ARG...]",
  volume: "COMMAND",
  stack: "[OPTIONS]",
  manifest: "COMMAND",
  "compose bridge": "CMD [OPTIONS]",
  "compose bridge transformations": "CMD [OPTIONS]",
  "compose alpha": "[COMMAND]",
  "buildx history inspect": "[OPTIONS] [REF]",
};

/** What a group does when no command of it is named: see flags/args-rule.ts. */
export function groupRule(key) {
  if (key === "") return "root";
  if (/^completion$|^compose (alpha|bridge)\b|^buildx (debug|dap)$/.test(key)) return "help";
  if (key === "compose" || key === "manifest") return key;
  if (/^buildx history inspect$/.test(key)) return "<1c";
  return /^buildx\b/.test(key) ? "buildx" : "group";
}

/** Rules of counting arguments that the recorded refusals do not tell. */
export const ARGS = {
  build: "=1",
  "image build": "=1",
  "builder build": "=1",
  "builder prune": "0",
  help: "*",
  bake: "*",
  "buildx history rm": "*",
  "buildx ls": "=0",
  "buildx version": "=0",
  "buildx install": "=0",
  "buildx uninstall": "=0",
};

export const interspersed = (key, shown) => (key === "compose" ? false : shown);

/** Flags of the built-in builder, which only DOCKER_BUILDKIT=0 brings out, that need an experimental daemon. */
const SQUASH = {
  name: "squash",
  shorthand: "",
  type: "bool",
  usage: "Squash newly built layers into a single new layer",
  marks: ["e", "v1.25"],
};
export const LEGACY_FLAGS = { build: [SQUASH], "image build": [SQUASH], "builder build": [SQUASH] };

/** Groups of which the group itself carries the mark of swarm. */
export const SWARM_GROUPS = new Set(["config", "node", "secret", "service", "stack"]);

export const DEPRECATED = {
  "stop --time": "use --timeout instead",
  "restart --time": "use --timeout instead",
  "stack --orchestrator": "option will be ignored",
  "buildx bake --list-targets": "list-targets is deprecated, use list=targets instead",
  "buildx bake --list-variables": "list-variables is deprecated, use list=variables instead",
  "buildx prune --keep-storage": "keep-storage flag has been changed to reserved-space",
};

const within = (key, ...commands) =>
  commands.some((c) => key === c || key === `container ${c}` || key === `image ${c}`);
const isRun = (key) => within(key, "run", "create");

/** Further marks of a flag: `=other` the variable it shares, `~other` another spelling, `@rule` a default from outside. */
export function flagMarks(key, name) {
  const marks = [...(LEGACY_FLAGS[key]?.find((flag) => flag.name === name)?.marks ?? [])];
  if (isRun(key))
    marks.push(
      ...({ net: ["=network"], "net-alias": ["=network-alias"], "dns-opt": ["=dns-option"] }[name] ?? []),
    );
  if (within(key, "stop", "restart") && name === "time") marks.push("=timeout");
  marks.push(...(SPELLINGS[`${key} --${name}`] ?? []), ...(OUTSIDE[`${key} --${name}`] ?? []));
  if (name === "disable-content-trust") marks.push("@content-trust");
  if (name === "platform" && (isRun(key) || within(key, "pull", "import", "build"))) marks.push("@platform");
  return marks;
}

const SPELLINGS = {
  "compose run --volume": ["~volumes"],
  "compose run --label": ["~labels"],
  "compose exec --no-tty": ["~no-TTY"],
  "compose up --yes": ["~y"],
  "compose create --yes": ["~y"],
  "compose publish --yes": ["~y"],
  "compose alpha publish --yes": ["~y"],
  "compose down --volumes": ["~volume"],
};

const OUTSIDE = {
  " --config": ["@config"],
  " --tlscacert": ["@ca"],
  " --tlscert": ["@cert"],
  " --tlskey": ["@key"],
  " --tls": ["@tls"],
  " --tlsverify": ["@tlsverify"],
  "buildx --builder": ["@builder"],
  "buildx build --platform": ["@platform"],
  "buildx dap build --platform": ["@platform"],
  "buildx debug build --platform": ["@platform"],
  "compose --progress": ["@compose-progress"],
  "compose --env-file": ["@compose-env-files"],
  "compose down --remove-orphans": ["@remove-orphans"],
  "compose run --no-TTY": ["@no-terminal"],
  "compose exec --no-tty": ["@no-terminal"],
};

/** Defaults that the recordings took from where they were made. */
export const defaultOf = (key, name, value) =>
  flagMarks(key, name).some((mark) => mark.startsWith("@")) &&
  !/content-trust/.test(flagMarks(key, name).join())
    ? ""
    : value;

const LISTS = {
  "add-host": "extra-host",
  host: "extra-host",
  "host-add": "extra-host",
  attach: "attach",
  "blkio-weight-device": "weight-device",
  "device-cgroup-rule": "device-cgroup-rule",
  "device-read-bps": "throttle-bps",
  "device-write-bps": "throttle-bps",
  "device-read-iops": "throttle-iops",
  "device-write-iops": "throttle-iops",
  dns: "ip-address",
  "dns-add": "ip-address",
  "dns-search": "dns-search",
  "dns-search-add": "dns-search",
  env: "env",
  "env-add": "env",
  "build-arg": "env",
  label: "label",
  "container-label": "label",
  "container-label-add": "label",
  link: "link",
  "generic-resource": "generic-resource",
  "generic-resource-add": "generic-resource",
};

/** How values are read, where it is not by the type that help shows: see flags/value-kinds.ts. */
export function kindOf(key, name, type) {
  const swarm = key.startsWith("service");
  if (type === "list") {
    if (name === "label-add") return swarm ? "label" : "list";
    if (name === "log-opt") return swarm ? "env" : "list";
    if (name === "tag") return "image-tag";
    return LISTS[name] ?? "list";
  }
  if (key === "buildx build" && name === "security-opt") return "strings";
  if (type === "scale") return "stringArray";
  if (key === "" && name === "host") return "host";
  if (key === "" && /^tls(ca)?(cert|key)$/.test(name)) return "quoted";
  if (type === "map" && name === "sysctl") return "sysctl";
  if (type === "bytes" && name === "memory-swap") return "memory-swap";
  if (type === "duration" && swarm && name.startsWith("health-")) return "positive-duration";
  return type;
}

/** Commands that are listed, but whose help and work are always another's. */
export const STUBS = [
  {
    path: ["bake"],
    use: "docker bake [OPTIONS] [TARGET...]",
    about: "Build from a file",
    aliases: "docker buildx bake",
  },
];
