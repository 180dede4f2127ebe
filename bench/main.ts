// `npm run bench`: measures the figures that are named, or all, and prints them as a table.

import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { cachedBuild } from "./cached-build.ts";
import { coldStart } from "./cold-start.ts";
import { commitContainer } from "./commit-container.ts";
import { rowOf, type Context, type Figure, type Row } from "./figure.ts";
import { filesCreate } from "./files-create.ts";
import { filesFork } from "./files-fork.ts";
import { filesLayers } from "./files-layers.ts";
import { filesMemory } from "./files-memory.ts";
import { filesRead } from "./files-read.ts";
import { forkWorld } from "./fork-world.ts";
import { bridgePorts } from "./bridge-ports.ts";
import { layerDepth } from "./layer-depth.ts";
import { loadImage } from "./load-image.ts";
import { manyContainers } from "./many-containers.ts";
import { replayJournal } from "./replay-journal.ts";
import { runContainer } from "./run-container.ts";
import { shellLine } from "./shell-line.ts";
import { shellLoop } from "./shell-loop.ts";
import { shellPipeline } from "./shell-pipeline.ts";
import { textPrograms } from "./text-programs.ts";
import { unionPeers } from "./union-peers.ts";

const FIGURES: readonly Figure[] = [
  runContainer,
  shellLine,
  shellPipeline,
  shellLoop,
  ...textPrograms,
  filesCreate,
  filesRead,
  filesFork,
  filesMemory,
  ...filesLayers,
  ...layerDepth,
  ...unionPeers,
  commitContainer,
  cachedBuild,
  loadImage,
  forkWorld,
  replayJournal,
  bridgePorts,
  manyContainers,
  coldStart,
];

const USAGE = "usage: npm run bench -- [PART OF A NAME...] [--json FILE]";

/** Gives the exit status: 1 if a figure could not be measured or misses its target. */
export async function main(argv: readonly string[], context: Context): Promise<number> {
  let options: ReturnType<typeof parseOptions>;
  try {
    options = parseOptions(argv);
  } catch (error) {
    console.error(`${(error as Error).message}\n${USAGE}`);
    return 2;
  }
  const { words, json } = options;
  const rows: Row[] = [];
  let failed = 0;
  for (const figure of FIGURES.filter(({ name }) => words.every((word) => name.includes(word)))) {
    try {
      rows.push(await rowOf(figure, context));
    } catch (error) {
      console.error(`${figure.name}: could not be measured: ${(error as Error).message}`);
      failed++;
    }
  }
  for (const line of tableOf(rows)) console.log(line);
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(rows, null, 2)}\n`);
  return failed === 0 && rows.every(({ met }) => met) ? 0 : 1;
}

function parseOptions(argv: readonly string[]): { words: string[]; json: string | undefined } {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { json: { type: "string" } },
  });
  return { words: positionals, json: values.json };
}

const format = (value: number): string =>
  value < 100 ? value.toPrecision(3) : Math.round(value).toLocaleString("en");

function tableOf(rows: readonly Row[]): string[] {
  const cells = rows.map(({ name, value, unit, against, ratio, target, met }) => [
    name,
    `${format(value)} ${unit}`,
    against,
    ratio.toPrecision(3),
    `<= ${target}`,
    met ? "met" : "MISSED",
  ]);
  const all = [["figure", "ours", "against", "ratio", "target", ""], ...cells];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? [];
  return all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
