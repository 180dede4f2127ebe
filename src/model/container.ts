// What the daemon knows of a container. Records are never changed but by apply.ts.
// What the API shows of one: api/handlers/container-views.ts.

import type { Digest } from "../base/digest.ts";
import type { Duration, Instant } from "../base/time.ts";
import type { ContainerConfig, EndpointSettings, HostConfig, PortMap } from "./container-config.ts";
import type { Lifecycle } from "./container-lifecycle.ts";
import type { Health } from "./health.ts";
import type { Link } from "./links.ts";
import type { TakenPort } from "./state.ts";

/** 64 hex digits */
export type ContainerId = string;

/** One entry of Mounts in inspect, and what the engine mounts when it starts. */
export interface MountPoint {
  readonly type: "bind" | "volume" | "tmpfs" | "image";
  /** of a volume */
  readonly name: string;
  /** path on the host */
  readonly source: string;
  readonly destination: string;
  /** of a volume: "local" */
  readonly driver: string;
  /** as it was written: "ro", "z", … */
  readonly mode: string;
  readonly writable: boolean;
  readonly propagation: string;
  /** what it was asked with: -v or --volumes-from, --mount, the image's VOLUME, --tmpfs */
  readonly origin: "bind" | "mount" | "image" | "tmpfs" | "volumes-from";
  /** the volume was made for this container alone, with a name of hex digits */
  readonly anonymous: boolean;
  /** of another container, for which it was made: this one keeps it before it was ever started */
  readonly keptFromCreation?: true;
  /** a volume is not filled with what the image has there */
  readonly noCopy: boolean;
  readonly subpath: string;
  /** whose files are mounted */
  readonly image?: Digest;
  /** options of a tmpfs, as mount takes them */
  readonly options: string;
}

/** An endpoint on one network: what was asked, and what it has while the container runs. */
export interface Endpoint {
  /** the network's name, as it was asked for */
  readonly network: string;
  readonly settings: EndpointSettings;
  /** name of the veth on the host's side while it runs, else "" */
  readonly veth: string;
  /** name of the other end, in the container */
  readonly device?: string;
  /** while it is connected: what was asked, to go back to */
  readonly asked?: EndpointSettings;
}

/** Numbers of the kernel's things that a running container holds, to give them back. */
export interface Sandbox {
  readonly id: string;
  readonly netNamespace: number;
  /** false: it uses the host's or another container's */
  readonly ownsNetwork: boolean;
  readonly mountNamespace: number;
  readonly utsNamespace: number;
  readonly ownsUts: boolean;
  readonly cgroup: number;
  readonly shim: number;
  /** file systems made for this run: /dev, tmpfs, /proc, … */
  readonly fileSystems: readonly number[];
  /** open file of the writing end of standard input, while the daemon keeps it */
  readonly stdin: number | undefined;
  /** number of its terminal */
  readonly pty: number | undefined;
  /** mounted volumes, by name */
  readonly volumes: readonly string[];
}

export interface Container {
  readonly id: ContainerId;
  /** without the slash that the API puts before it */
  readonly name: string;
  readonly createdAt: Instant;
  /** the command, resolved from entrypoint and cmd */
  readonly path: string;
  readonly args: readonly string[];
  readonly config: ContainerConfig;
  readonly hostConfig: HostConfig;
  /** "" for one that was made of nothing */
  readonly imageId: Digest;
  readonly mountPoints: readonly MountPoint[];
  readonly endpoints: readonly Endpoint[];
  /** legacy links to others, in the order in which they were asked for */
  readonly links: readonly Link[];
  /** containers that have links to it */
  readonly linkedBy: readonly ContainerId[];
  /** number of its file tree in the kernel */
  readonly tree: number;
  /** of its directories below overlay2, 64 hex digits */
  readonly layerId: string;

  readonly state: Lifecycle;
  /** of its first process, as the host counts; 0 if it does not run */
  readonly pid: number;
  readonly exitCode: number;
  readonly error: string;
  readonly oomKilled: boolean;
  readonly startedAt: Instant | undefined;
  readonly finishedAt: Instant | undefined;
  readonly restartCount: number;
  readonly lastDelay: Duration;
  /** docker stop or kill, whatever the signal: unless-stopped rests until it is started again */
  readonly stoppedByHand: boolean;
  /** it was sent a signal that means its end: any restart policy rests */
  readonly restartCanceled: boolean;
  /** docker restart is under way: it is not removed when it ends */
  readonly restartedByHand: boolean;
  /** counts starts, so that what belongs to an earlier run is known as stale */
  readonly runs: number;
  readonly health: Health | undefined;
  readonly sandbox: Sandbox | undefined;
  /** published ports as they were given, while it runs */
  readonly ports: PortMap;
  /** the host's ports that it holds for them */
  readonly takenPorts: readonly TakenPort[];
  /** of execs that have not ended */
  readonly execs: readonly string[];
  /** of those that have ended and can still be inspected, with the time of their end */
  readonly endedExecs: readonly (readonly [id: string, at: Instant])[];
  /** size of its terminal: rows, columns */
  readonly terminal: readonly [number, number] | undefined;
}

export interface Exec {
  readonly id: string;
  readonly container: ContainerId;
  readonly command: readonly string[];
  readonly user: string;
  readonly privileged: boolean;
  readonly tty: boolean;
  readonly attachStdin: boolean;
  readonly attachStdout: boolean;
  readonly attachStderr: boolean;
  readonly env: readonly string[];
  readonly workingDir: string;
  readonly detachKeys: string;
  readonly state: "created" | "running" | "ended";
  readonly pid: number;
  readonly exitCode: number | undefined;
  readonly stdin: number | undefined;
  readonly pty: number | undefined;
}

/** What is known of the runs of one that was never started. */
export const NEVER_RUN = {
  state: "created",
  pid: 0,
  exitCode: 0,
  error: "",
  oomKilled: false,
  startedAt: undefined,
  finishedAt: undefined,
  restartCount: 0,
  lastDelay: 0,
  stoppedByHand: false,
  restartCanceled: false,
  restartedByHand: false,
  runs: 0,
  health: undefined,
  sandbox: undefined,
  ports: new Map(),
  takenPorts: [],
  execs: [],
  endedExecs: [],
  terminal: undefined,
} satisfies Partial<Container>;
