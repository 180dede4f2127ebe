// A build as a graph: each vertex makes a file tree out of those that it stands on (BuildKit's LLB, solver/pb/ops.proto).
// Values only; graph.ts lays it, solve.ts carries it out.

import type { Digest } from "../../base/digest.ts";
import type { ContainerConfig } from "../../model/container-config.ts";
import type { Image } from "../../model/image.ts";
import type { Lines } from "../dockerfile/source.ts";
import type { RunMount } from "../dockerfile/run-mount.ts";

/** A vertex of the same graph; undefined is an empty tree. */
export type Input = number | undefined;

export interface RunOp {
  readonly kind: "run";
  readonly args: readonly string[];
  readonly env: readonly string[];
  /** in the environment, but no part of what the result depends on */
  readonly proxies: readonly string[];
  readonly cwd: string;
  readonly user: string;
  readonly network: string;
  readonly mounts: readonly { readonly mount: RunMount; readonly from: Input }[];
  /** a script with an interpreter of its own, run from a file of this name */
  readonly script?: { readonly path: string; readonly content: string };
}

export interface CopyOp {
  readonly kind: "copy";
  readonly adds: boolean;
  /** unpack archives; undefined: as ADD does */
  readonly unpacks: boolean;
  readonly from: Input;
  /** a context, whose missing files are said in other words */
  readonly fromContext: boolean;
  readonly sources: readonly string[];
  readonly documents: readonly { readonly name: string; readonly content: string }[];
  readonly destination: string;
  readonly chown: string;
  readonly chmod: string;
  readonly exclude: readonly string[];
}

export type Op =
  | { readonly kind: "image"; readonly reference: string; readonly image: Image }
  | { readonly kind: "context"; readonly name: string }
  | RunOp
  | CopyOp
  | { readonly kind: "workdir"; readonly path: string; readonly user: string };

export interface Vertex {
  readonly digest: Digest;
  readonly name: string;
  /** of the Dockerfile */
  readonly lines: Lines | undefined;
  /** what it stands on */
  readonly base: Input;
  readonly op: Op;
  /** its result is not looked for in the cache */
  readonly fresh: boolean;
}

export interface HistoryStep {
  readonly createdBy: string;
  /** the step that made a layer; undefined where the config only was changed */
  readonly vertex: number | undefined;
}

export interface BuildPlan {
  readonly vertices: readonly Vertex[];
  readonly target: Input;
  /** images that are looked up first, in familiar words with a tag */
  readonly images: readonly string[];
  readonly base: Image | undefined;
  readonly config: ContainerConfig;
  readonly author: string;
  readonly history: readonly HistoryStep[];
  readonly filename: string;
  readonly text: string;
  /** build arguments that nobody asked for */
  readonly unused: readonly string[];
}

export interface BuildFailure {
  readonly message: string;
  readonly lines: Lines | undefined;
  /** shown after those */
  readonly more?: readonly Lines[];
}

/** The same image has the name of the one that is asked for last. */
export function withLastNames(vertices: readonly Vertex[], target: Input): readonly Vertex[] {
  const names = new Map<Digest, string>();
  const seen = new Set<number>();
  const visit = (index: number): void => {
    const vertex = vertices[index];
    if (vertex === undefined || seen.has(index)) return;
    seen.add(index);
    for (const input of inputsOf(vertex)) visit(input);
    names.set(vertex.digest, vertex.name);
  };
  if (target !== undefined) visit(target);
  return vertices.map((vertex) => ({ ...vertex, name: names.get(vertex.digest) ?? vertex.name }));
}

/** Vertices that a vertex needs, in the order in which they are asked for. */
export function inputsOf({ base, op }: Vertex): readonly number[] {
  const more = op.kind === "copy" ? [op.from] : op.kind === "run" ? op.mounts.map(({ from }) => from) : [];
  return [base, ...more].filter((input) => input !== undefined);
}

/** Everything that the target needs, each after what it needs itself; sources first. */
export function orderOf({ vertices, target }: BuildPlan): readonly number[] {
  const order: number[] = [];
  const seen = new Set<number>();
  const visit = (index: number): void => {
    if (seen.has(index)) return;
    seen.add(index);
    for (const input of inputsOf(vertices[index] as Vertex)) visit(input);
    order.push(index);
  };
  if (target !== undefined) visit(target);
  const isOf = (index: number, kind: Op["kind"]): boolean => vertices[index]?.op.kind === kind;
  return [
    ...order.filter((index) => isOf(index, "context")),
    ...order.filter((index) => isOf(index, "image")),
    ...order.filter((index) => !isOf(index, "context") && !isOf(index, "image")),
  ];
}
