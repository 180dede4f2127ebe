// Programs of text over ten megabytes, held against the machine's busybox, or its own programs where there is none:
// one file, the same commands, what both print compared.

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createWorld } from "../src/world.ts";
import type { Figure } from "./figure.ts";
import { medianOf } from "./worlds.ts";

const SIZE = 10 * 1024 * 1024;

/** Lines with numbers that look drawn. */
function text(): string {
  const lines: string[] = [];
  let drawn = 12_345;
  for (let size = 0; size < SIZE; size += (lines[lines.length - 1] as string).length + 1) {
    drawn = (drawn * 1_103_515_245 + 12_345) % 2_147_483_648;
    lines.push(`${drawn} the quick brown fox ${drawn % 1000} jumps over ${(drawn >> 5) % 77} lazy dogs`);
  }
  return `${lines.join("\n")}\n`;
}

const figureOf = (program: string, line: string): Figure => ({
  name: `${program} over 10 MB`,
  unit: "us",
  against: "busybox",
  target: 10,
  measure: () => {
    const folder = mkdtempSync(join(tmpdir(), "bench-"));
    const content = text();
    writeFileSync(join(folder, "big"), content);
    const host = createWorld({ seed: 1 }).host();
    host.run("cat > /root/big", { stdin: content });
    const shell = spawnSync("busybox", ["true"]).error === undefined ? ["busybox", "sh"] : ["sh"];
    const [command = "sh", ...args] = shell;
    let theirs = "";
    const real = medianOf(
      3,
      () => (theirs = spawnSync(command, [...args, "-c", line], { cwd: folder, encoding: "utf8" }).stdout),
    );
    let printed = "";
    const ours = medianOf(3, () => ({ stdout: printed } = host.run(line)));
    rmSync(folder, { recursive: true });
    if (printed.trim() !== theirs.trim())
      throw new Error(`printed ${JSON.stringify(printed)}, not ${JSON.stringify(theirs)}`);
    return { ours, theirs: real };
  },
});

export const textPrograms: readonly Figure[] = [
  figureOf("grep", "grep 'fox [0-9]*5 jumps' big | wc -l"),
  figureOf("sort", "sort big | tail -n 1"),
  figureOf("sed", "sed 's/[0-9][0-9]*/N/g' big | wc -c"),
  figureOf("awk", "awk '{s += $6} END {print s}' big"),
];
