// Playing a scenario as the recordings of the real Docker were made: all steps in one bash of root's, in an empty
// folder, without a terminal, each with its outputs in files of the host. The world that it plays in is told by
// who calls (play-plan.ts has that of the recordings).

import { ok, type Result } from "../base/result.ts";
import { decodeWithReplacement } from "../base/utf8.ts";
import { createWorld } from "../world.ts";
import type { Host } from "../world/host.ts";
import type { WorldOptions } from "../world/options.ts";
import { RunNeverEnds } from "../world/run-never-ends.ts";
import { parseScenario, type ScenarioError } from "./scenario.ts";

/** The shape of a recording (shared/oracle/record.mjs). */
export interface Recording {
  readonly scenario: string;
  /** version of the engine */
  readonly engine: string;
  readonly steps: readonly PlayedStep[];
}

export interface PlayedStep {
  readonly command: string;
  readonly stdout: string;
  readonly stderr: string;
  /** null: the step never ended */
  readonly exit: number | null;
}

const STEPS = "/tmp/steps";
const FOLDER = "/root/scenario";
/** Seconds of the world's time; real ones were given as many. */
const TIMEOUT = 300;
const NOTHING = new Uint8Array(0);

export interface Played {
  readonly recording: Recording;
  /** what the world threw, if it did: the recording has what was printed until then */
  readonly crash: Error | undefined;
}

export function play(text: string, name: string, options: WorldOptions): Result<Played, ScenarioError> {
  const parsed = parseScenario(text);
  if (!parsed.ok) return parsed;
  const host = createWorld(options).host();
  const commands = parsed.value;
  layOut(host, commands);
  const crash = drive(host);
  const engine = host.engine?.settings.version ?? "";
  const steps = commands.map((command, i) => stepOf(host, command, i));
  return ok({ recording: { scenario: name, engine, steps }, crash });
}

function layOut({ fs }: Host, commands: readonly string[]): void {
  void fs.makeDirectories(FOLDER);
  void fs.makeDirectories(STEPS);
  for (const [i, command] of commands.entries()) void fs.write(`${STEPS}/${i}.sh`, `${command}\n`);
  const lines = commands.map(
    (_, i) =>
      `. ${STEPS}/${i}.sh >${STEPS}/${i}.out 2>${STEPS}/${i}.err </dev/null; echo $? >${STEPS}/${i}.rc`,
  );
  void fs.write("/tmp/play.sh", [`cd ${FOLDER}`, ...lines, "kill $(jobs -p) 2>/dev/null", ""].join("\n"));
}

/** What a step that hangs has printed until then is kept: the recording has it as well. */
function drive(host: Host): Error | undefined {
  try {
    host.run(`timeout ${TIMEOUT} bash /tmp/play.sh >/dev/null 2>&1`, { fresh: true });
    return undefined;
  } catch (error) {
    return error instanceof RunNeverEnds ? undefined : (error as Error);
  }
}

function stepOf({ fs }: Host, command: string, i: number): PlayedStep {
  const read = (kind: string): string =>
    decodeWithReplacement(fs.readBytes(`${STEPS}/${i}.${kind}`) ?? NOTHING);
  const status = read("rc");
  return {
    command,
    stdout: read("out"),
    stderr: read("err"),
    exit: status === "" ? null : Number(status),
  };
}
