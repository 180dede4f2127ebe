// What a build is asked for and what it tells while it goes on, as BuildKit's client and daemon say it to each other
// (moby/buildkit api/services/control, client.SolveOpt, client.SolveStatus). Values only; the builder is engine/build.

import type { Digest } from "../base/digest.ts";
import type { Instant } from "../base/time.ts";

/** A file of a context as the client reads it; owners do not count, all is root's. */
export interface ContextEntry {
  /** without a slash at either end */
  readonly path: string;
  /** type and permission bits */
  readonly mode: number;
  readonly mtime: Instant;
  /** of a regular file */
  readonly content?: Uint8Array;
  /** of a symbolic link */
  readonly target?: string;
  /** an earlier path of the same file */
  readonly link?: string;
}

export type BuildContext =
  | {
      readonly kind: "local";
      readonly entries: readonly ContextEntry[];
      /** patterns of what was left out */
      readonly ignored: readonly string[];
    }
  | { readonly kind: "archive"; readonly bytes: Uint8Array }
  | { readonly kind: "image"; readonly reference: string }
  /** the client cannot send it, for this reason */
  | { readonly kind: "broken"; readonly message: string };

export interface BuildRequest {
  /** as it is shown: the last part of its path */
  readonly dockerfileName: string;
  /** undefined: it is in the archive, below `dockerfileName` */
  readonly dockerfile: Uint8Array | undefined;
  /** why it could not be read */
  readonly dockerfileError?: string;
  readonly context: BuildContext | undefined;
  /** where the client's files are; "" for those that came by standard input */
  readonly place: string;
  /** --build-context */
  readonly contexts: ReadonlyMap<string, BuildContext>;
  readonly target: string;
  readonly args: ReadonlyMap<string, string>;
  readonly labels: ReadonlyMap<string, string>;
  /** full references with tags */
  readonly tags: readonly string[];
  readonly platform: string;
  readonly noCache: boolean;
  /** stages that are not looked up in the cache */
  readonly noCacheStages: readonly string[];
  readonly pull: boolean;
  readonly network: string;
  /** HOST:IP */
  readonly extraHosts: readonly string[];
  readonly secrets: ReadonlyMap<string, Uint8Array>;
  /** steps may ask for the host's network */
  readonly allowsHostNetwork: boolean;
  /** an image, the files as a tar, or nothing; "unknown": the builder has no such exporter */
  readonly output: "image" | "archive" | "none" | "unknown";
  /** as it was named */
  readonly exporter: string;
  /** nothing is built: only what is wrong with the Dockerfile is told */
  readonly check: boolean;
}

/** A step of the build. Told again whenever something about it changes. */
export interface VertexStatus {
  readonly digest: Digest;
  readonly name: string;
  readonly started?: Instant;
  readonly completed?: Instant;
  readonly cached?: boolean;
  readonly error?: string;
}

/** A part of a step that is counted or timed. */
export interface StepStatus {
  readonly vertex: Digest;
  readonly id: string;
  readonly current: number;
  readonly started: Instant;
  readonly completed?: Instant;
}

export interface StepLog {
  readonly vertex: Digest;
  readonly stream: "stdout" | "stderr";
  readonly bytes: Uint8Array;
  readonly at: Instant;
}

/** Lines of the Dockerfile that something is about; the first is 1. */
export interface SourceLines {
  readonly filename: string;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export interface BuildWarning {
  readonly rule: string;
  readonly message: string;
  readonly source: SourceLines;
}

export type SolveItem =
  | { readonly kind: "vertex"; readonly vertex: VertexStatus }
  | { readonly kind: "status"; readonly status: StepStatus }
  | { readonly kind: "log"; readonly log: StepLog }
  /** about a step, that of reading the Dockerfile */
  | { readonly kind: "warning"; readonly warning: BuildWarning; readonly vertex: Digest }
  | {
      readonly kind: "done";
      readonly image: Digest;
      readonly archive?: Uint8Array;
      /** of a check */
      readonly warnings?: readonly BuildWarning[];
      /** what they come to where they are an error */
      readonly violation?: string;
      /** why it cannot be built at all */
      readonly refusal?: {
        readonly message: string;
        readonly source?: SourceLines;
        readonly more?: readonly SourceLines[];
      };
      /** images that were built on, by familiar names */
      readonly bases?: readonly { readonly name: string; readonly digest: Digest }[];
    }
  | {
      readonly kind: "failed";
      readonly message: string;
      readonly source?: SourceLines;
      readonly more?: readonly SourceLines[];
    };

/** What a step came to, kept for the next build that has the same step (`docker buildx du`). */
export interface BuildCacheRecord {
  /** 25 letters and digits */
  readonly id: string;
  /** hex digits of the digest of all that the result depends on */
  readonly key: string;
  readonly type: "regular" | "source.local" | "exec.cachemount";
  readonly description: string;
  /** ids of the records below */
  readonly parents: readonly string[];
  readonly size: number;
  readonly createdAt: Instant;
  readonly lastUsedAt: Instant;
  readonly usageCount: number;
  /** layers up to this step, lowest first */
  readonly diffIds: readonly Digest[];
  /** of a cache mount: its file system in the kernel */
  readonly fileSystem?: number;
}
