// The files of /proc that tell of the machine (proc(5)): memory, processors, devices, load. What the model
// does not have (interrupts, key rings, DMA) is there with the content of an idle machine, as container
// runtimes cover some of these names and programs look for them. Relies on the kernel's tables.

import { SECOND } from "../base/time.ts";
import type { Kernel } from "./kernel.ts";
import { HOST_PIDS } from "./process-store.ts";
import { homeNamespace, pidIn } from "./process.ts";
import { textFile, type VirtualNode, type VirtualTree } from "./virtual-fs.ts";

type Leaf = () => VirtualNode;

const file =
  (text: () => string, mode = 0o444): Leaf =>
  () =>
    textFile(text, { mode });
const constant = (text: string): Leaf => file(() => text);

const machines = new WeakMap<Kernel, VirtualTree>();

/** One for all mounts of /proc. */
export function machineTree(kernel: Kernel): VirtualTree {
  let made = machines.get(kernel);
  if (made === undefined) machines.set(kernel, (made = makeTree(kernel)));
  return made;
}

function makeTree(kernel: Kernel): VirtualTree {
  const empty: VirtualTree = new Map();
  return new Map<string, VirtualTree | Leaf>([
    ["acpi", empty],
    ["buddyinfo", constant(BUDDY_INFO)],
    ["bus", new Map([["pci", empty]])],
    ["cgroups", file(() => controlGroups(kernel))],
    ["cmdline", constant("BOOT_IMAGE=/boot/vmlinuz root=/dev/vda1 ro quiet\n")],
    ["consoles", constant("tty0                 -WU (EC  p  )    4:1\n")],
    ["cpuinfo", file(() => processors(kernel.machine.cpus))],
    ["crypto", constant(CRYPTO)],
    ["devices", constant(DEVICES)],
    [
      "diskstats",
      constant(" 254       0 vda 0 0 0 0 0 0 0 0 0 0 0\n 254       1 vda1 0 0 0 0 0 0 0 0 0 0 0\n"),
    ],
    ["driver", empty],
    ["execdomains", constant("0-0\tLinux           \t[kernel]\n")],
    ["filesystems", constant(FILE_SYSTEMS)],
    ["fs", new Map([["ext4", new Map([["vda1", empty]])]])],
    ["interrupts", file(() => perProcessor(kernel, INTERRUPTS, 10))],
    ["iomem", constant("00000000-00000000 : System RAM\n")],
    ["ioports", constant("0000-0000 : PCI Bus 0000:00\n")],
    ["irq", empty],
    ["kcore", file(() => "", 0o400)],
    ["key-users", constant("    0:     1 1/1 1/1000000 9/25000000\n")],
    ["keys", constant("")],
    ["kmsg", file(() => "", 0o400)],
    ["loadavg", file(() => loadAverage(kernel))],
    ["locks", constant("")],
    ["meminfo", file(() => memory(kernel))],
    ["misc", constant("234 btrfs-control\n200 tun\n237 loop-control\n229 fuse\n183 hw_random\n")],
    ["modules", constant(MODULES)],
    ["mtrr", file(() => "", 0o644)],
    ["partitions", constant(PARTITIONS)],
    ["pressure", new Map(["cpu", "io", "memory"].map((name) => [name, constant(PRESSURE)]))],
    ["scsi", new Map([["scsi", constant("Attached devices:\n")]])],
    ["slabinfo", file(() => "slabinfo - version: 2.1\n", 0o400)],
    ["softirqs", file(() => perProcessor(kernel, SOFT_INTERRUPTS, 12))],
    ["stat", file(() => statistics(kernel))],
    ["swaps", constant("Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n")],
    ["sysrq-trigger", file(() => "", 0o200)],
    ["sysvipc", new Map(Object.entries(SYSTEM_V).map(([name, head]) => [name, constant(head)]))],
    ["timer_list", file(() => "Timer List Version: v0.10\n", 0o400)],
    [
      "tty",
      new Map([["drivers", constant("/dev/tty             /dev/tty        5       0 system:/dev/tty\n")]]),
    ],
    ["uptime", file(() => upTime(kernel))],
    ["version", file(() => versionLine(kernel))],
    ["vmstat", file(() => virtualMemory(kernel))],
    ["zoneinfo", constant("Node 0, zone   Normal\n")],
  ]);
}

const versionLine = ({ machine }: Kernel): string =>
  `Linux version ${machine.release} (gcc (Debian 14.2.0-19) 14.2.0, GNU ld (GNU Binutils for Debian) 2.44) ${machine.version}\n`;

// ---- what never changes

const FILE_SYSTEMS =
  ["sysfs", "tmpfs", "proc", "cgroup", "cgroup2", "devtmpfs", "sockfs", "pipefs", "ramfs", "devpts", "mqueue", "overlay"]
    .map((name) => `nodev\t${name}\n`)
    .join("") + "\text4\n"; // prettier-ignore

const MODULES = [
  "veth 40960 0 - Live 0x0000000000000000",
  "xt_MASQUERADE 16384 1 - Live 0x0000000000000000",
  "xt_conntrack 16384 1 - Live 0x0000000000000000",
  "nf_conntrack 208896 2 xt_MASQUERADE,xt_conntrack, Live 0x0000000000000000",
  "br_netfilter 36864 0 - Live 0x0000000000000000",
  "bridge 389120 1 br_netfilter, Live 0x0000000000000000",
  "overlay 204800 0 - Live 0x0000000000000000",
  "ext4 1134592 1 - Live 0x0000000000000000",
  "",
].join("\n");

const DEVICES = [
  "Character devices:", "  1 mem", "  4 /dev/vc/0", "  4 tty", "  5 /dev/tty", "  5 /dev/console", "  5 /dev/ptmx", " 10 misc",
  "128 ptm", "136 pts", "", "Block devices:", "  7 loop", "254 virtblk", "259 blkext", "",
].join("\n"); // prettier-ignore

const PARTITIONS =
  "major minor  #blocks  name\n\n 254        0   62914560 vda\n 254        1   62913519 vda1\n";
const BUDDY_INFO =
  "Node 0, zone      DMA      0      0      0      0      0      0      0      0      1      1      3 \n";
const PRESSURE =
  "some avg10=0.00 avg60=0.00 avg300=0.00 total=0\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n";
const CRYPTO = [
  "name         : sha256", "driver       : sha256-generic", "module       : kernel", "priority     : 100", "refcnt       : 1",
  "selftest     : passed", "internal     : no", "type         : shash", "blocksize    : 64", "digestsize   : 32", "", "",
].join("\n"); // prettier-ignore

const SYSTEM_V = {
  msg: "       key      msqid perms      cbytes       qnum lspid lrpid   uid   gid  cuid  cgid      stime      rtime      ctime\n",
  sem: "       key      semid perms      nsems   uid   gid  cuid  cgid      otime      ctime\n",
  shm: "       key      shmid perms                  size  cpid  lpid nattch   uid   gid  cuid  cgid      atime      dtime      ctime                   rss                  swap\n",
};

// ---- processors

function processors(cpus: number): string {
  let text = "";
  for (let i = 0; i < cpus; i++) {
    const fields: [string, string][] = [
      ["processor\t", String(i)],
      ["vendor_id\t", "GenuineIntel"],
      ["cpu family\t", "6"],
      ["model\t\t", "85"],
      ["model name\t", "Intel(R) Xeon(R) Processor @ 2.00GHz"],
      ["stepping\t", "7"],
      ["microcode\t", "0x1"],
      ["cpu MHz\t\t", "2000.000"],
      ["cache size\t", "16384 KB"],
      ["physical id\t", "0"],
      ["siblings\t", String(cpus)],
      ["core id\t\t", String(i)],
      ["cpu cores\t", String(cpus)],
      ["apicid\t\t", String(i)],
      ["initial apicid\t", String(i)],
      ["fpu\t\t", "yes"],
      ["fpu_exception\t", "yes"],
      ["cpuid level\t", "13"],
      ["wp\t\t", "yes"],
      ["flags\t\t", "fpu vme de pse tsc msr pae mce cx8 apic sep mtrr pge mca cmov pat pse36 clflush mmx fxsr sse sse2 ss ht syscall nx pdpe1gb rdtscp lm constant_tsc rep_good nopl xtopology cpuid pni ssse3 fma cx16 sse4_1 sse4_2 x2apic movbe popcnt aes xsave avx f16c rdrand hypervisor lahf_lm abm avx2"],
      ["bugs\t\t", ""],
      ["bogomips\t", "4000.00"],
      ["clflush size\t", "64"],
      ["cache_alignment\t", "64"],
      ["address sizes\t", "46 bits physical, 48 bits virtual"],
      ["power management", ""],
    ]; // prettier-ignore
    text += fields.map(([name, value]) => `${name}:${value === "" ? "" : ` ${value}`}\n`).join("") + "\n";
  }
  return text;
}

const INTERRUPTS = [" LOC", " CAL", " TLB"];
const SOFT_INTERRUPTS = ["HI", "TIMER", "NET_TX", "NET_RX", "BLOCK", "IRQ_POLL", "TASKLET", "SCHED", "HRTIMER", "RCU"]; // prettier-ignore

function perProcessor(kernel: Kernel, rows: readonly string[], width: number): string {
  const cpus = Array.from({ length: kernel.machine.cpus }, (_, i) => i);
  const head = `${" ".repeat(width)}${cpus.map((i) => `   CPU${i}    `).join("")}\n`;
  const zeros = cpus.map(() => "0".padStart(11)).join("");
  return head + rows.map((name) => `${name.padStart(width)}:${zeros}\n`).join("");
}

// ---- memory

const usedMemory = (kernel: Kernel): number => {
  let used = 180 << 20;
  for (const process of kernel.processes.values()) if (process.state !== "zombie") used += process.memory;
  return Math.min(used, kernel.machine.memory);
};

const CACHED = 280 << 20;
const BUFFERS = 20 << 20;
const SLAB = 10 << 20;

/** One line of meminfo; without a unit where it counts pages of their own size. */
const kilobytes = (name: string, bytes: number): string =>
  `${`${name}:`.padEnd(16)}${String(Math.floor(bytes / 1024)).padStart(8)} kB\n`;

function memory(kernel: Kernel): string {
  const total = kernel.machine.memory;
  const used = usedMemory(kernel);
  const anonymous = used - (100 << 20);
  const free = Math.max(0, total - used - CACHED - BUFFERS);
  const first: [string, number][] = [
    ["MemTotal", total], ["MemFree", free], ["MemAvailable", total - used], ["Buffers", BUFFERS], ["Cached", CACHED],
    ["SwapCached", 0], ["Active", anonymous + (80 << 20)], ["Inactive", 200 << 20], ["Active(anon)", anonymous],
    ["Inactive(anon)", 0], ["Active(file)", 80 << 20], ["Inactive(file)", 200 << 20], ["Unevictable", 0], ["Mlocked", 0],
    ["SwapTotal", 0], ["SwapFree", 0], ["Zswap", 0], ["Zswapped", 0], ["Dirty", 0], ["Writeback", 0], ["AnonPages", anonymous],
    ["Mapped", 60 << 20], ["Shmem", 1 << 20], ["KReclaimable", SLAB], ["Slab", 2 * SLAB], ["SReclaimable", SLAB],
    ["SUnreclaim", SLAB], ["KernelStack", 4 << 20], ["PageTables", 4 << 20], ["SecPageTables", 0], ["NFS_Unstable", 0],
    ["Bounce", 0], ["WritebackTmp", 0], ["CommitLimit", total / 2], ["Committed_AS", 2 * anonymous],
    ["VmallocTotal", 34_359_738_367 * 1024], ["VmallocUsed", 16 << 20], ["VmallocChunk", 0], ["Percpu", 1 << 20],
    ["AnonHugePages", 0], ["ShmemHugePages", 0], ["ShmemPmdMapped", 0], ["FileHugePages", 0], ["FilePmdMapped", 0],
  ]; // prettier-ignore
  const huge = ["Total", "Free", "Rsvd", "Surp"].map(
    (name) => `${`HugePages_${name}:`.padEnd(16)}       0\n`,
  );
  const last: [string, number][] = [
    ["Hugepagesize", 2 << 20], ["Hugetlb", 0], ["DirectMap4k", 64 << 20], ["DirectMap2M", total - (64 << 20)],
  ]; // prettier-ignore
  const lines = (rows: readonly [string, number][]): string => rows.map((row) => kilobytes(...row)).join("");
  return lines(first) + huge.join("") + lines(last);
}

function virtualMemory(kernel: Kernel): string {
  const total = kernel.machine.memory;
  const used = usedMemory(kernel);
  const rows: [string, number][] = [
    ["nr_free_pages", Math.max(0, Math.floor((total - used - CACHED - BUFFERS) / 4096))],
    ["nr_anon_pages", Math.floor((used - (100 << 20)) / 4096)],
    ["nr_mapped", (60 << 20) / 4096],
    ["nr_file_pages", (CACHED + BUFFERS) / 4096],
    ["nr_dirty", 0],
    ["nr_writeback", 0],
    ["pgpgin", 0],
    ["pgpgout", 0],
    ["pswpin", 0],
    ["pswpout", 0],
    ["pgfault", 0],
    ["pgmajfault", 0],
    ["oom_kill", [...kernel.cgroups.values()].reduce((sum, group) => sum + group.oomKills, 0)],
  ];
  return rows.map(([name, value]) => `${name} ${value}\n`).join("");
}

// ---- time and load

/** Hundredths, rounded down, as the kernel prints them. */
const seconds = (microseconds: number): string => {
  const hundredths = Math.floor(microseconds / 10_000);
  return `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, "0")}`;
};

/** CPU time of all processes that live, and of the children that they waited for. */
function usedTime(kernel: Kernel): number {
  let used = 0;
  for (const process of kernel.processes.values()) used += process.cpu + process.childrenCpu;
  return used;
}

function upTime(kernel: Kernel): string {
  const up = kernel.now - kernel.bootedAt;
  return `${seconds(up)} ${seconds(Math.max(0, up * kernel.machine.cpus - usedTime(kernel)))}\n`;
}

/** The last number is that of whoever reads it (fs/proc/loadavg.c). */
function loadAverage(kernel: Kernel): string {
  const pidNamespace = kernel.caller === undefined ? HOST_PIDS : homeNamespace(kernel.caller);
  let running = 0;
  let all = 0;
  let last = 0;
  for (const process of kernel.processes.values()) {
    all++;
    if (process.state === "ready" && process.entry !== undefined) running++;
    last = Math.max(last, pidNamespace === HOST_PIDS ? process.pid : pidIn(process, pidNamespace));
  }
  return `0.00 0.00 0.00 ${Math.max(1, running)}/${all} ${last}\n`;
}

function statistics(kernel: Kernel): string {
  const { cpus } = kernel.machine;
  const all = Math.floor((kernel.now - kernel.bootedAt) / 10_000);
  const used = Math.floor(usedTime(kernel) / 10_000);
  const line = (name: string, user: number, idle: number): string =>
    `${name} ${user} 0 0 ${Math.max(0, idle)} 0 0 0 0 0 0\n`;
  let text = line("cpu ", used, all * cpus - used);
  for (let i = 0; i < cpus; i++) {
    const share = Math.floor(used / cpus) + (i < used % cpus ? 1 : 0);
    text += line(`cpu${i}`, share, all - share);
  }
  let last = 0;
  for (const process of kernel.processes.values()) last = process.pid;
  const rest = ["intr 0", "ctxt 0", `btime ${Math.floor(kernel.bootedAt / SECOND)}`, `processes ${last}`];
  return `${text}${[...rest, "procs_running 1", "procs_blocked 0", "softirq 0 0 0 0 0 0 0 0 0 0 0"].join("\n")}\n`;
}

function controlGroups(kernel: Kernel): string {
  const names = ["cpuset", "cpu", "cpuacct", "blkio", "memory", "devices", "freezer", "net_cls", "perf_event", "net_prio", "hugetlb", "pids"]; // prettier-ignore
  const count = [...kernel.cgroups.values()].length;
  const rows = names.map((name, i) => `${name}\t${i + 1}\t${count}\t1\n`);
  return `#subsys_name\thierarchy\tnum_cgroups\tenabled\n${rows.join("")}`;
}
