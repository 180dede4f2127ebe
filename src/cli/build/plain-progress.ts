// What a build tells, line by line: the form that goes to files and pipes (BuildKit's util/progress/progressui/printer.go).
// Steps are numbered as they come up; the live form of terminals is not here.

import type { AnswerOf } from "../../api/wire/operations.ts";
import { decodeWithReplacement } from "../../base/utf8.ts";
import { SECOND } from "../../base/time.ts";
import { shortWarning, type Warning } from "./warnings.ts";

type Item = AnswerOf<"BuildSolve">;
type Vertex = Extract<Item, { kind: "vertex" }>["vertex"];
type Status = Extract<Item, { kind: "status" }>["status"];
type Log = Extract<Item, { kind: "log" }>["log"];

interface Step {
  readonly number: number;
  vertex: Vertex;
  /** a line that has no end yet */
  rest: string;
  /** the last lines of what it printed */
  readonly logs: string[];
}

const seconds = (duration: number): string => (duration / SECOND).toFixed(1);

const UNITS = ["kB", "MB", "GB", "TB"];

/** tonistiigi/units, as %.2f shows it. */
function formatBytes(size: number): string {
  if (size < 1000) return `${size}B`;
  let value = size / 1000;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value.toFixed(2)}${UNITS[unit]}`;
}

const RULE = "------\n";

export class PlainProgress {
  private readonly steps = new Map<string, Step>();
  private current = -1;
  private failed: Step | undefined;

  begin(builder: string, driver: string): string {
    this.current = 0;
    return `#0 building with "${builder}" instance using ${driver} driver\n`;
  }

  show(item: Item): string {
    if (item.kind === "vertex") return this.vertex(item.vertex);
    if (item.kind === "status") return this.status(item.status);
    if (item.kind === "warning") return this.warning(item);
    return item.kind === "log" ? this.log(item.log) : "";
  }

  /** What was found that is no fault. */
  readonly warnings: Warning[] = [];

  /** After everything: the step that failed, with what it said last. */
  end(): string {
    if (this.failed === undefined) return "";
    const { vertex, logs } = this.failed;
    return `${RULE} > ${vertex.name}:\n${logs.slice(-10).join("")}${RULE}`;
  }

  private step(vertex: Vertex): Step {
    const known = this.steps.get(vertex.digest);
    if (known !== undefined) return known;
    const step: Step = { number: this.steps.size + 1, vertex, rest: "", logs: [] };
    this.steps.set(vertex.digest, step);
    return step;
  }

  /** What stands before a line of a step that is not the last one that was shown. */
  private turnTo({ number, vertex }: Step): string {
    if (this.current === number) return "";
    this.current = number;
    return `\n#${number} ${vertex.name}\n`;
  }

  private vertex(vertex: Vertex): string {
    const step = this.step(vertex);
    step.vertex = vertex;
    const heading = this.turnTo(step);
    if (vertex.completed === undefined) return heading;
    return heading + this.flush(step) + this.ending(step, vertex);
  }

  private ending(step: Step, { cached, error, started, completed }: Vertex): string {
    const { number } = step;
    if (error !== undefined) {
      this.failed = step;
      return `#${number} ERROR: ${error}\n`;
    }
    if (cached === true) return `#${number} CACHED\n`;
    return `#${number} DONE ${seconds((completed ?? 0) - (started ?? 0))}s\n`;
  }

  private status({ vertex, id, current, started, completed }: Status): string {
    const step = this.steps.get(vertex);
    if (step === undefined) return "";
    const size = current === 0 ? "" : ` ${formatBytes(current)}`;
    const taken = (completed ?? started) - started;
    const time = taken > SECOND / 100 ? ` ${seconds(taken)}s` : "";
    return `${this.turnTo(step)}#${step.number} ${id}${size}${time}${completed === undefined ? "" : " done"}\n`;
  }

  private warning({ vertex, warning }: Extract<Item, { kind: "warning" }>): string {
    this.warnings.push(warning);
    const step = this.steps.get(vertex);
    if (step === undefined) return "";
    return `${this.turnTo(step)}#${step.number} WARN: ${shortWarning(warning)}\n`;
  }

  private log({ vertex, bytes, at }: Log): string {
    const step = this.steps.get(vertex);
    if (step === undefined) return "";
    const text = step.rest + decodeWithReplacement(bytes);
    const lines = text.split("\n");
    step.rest = lines.pop() ?? "";
    return this.turnTo(step) + lines.map((line) => this.line(step, line, at)).join("");
  }

  private line(step: Step, line: string, at: number): string {
    const stamped = `${((at - (step.vertex.started ?? at)) / SECOND).toFixed(3)} ${line}\n`;
    step.logs.push(stamped);
    return `#${step.number} ${stamped}`;
  }

  private flush(step: Step): string {
    if (step.rest === "") return "";
    const { rest } = step;
    step.rest = "";
    return this.line(step, rest, step.vertex.completed ?? 0);
  }
}
