// What a figure is: one thing that ours does, measured in the same run as the same thing done by something
// outside, so that the ratio holds on any machine. The smaller the ratio the better.

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { Bench } from "tinybench";

/** What a figure may need from outside. */
export interface Context {
  /** path of the built `paperwhale` command, brought up to date first */
  readonly command: () => string;
}

export interface Pair {
  readonly ours: number;
  readonly theirs: number;
}

export interface Figure {
  readonly name: string;
  readonly unit: "ms" | "us" | "bytes";
  /** what it is held against, by name */
  readonly against: string;
  /** ours / theirs, at most */
  readonly target: number;
  readonly measure: (context: Context) => Pair | Promise<Pair>;
}

/** What is reported of a figure, and written with --json. */
export interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly against: string;
  readonly ratio: number;
  readonly target: number;
  readonly met: boolean;
}

export async function rowOf(figure: Figure, context: Context): Promise<Row> {
  const { name, unit, against, target } = figure;
  const { ours, theirs } = await figure.measure(context);
  const ratio = ours / theirs;
  return { name, value: ours, unit, against, ratio, target, met: ratio <= target };
}

/** Medians in microseconds of one call, each side run for half a second at least. */
export async function timesOf(ours: () => unknown, theirs: () => unknown): Promise<Pair> {
  const bench = new Bench({ time: 500, iterations: 5, warmupTime: 100, warmupIterations: 2 });
  bench.add("ours", ours).add("theirs", theirs);
  await bench.run();
  const medianOf = (name: string): number => {
    const result = bench.getTask(name)?.result;
    if (result === undefined || !("latency" in result)) throw new Error(`${name} was not measured`);
    return result.latency.p50 * 1000;
  };
  return { ours: medianOf("ours"), theirs: medianOf("theirs") };
}

/** Bytes that what `make` gives keeps alive. */
export function heapOf(make: () => unknown): number {
  setFlagsFromString("--expose-gc");
  const gc = runInNewContext("gc") as () => void;
  const used = (): number => {
    gc();
    gc();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const before = used();
  const kept = make();
  const after = used();
  return kept === undefined ? 0 : after - before;
}
