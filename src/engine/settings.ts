// What a daemon is set to: versions, paths, defaults. What /etc/docker/daemon.json says of them is daemon-config.ts;
// how a host is set up with them is world/plan.ts.

import { SECOND, type Duration } from "../base/time.ts";

interface AddressPoolSetting {
  /** `10.1.0.0/16` */
  readonly base: string;
  readonly size: number;
}

export interface EngineSettings {
  readonly version: string;
  readonly apiVersion: string;
  readonly minApiVersion: string;
  readonly gitCommit: string;
  readonly goVersion: string;
  readonly buildTime: string;
  /** who packed it */
  readonly platformName: string;
  readonly containerdVersion: string;
  readonly containerdCommit: string;
  readonly runcVersion: string;
  readonly runcCommit: string;
  readonly initVersion: string;
  readonly initCommit: string;
  readonly operatingSystem: string;
  readonly osVersion: string;
  readonly dataRoot: string;
  readonly storageDriver: string;
  readonly logDriver: string;
  /** options that containers with that driver have unless they say otherwise */
  readonly logOptions: ReadonlyMap<string, string>;
  readonly debug: boolean;
  readonly labels: readonly string[];
  /** containers go on while there is no daemon */
  readonly liveRestore: boolean;
  readonly registryMirrors: readonly string[];
  readonly insecureRegistries: readonly string[];
  /** of which networks get their addresses, each cut into networks of `size` bits; none: the daemon's own */
  readonly addressPools: readonly AddressPoolSetting[];
  /** those that it was built with, in order */
  readonly logDrivers: readonly string[];
  /** how the control groups show: version 1 or 2 */
  readonly cgroupVersion: 1 | 2;
  readonly bridge: {
    readonly name: string;
    readonly subnet: string;
    readonly gateway: string;
    readonly prefix: number;
  };
  readonly shutdownTimeout: Duration;
  /** bytes of /dev/shm */
  readonly shmSize: number;
}

export const DEFAULT_SETTINGS: EngineSettings = {
  version: "28.5.2",
  apiVersion: "1.51",
  minApiVersion: "1.24",
  gitCommit: "89c5e8f",
  goVersion: "go1.25.3",
  buildTime: "2025-11-05T14:43:25.000000000+00:00",
  platformName: "Docker Engine - Community",
  containerdVersion: "v1.7.29",
  containerdCommit: "442cb34bda9a6a0fed82a2ca7cade05c5c749582",
  runcVersion: "1.3.3",
  runcCommit: "v1.3.3-0-gd842d771",
  initVersion: "0.19.0",
  initCommit: "de40ad0",
  operatingSystem: "Debian GNU/Linux 13 (trixie)",
  osVersion: "13",
  dataRoot: "/var/lib/docker",
  storageDriver: "overlay2",
  logDriver: "json-file",
  logOptions: new Map(),
  debug: false,
  labels: [],
  liveRestore: false,
  registryMirrors: [],
  insecureRegistries: [],
  addressPools: [],
  logDrivers: ["awslogs", "fluentd", "gcplogs", "gelf", "journald", "json-file", "local", "splunk", "syslog"],
  cgroupVersion: 1,
  bridge: { name: "docker0", subnet: "172.17.0.0/16", gateway: "172.17.0.1", prefix: 16 },
  shutdownTimeout: 15 * SECOND,
  shmSize: 67_108_864,
};
