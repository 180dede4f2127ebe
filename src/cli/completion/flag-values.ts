// What completes the value of a flag, by the flag's name and the command (docker/cli, completion functions of the
// commands). Flags of run and create that have none complete nothing; those of other commands, files.
// Not here: names of flags (complete.ts).

import type { Task } from "../../kernel/sys.ts";
import { signalName } from "../../base/signals.ts";
import type { Client } from "../client.ts";
import type { Command, Flag } from "../grammar/command.ts";
import { containerNames, networkNames, volumeNames } from "./names.ts";
import { DEFAULT, nothing, NO_SPACE, words, type Possibilities } from "./possibilities.ts";

const list = (text: string): readonly string[] => text.split(" ");

const CAPABILITIES = list(
  "CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE NET_BIND_SERVICE NET_BROADCAST " +
    "NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN SYS_BOOT SYS_NICE " +
    "SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE MAC_ADMIN SYSLOG WAKE_ALARM " +
    "BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE",
).map((name) => `CAP_${name}`);

const ULIMITS = "as chroot core cpu data fsize locks maxlogins maxsyslogins memlock msgqueue nice nofile nproc priority rss rtprio sigpending stack"; // prettier-ignore

const PLATFORMS = "linux/386 linux/amd64 linux/arm linux/arm/v5 linux/arm/v6 linux/arm/v7 linux/arm64 linux/arm64/v8 linux/ppc64le linux/s390x linux/riscv64 windows/amd64 wasip1/wasm"; // prettier-ignore

const FIXED = new Map<string, Possibilities>([
  ["cap-add", words(["ALL", ...CAPABILITIES])],
  ["cap-drop", words(["ALL", ...CAPABILITIES])],
  ["cgroupns", words(["host", "private"])],
  ["context", words(["default"])],
  ["detach-keys", words(["ctrl-"], NO_SPACE)],
  ["ipc", words(["container:", "host", "none", "private", "shareable"])],
  ["log-driver", words(list("awslogs fluentd gelf journald json-file local splunk syslog"))],
  ["log-level", words(list("debug info warn error fatal panic"))],
  ["pid", words(["container:", "host"])],
  ["platform", words(list(PLATFORMS))],
  ["pull", words(["always", "missing", "never"])],
  ["restart", words(["no", "always", "on-failure", "unless-stopped"])],
  ["security-opt", words(list("apparmor= label= no-new-privileges seccomp= systempaths=unconfined"))],
  ["storage-opt", words(["size="], NO_SPACE)],
  ["ulimit", words(list(ULIMITS).map((name) => `${name}=`), NO_SPACE)],
  ["userns", words(["host"])],
  ["uts", words(["host"])],
]); // prettier-ignore

const EVENT_FILTERS = "container= daemon= event= image= label= network= node= scope= type= volume=";
const EVENT_TYPES = "builder config container daemon image network node plugin secret service volume";

function signals(): string[] {
  const names: string[] = [];
  for (let signal = 1; signal <= 64; signal++) {
    const name = signalName(signal)?.replace(/^SIG/, "");
    if (name !== undefined) names.push(name);
  }
  return names;
}

function* eventFilter(client: Client, word: string): Task<Possibilities> {
  const key = word.slice(0, word.indexOf("=") + 1);
  const values = (found: readonly string[]) => words(found.map((value) => key + value));
  switch (key) {
    case "":
      return words(list(EVENT_FILTERS), NO_SPACE);
    case "container=":
      return values(yield* containerNames(client, true));
    case "network=":
      return values(yield* networkNames(client));
    case "volume=":
      return values(yield* volumeNames(client));
    case "type=":
      return values(list(EVENT_TYPES));
    case "scope=":
      return values(["local", "swarm"]);
    default:
      return nothing();
  }
}

/** What `word`, the beginning of the flag's value, may become. */
export function* valuesOfFlag(
  client: Client,
  { id, path }: Command,
  flag: Flag,
  word: string,
): Task<Possibilities> {
  const runs = id === "container run" || id === "container create";
  switch (flag.name) {
    case "network":
      return words(yield* networkNames(client));
    case "volumes-from":
      return words(yield* containerNames(client, true));
    case "link":
      return words(
        (yield* containerNames(client, false)).map((name) => `${name}:`),
        NO_SPACE,
      );
    case "env":
      return runs ? words(client.surroundings.environmentNames()) : nothing(DEFAULT);
    case "signal":
    case "stop-signal":
      return words(signals());
    case "filter":
      return id === "system events" ? yield* eventFilter(client, word) : nothing(DEFAULT);
    case "env-file":
    case "label-file":
    case "cidfile":
      return nothing(DEFAULT);
    default:
      if (flag.name === "context" && path !== "docker") return nothing(DEFAULT);
      return FIXED.get(flag.name) ?? nothing(runs ? undefined : DEFAULT);
  }
}
