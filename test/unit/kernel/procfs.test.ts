import { expect, test } from "vitest";
import { failed } from "../../../src/base/errno.ts";
import { decode, encode } from "../../../src/base/utf8.ts";
import { cgroupFileSystem } from "../../../src/kernel/cgroup-files.ts";
import { O_RDONLY, O_WRONLY, type Program, type Sys, type Task } from "../../../src/kernel/sys.ts";
import { sysFileSystem } from "../../../src/kernel/sysfs.ts";
import { BareMachine } from "../../support/bare-machine.ts";

function* text(sys: Sys, path: string): Task<string> {
  const fd = yield* sys.open(path, O_RDONLY);
  if (failed(fd)) return fd;
  let all = "";
  for (;;) {
    const bytes = yield* sys.read(fd, 4096);
    if (failed(bytes)) return bytes;
    if (bytes.length === 0) return all;
    all += decode(bytes);
  }
}

/** `cat PATH…`, `= PATH VALUE` to write, `ls PATH`, `link PATH`. */
const look: Program = function* (sys, argv) {
  const [, what, path = "", value = ""] = argv;
  let answer = "";
  if (what === "cat") answer = yield* text(sys, path);
  else if (what === "ls") {
    const list = sys.list(path);
    answer = failed(list) ? list : list.map(({ name }) => name).join(" ");
  } else if (what === "link") {
    const target = sys.readlink(path);
    answer = failed(target) ? target : target.target;
  } else if (what === "=") {
    const fd = yield* sys.open(path, O_WRONLY);
    const written = failed(fd) ? fd : yield* sys.write(fd, encode(value));
    answer = failed(written) ? written : yield* text(sys, path);
  }
  yield* sys.write(1, encode(answer));
  return 0;
};

const sleeper: Program = function* (sys) {
  sys.setTitle("sleeper: master process");
  yield* sys.sleep(1_000_000_000);
  return 0;
};

const bare = (): BareMachine => new BareMachine({ look, sleeper });
const ask = (machine: BareMachine, ...args: string[]): string => machine.run("look", ...args).stdout;

test("every file that /proc lists can be looked at, down to the threads of a process", () => {
  const machine = bare();
  const seen: string[] = [];
  const walk = (path: string, depth: number): void => {
    for (const name of ask(machine, "ls", path).split(" ")) {
      if (name === "" || name === "self" || name === "thread-self" || name === "cwd" || name === "root")
        continue;
      const child = `${path}/${name}`;
      const list = ask(machine, "ls", child);
      if (list === "ENOTDIR") {
        seen.push(child);
        expect(ask(machine, "cat", child), child).not.toMatch(/^E[A-Z]+$/);
      } else if (list !== "ENOENT" && list !== "ELOOP" && depth > 0) walk(child, depth - 1);
    }
  };
  walk("/proc/1", 3);
  for (const name of ask(machine, "ls", "/proc").split(" "))
    if (!/^\d+$|self|mounts|net|^sys$/.test(name) && ask(machine, "ls", `/proc/${name}`) === "ENOTDIR")
      expect(ask(machine, "cat", `/proc/${name}`), name).not.toMatch(/^E[A-Z]+$/);
  expect(seen).toContain("/proc/1/task/1/status");
  expect(seen).toContain("/proc/1/net/tcp");
  expect(seen.length).toBeGreaterThan(90);
});

test("what container runtimes cover is there", () => {
  const machine = bare();
  const names = ask(machine, "ls", "/proc").split(" ");
  for (const name of [
    "acpi",
    "bus",
    "fs",
    "irq",
    "interrupts",
    "kcore",
    "keys",
    "scsi",
    "sysrq-trigger",
    "timer_list",
    "sys",
  ])
    expect(names).toContain(name);
});

test("a title stands in place of the arguments, and comm stays", () => {
  const machine = bare();
  const { pid } = machine.launch(["sleeper", "-x"]);
  machine.untilIdle(machine.now + 10_000);
  const launched = machine.launch(["look", "cat", `/proc/${pid}/cmdline`]);
  machine.untilIdle(machine.now + 10_000);
  expect(machine.result(launched).stdout).toBe("sleeper: master process\0");
});

test("settings are read and written by their kind", () => {
  const machine = bare();
  expect(ask(machine, "cat", "/proc/sys/kernel/hostname")).toBe("bare\n");
  expect(ask(machine, "=", "/proc/sys/kernel/hostname", "other\n")).toBe("other\n");
  expect(ask(machine, "=", "/proc/sys/net/ipv4/ip_forward", "0")).toBe("0\n");
  expect(ask(machine, "=", "/proc/sys/net/ipv4/ip_forward", "yes")).toBe("EINVAL");
  expect(ask(machine, "=", "/proc/sys/vm/swappiness", "10")).toBe("10\n");
  expect(ask(machine, "=", "/proc/sys/net/ipv4/ip_unprivileged_port_start", "0")).toBe("0\n");
  expect(ask(machine, "cat", "/proc/sys/net/ipv4/conf/lo/rp_filter")).toBe("0\n");
  expect(ask(machine, "cat", "/proc/sys/net/ipv4/nosuch")).toBe("ENOENT");
  expect(ask(machine, "cat", "/proc/sys/kernel/random/uuid")).toMatch(
    /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\n$/,
  );
});

test("namespaces have the host's numbers at first", () => {
  const machine = bare();
  expect(ask(machine, "link", "/proc/self/ns/net")).toBe("net:[4026531840]");
  expect(ask(machine, "link", "/proc/self/ns/pid")).toBe("pid:[4026531836]");
  expect(ask(machine, "link", "/proc/self/ns/uts")).toBe("uts:[4026531838]");
  expect(ask(machine, "link", "/proc/self/ns/user")).toBe("user:[4026531837]");
});

test("meminfo has the columns of the real one", () => {
  const lines = ask(bare(), "cat", "/proc/meminfo").split("\n");
  expect(lines[0]).toBe("MemTotal:        2097152 kB");
  expect(lines.find((line) => line.startsWith("VmallocTotal"))).toBe("VmallocTotal:   34359738367 kB");
  expect(lines.find((line) => line.startsWith("HugePages_Free"))).toBe("HugePages_Free:        0");
});

test("a cgroup's files are read and written, in both versions, with a directory for each group below", () => {
  const machine = bare();
  const { kernel } = machine;
  const group = kernel.cgroups.create(0, "/docker/abc", { memory: 64 << 20, pids: 10, cpuShares: 512 });
  const mount = (path: string, fs: number): void => {
    const ns = kernel.mountNamespaces.get(1);
    const view = kernel.viewFrom(kernel.processes.get(1));
    const place = kernel.vfs.find(view, "/tmp");
    if (failed(place)) throw new Error(place);
    void path;
    kernel.mountNamespaces.mount(ns.id, fs, place, {
      target: "/tmp",
      source: "cgroup",
      readOnly: false,
      options: "",
    });
  };
  mount("/tmp", kernel.fileSystems.addDynamic(cgroupFileSystem(0, "memory")));
  expect(ask(machine, "ls", "/tmp")).toContain("docker");
  expect(ask(machine, "ls", "/tmp/docker")).toBe("abc");
  expect(ask(machine, "cat", "/tmp/docker/abc/memory.limit_in_bytes")).toBe("67108864\n");
  expect(ask(machine, "=", "/tmp/docker/abc/memory.limit_in_bytes", "32m")).toBe("33554432\n");
  expect(kernel.cgroups.get(group.id).limits.memory).toBe(32 << 20);
  mount("/tmp", kernel.fileSystems.addDynamic(cgroupFileSystem(group.id, undefined)));
  expect(ask(machine, "cat", "/tmp/pids.max")).toBe("10\n");
  expect(ask(machine, "=", "/tmp/pids.max", "max")).toBe("max\n");
  expect(ask(machine, "cat", "/tmp/cpu.weight")).toBe("20\n");
  expect(ask(machine, "=", "/tmp/pids.max", "many")).toBe("EINVAL");
});

test("sysfs shows links, and links to them", () => {
  const machine = bare();
  const { kernel } = machine;
  const view = kernel.viewFrom(kernel.processes.get(1));
  const place = kernel.vfs.find(view, "/tmp");
  if (failed(place)) throw new Error(place);
  kernel.mountNamespaces.mount(1, kernel.fileSystems.addDynamic(sysFileSystem(0)), place, {
    target: "/tmp",
    source: "sysfs",
    readOnly: false,
    options: "",
  });
  expect(ask(machine, "ls", "/tmp/class/net")).toBe("lo");
  expect(ask(machine, "link", "/tmp/class/net/lo")).toBe("../../devices/virtual/net/lo");
  expect(ask(machine, "cat", "/tmp/class/net/lo/mtu")).toBe("65536\n");
  expect(ask(machine, "cat", "/tmp/class/net/lo/operstate")).toBe("unknown\n");
  expect(ask(machine, "=", "/tmp/class/net/lo/mtu", "1400")).toBe("1400\n");
  expect(ask(machine, "cat", "/tmp/devices/system/cpu/online")).toBe("0-1\n");
});
