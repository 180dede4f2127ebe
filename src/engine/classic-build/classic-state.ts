// How far a stage of the classic builder has come: a value, handed from step to step by the task that builds (moby
// daemon/builder/dockerfile/evaluator.go dispatchState).

import type { Digest } from "../../base/digest.ts";
import type { ContainerConfig } from "../../model/container-config.ts";
import type { Image } from "../../model/image.ts";
import type { From, Instruction } from "../dockerfile/instruction.ts";
import type { Stage } from "../dockerfile/stages.ts";
import type { BuildArguments } from "./build-arguments.ts";
import type { ContextSource } from "./context-source.ts";
import type { Download } from "./copy-sources.ts";
import type { ClassicOptions } from "./options.ts";

export type Step = Exclude<Instruction, From>;

/** What is the same for all steps of a build. */
export interface ClassicPlan {
  readonly options: ClassicOptions;
  readonly context: ContextSource;
  readonly escape: string;
  /** up to the target, labels of the command line among the last one's instructions */
  readonly stages: readonly Stage[];
  /** lines of ARG before the first FROM, as they are shown */
  readonly globals: readonly string[];
  /** with their values */
  readonly args: BuildArguments;
  readonly cacheFrom: readonly Image[];
  /** what the parser has to say, line by line */
  readonly warnings: readonly string[];
}

export interface FinishedStage {
  readonly name: string;
  readonly image: Digest;
}

export interface ClassicState {
  readonly plan: ClassicPlan;
  readonly finished: readonly FinishedStage[];
  /** by address */
  readonly downloads: ReadonlyMap<string, Download>;
  /** the image of the last step; "" above scratch */
  readonly image: Digest;
  /** its Image is that image */
  readonly config: ContainerConfig;
  readonly author: string;
  /** CMD was among the steps, so ENTRYPOINT leaves it */
  readonly cmdSet: boolean;
  readonly args: BuildArguments;
  /** a step was not found in the cache: those after it are not looked for */
  readonly cacheMissed: boolean;
}

/** What became of a step. */
export type Stepped =
  | {
      readonly kind: "done";
      readonly state: ClassicState;
      readonly told: string;
      readonly container?: string;
    }
  /** its container is to be run, and then committed */
  | { readonly kind: "run"; readonly running: Running }
  /** an address has to be fetched before it can be tried again */
  | { readonly kind: "fetch"; readonly url: string }
  /** so does an image */
  | { readonly kind: "pull"; readonly reference: string };

export interface Running {
  readonly state: ClassicState;
  readonly told: string;
  readonly container: string;
  /** as it is said where it fails */
  readonly command: readonly string[];
  /** what history is to tell */
  readonly containerConfig: ContainerConfig;
}
