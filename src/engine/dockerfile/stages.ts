// A Dockerfile as stages: arguments before the first FROM, and instructions from one FROM to the next (BuildKit's
// frontend/dockerfile/instructions/parse.go Parse).

import { fail, ok, type Result } from "../../base/result.ts";
import { parseInstruction, type Argument, type From, type Instruction } from "./instruction.ts";
import type { Source, SourceError } from "./source.ts";

export interface Stage {
  readonly index: number;
  readonly from: From;
  readonly instructions: readonly Exclude<Instruction, From>[];
}

export interface Stages {
  readonly globals: readonly Argument[];
  readonly stages: readonly Stage[];
}

export function parseStages({ nodes }: Source): Result<Stages, SourceError> {
  const globals: Argument[] = [];
  const stages: { index: number; from: From; instructions: Exclude<Instruction, From>[] }[] = [];
  for (const node of nodes) {
    const parsed = parseInstruction(node);
    if (!parsed.ok)
      return fail({ message: `dockerfile parse error on line ${node.start}: ${parsed.error}`, lines: node });
    const instruction = parsed.value;
    if (instruction.kind === "from")
      stages.push({ index: stages.length, from: instruction, instructions: [] });
    else if (stages.length > 0) stages.at(-1)?.instructions.push(instruction);
    else if (instruction.kind === "arg") globals.push(...instruction.args);
    else return fail({ message: "no build stage in current context", lines: node });
  }
  return stages.length === 0
    ? fail({ message: "dockerfile contains no stages to build", lines: undefined })
    : ok({ globals, stages });
}
