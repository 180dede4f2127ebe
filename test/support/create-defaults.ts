// A create request with everything that a client leaves as it is.

import type { CreateBody } from "../../src/api/wire/container.ts";

const EMPTY_LIST = null;

export function CREATE_DEFAULTS(config: Partial<CreateBody>, hostConfig: Partial<NonNullable<CreateBody["HostConfig"]>> = {}): CreateBody {
  return {
    Hostname: "", Domainname: "", User: "", AttachStdin: false, AttachStdout: true, AttachStderr: true, Tty: false, OpenStdin: false,
    StdinOnce: false, Env: EMPTY_LIST, Cmd: EMPTY_LIST, Image: "", Volumes: new Map(), WorkingDir: "", Entrypoint: EMPTY_LIST,
    OnBuild: EMPTY_LIST, Labels: new Map(),
    NetworkingConfig: { EndpointsConfig: new Map() },
    ...config,
    HostConfig: {
      Binds: null, ContainerIDFile: "", LogConfig: { Type: "", Config: new Map() }, NetworkMode: "default", PortBindings: new Map(),
      RestartPolicy: { Name: "no", MaximumRetryCount: 0 }, AutoRemove: false, VolumeDriver: "", VolumesFrom: null, ConsoleSize: [0, 0],
      CapAdd: null, CapDrop: null, CgroupnsMode: "", Dns: [], DnsOptions: [], DnsSearch: [], ExtraHosts: null, GroupAdd: null, IpcMode: "",
      Cgroup: "", Links: null, OomScoreAdj: 0, PidMode: "", Privileged: false, PublishAllPorts: false, ReadonlyRootfs: false,
      SecurityOpt: null, UTSMode: "", UsernsMode: "", ShmSize: 0, Isolation: "", CpuShares: 0, Memory: 0, NanoCpus: 0, CgroupParent: "",
      BlkioWeight: 0, BlkioWeightDevice: [], BlkioDeviceReadBps: [], BlkioDeviceWriteBps: [], BlkioDeviceReadIOps: [],
      BlkioDeviceWriteIOps: [], CpuPeriod: 0, CpuQuota: 0, CpuRealtimePeriod: 0, CpuRealtimeRuntime: 0, CpusetCpus: "", CpusetMems: "",
      Devices: [], DeviceCgroupRules: null, DeviceRequests: null, MemoryReservation: 0, MemorySwap: 0, MemorySwappiness: null,
      OomKillDisable: null, PidsLimit: null, Ulimits: [], CpuCount: 0, CpuPercent: 0, IOMaximumIOps: 0, IOMaximumBandwidth: 0,
      MaskedPaths: null, ReadonlyPaths: null,
      ...hostConfig,
    },
  };
} // prettier-ignore
