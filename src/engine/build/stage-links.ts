// Which stages a stage takes files from, by `COPY --from` and mounts, and what is wrong with that before anything is laid
// (BuildKit's dockerfile2llb convert.go toCommand, detectRunMount; validations.go validateCircularDependency).

import type { Instruction } from "../dockerfile/instruction.ts";
import type { Stage, Stages } from "../dockerfile/stages.ts";
import { processWord } from "../dockerfile-words.ts";
import type { BuildFailure } from "./vertex.ts";

export const nameOf = ({ index, from }: Stage): string => from.name || `stage-${index}`;

export interface Taken {
  readonly name: string;
  readonly instruction: Instruction;
}

export const takenFrom = ({ instructions }: Stage): readonly Taken[] =>
  instructions.flatMap((instruction) => namesIn(instruction).map((name) => ({ name, instruction })));

function namesIn(instruction: Instruction): readonly string[] {
  if (instruction.kind === "copy") {
    const name = instruction.flags.one("from");
    return name === undefined || name === "" ? [] : [name];
  }
  if (instruction.kind !== "run") return [];
  return instruction.flags.all("mount").flatMap((mount) => {
    const name = /(?:^|,)from=([^,]*)/i.exec(mount)?.[1] ?? "";
    if (name !== "") return [name];
    return /(?:^|,)type=cache(?:,|$)/i.test(mount) ? ["scratch"] : [];
  });
}

/** A number, or the last stage of that name. */
export function stageIndex({ stages }: Stages, name: string): number | undefined {
  if (/^\d+$/.test(name)) return Number(name);
  return stages.findLast(({ from }) => from.name !== "" && from.name === name.toLowerCase())?.index;
}

/** The stage that FROM names, which comes before it. */
export const baseStage = ({ stages }: Stages, { index, from }: Stage): number | undefined =>
  stages.findLast((other) => other.index < index && other.from.name !== "" && other.from.name === from.base)
    ?.index;

/** Each is a stage of its own to BuildKit. */
export const imagesTakenFrom = (stages: Stages): number =>
  stages.stages.flatMap(takenFrom).filter(({ name }) => stageIndex(stages, name) === undefined).length;

export function dependencyFailure(stages: Stages): BuildFailure | undefined {
  for (const { name, instruction } of stages.stages.flatMap(takenFrom)) {
    const word = instruction.kind === "copy" ? processWord(name, new Map()) : undefined;
    if (word?.ok === false) return { message: word.error, lines: undefined };
    if (word !== undefined && word.value !== name)
      return {
        message:
          "variable expansion is not supported for --from, define a new stage with FROM using ARG from global scope as a workaround",
        lines: undefined,
      };
    if (/^\d+$/.test(name) && Number(name) >= stages.stages.length)
      return { message: `invalid stage index ${name}`, lines: undefined };
  }
  return circle(stages);
}

/** Stages that take from each other, or from themselves. */
function circle(stages: Stages): BuildFailure | undefined {
  const visited = new Set<number>();
  const open = new Set<number>();
  const visit = (index: number, way: readonly Instruction[]): readonly Instruction[] | undefined => {
    const stage = stages.stages[index];
    if (stage === undefined || visited.has(index)) return undefined;
    visited.add(index);
    open.add(index);
    for (const { name, instruction } of takenFrom(stage)) {
      const other = stageIndex(stages, name);
      if (other === undefined) continue;
      const next = [...way, instruction];
      const found = open.has(other) ? next : visit(other, next);
      if (found !== undefined) return found;
    }
    open.delete(index);
    return undefined;
  };
  for (const stage of stages.stages) {
    const found = visit(stage.index, []);
    if (found === undefined) continue;
    const [first, ...more] = [...found].reverse().map(({ node }) => node);
    return { message: `circular dependency detected on stage: ${nameOf(stage)}`, lines: first, more };
  }
  return undefined;
}
