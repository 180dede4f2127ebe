// `npm run shell:fuzz`: many trials in worker threads, each watched, so that what never comes back is found as well.
// Relies on fuzz.ts. A trial that goes wrong is printed with its number, from which it can be made again.

import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { problemOf, scriptsIn, trialOf } from "./fuzz.ts";

interface Batch {
  readonly from: number;
  readonly count: number;
  /** where the recordings are */
  readonly folder: string;
}

const BATCH = 500;
/** Seconds after which a trial counts as hanging. */
const PATIENCE = 60;

function work({ from, count, folder }: Batch): void {
  const scripts = scriptsIn(new URL(folder));
  for (let seed = from; seed < from + count; seed++) {
    parentPort?.postMessage({ seed });
    const problem = problemOf(trialOf(seed, scripts));
    if (problem !== undefined) parentPort?.postMessage({ seed, problem });
  }
}

function tell(seed: number, folder: string, problem: string): void {
  const { shell, script } = trialOf(seed, scriptsIn(new URL(folder)));
  console.log(`--- ${seed} in ${shell} ${problem}\n${script}`);
}

/** One batch; answers how many went wrong. */
const run = (tool: string, batch: Batch): Promise<number> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(tool, { workerData: batch });
    let wrong = 0;
    let present = batch.from;
    let watch: NodeJS.Timeout | undefined;
    const expectMore = (): void => {
      clearTimeout(watch);
      watch = setTimeout(() => {
        tell(present, batch.folder, "does not come back");
        void worker.terminate().then(async () => {
          const rest = { ...batch, from: present + 1, count: batch.from + batch.count - present - 1 };
          resolve(wrong + 1 + (rest.count > 0 ? await run(tool, rest) : 0));
        });
      }, PATIENCE * 1000);
    };
    worker.on("message", ({ seed, problem }: { seed: number; problem?: string }) => {
      present = seed;
      expectMore();
      if (problem === undefined) return;
      wrong++;
      tell(seed, batch.folder, problem);
    });
    worker.on("error", reject);
    worker.on("exit", (code) => {
      clearTimeout(watch);
      if (code === 0) resolve(wrong);
    });
  });

/** --count N trials from --from N on, --jobs N at once. */
export async function main(args: readonly string[], tool: string, folder: string): Promise<number> {
  const option = (name: string, usual: number): number => {
    const at = args.indexOf(`--${name}`);
    return at < 0 ? usual : Number(args[at + 1]);
  };
  const count = option("count", 2000);
  let next = option("from", 1);
  const end = next + count;
  let wrong = 0;
  const lane = async (): Promise<void> => {
    while (next < end) {
      const batch = { from: next, count: Math.min(BATCH, end - next), folder };
      next += batch.count;
      wrong += await run(tool, batch);
    }
  };
  await Promise.all(Array.from({ length: option("jobs", 2) }, lane));
  console.log(`${count} scripts, ${wrong} went wrong`);
  return wrong === 0 ? 0 : 1;
}

if (!isMainThread) work(workerData as Batch);
