// lscpu: the processors, from /proc/cpuinfo: name, number, flags. Caches and vulnerabilities, which the model
// does not have, are left out.

import { failed } from "../../base/errno.ts";
import { command } from "../libc/command.ts";
import { readText } from "../libc/input.ts";

/** Names, and the field of /proc/cpuinfo that has the value. */
const FIELDS: readonly [name: string, field: string][] = [
  ["Vendor ID", "vendor_id"],
  ["Model name", "model name"],
  ["CPU family", "cpu family"],
  ["Model", "model"],
];

export const lscpu = command(
  {
    name: "lscpu",
    gnu: "a/all B/bytes b/online C/caches? c/offline J/json e/extended? p/parse? s/sysroot: x/hex y/physical output-all V h",
    package: "util-linux 2.41.5",
  },
  function* (io) {
    const file = yield* readText(io.sys, "/proc/cpuinfo");
    if (failed(file))
      return yield* io.complain("failed to determine number of CPUs: /sys/devices/system/cpu/possible");
    const first = new Map(
      (file.text.split("\n\n")[0] as string).split("\n").map((line) => {
        const colon = line.indexOf(":");
        return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()] as const;
      }),
    );
    const count = file.text.match(/^processor\t/gm)?.length ?? 1;
    if (io.has("p")) {
      yield* io.print(
        "# The following is the parsable format, which can be fed to other\n# programs. Each different item in every column has an unique ID\n# starting usually from zero.\n# CPU,Core,Socket,Node,,L1d,L1i,L2,L3\n",
      );
      for (let i = 0; i < count; i++) yield* io.print(`${i},${i},0,0,,${i},${i},${i},0\n`);
      return 0;
    }
    if (io.has("e")) {
      yield* io.print("CPU NODE SOCKET CORE ONLINE\n");
      for (let i = 0; i < count; i++)
        yield* io.print(`${String(i).padStart(3)}    0      0 ${String(i).padStart(4)}    yes\n`);
      return 0;
    }
    const list = Array.from({ length: count }, (_, i) => i);
    const online = count > 2 ? `0-${count - 1}` : list.join(",");
    const rows: [string, string][] = [
      ["Architecture", io.sys.uname().machine],
      ["CPU op-mode(s)", "32-bit, 64-bit"],
      ["Address sizes", first.get("address sizes") ?? ""],
      ["Byte Order", "Little Endian"],
      ["CPU(s)", String(count)],
      ["On-line CPU(s) list", online],
      ...FIELDS.map(([name, field]): [string, string] => [name, first.get(field) ?? ""]),
      ["Thread(s) per core", "1"],
      ["Core(s) per socket", String(count)],
      ["Socket(s)", "1"],
      ["Stepping", first.get("stepping") ?? ""],
      ["BogoMIPS", first.get("bogomips") ?? ""],
      ["Flags", first.get("flags") ?? ""],
      ["Hypervisor vendor", "KVM"],
      ["Virtualization type", "full"],
      ["NUMA node(s)", "1"],
      ["NUMA node0 CPU(s)", online],
    ];
    const width = Math.max(...rows.map(([name]) => name.length)) + 2;
    for (const [name, value] of rows) yield* io.print(`${`${name}:`.padEnd(width)}${value}\n`);
    return 0;
  },
);
