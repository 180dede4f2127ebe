// The operations of the Engine API v1.51 that the daemon answers: name, route, and the types of what is sent
// and what comes back (moby docs/api/v1.51.yaml). A client asks by name; a real connection by method and path.

import type {
  CreateAnswer,
  CreateBody,
  ContainerInspect,
  ContainerSummary,
  ExecBody,
  ExecInspect,
  ExecStartBody,
  FileChange,
  PathStat,
  PruneContainersAnswer,
  Stats,
  TopAnswer,
  UpdateAnswer,
  UpdateBody,
  WaitAnswer,
} from "./container.ts";
import type { BuildRequest, SolveItem } from "../../model/build.ts";
import type { ContainerConfigBody } from "./commit.ts";
import type { DeleteItem, HistoryItem, ImageInspect, ImageSummary, PruneImagesAnswer } from "./image.ts";
import type {
  NetworkConnectBody,
  NetworkCreateBody,
  NetworkDisconnectBody,
  NetworkInspect,
} from "./network.ts";
import type { DiskUsage, EventMessage, Info, Version } from "./system.ts";
import type { VolumeCreateBody, VolumeList, WireVolume } from "./volume.ts";

interface Operation {
  /** parameters of the query */
  readonly query?: string;
  readonly body?: unknown;
  /** what the answer's body is; of a stream, what its items are */
  readonly answer: unknown;
  readonly stream?: true;
  /** what comes with the beginning of a stream */
  readonly head?: unknown;
}

/** Bytes as they are: tars, raw terminals. */
export type Bytes = Uint8Array;

export interface Operations {
  SystemPing: {
    answer: { readonly apiVersion: string; readonly osType: string; readonly builderVersion: string };
  };
  SystemInfo: { answer: Info };
  SystemVersion: { answer: Version };
  SystemEvents: { query: "since" | "until" | "filters"; answer: EventMessage; stream: true };
  SystemDataUsage: { query: "type"; answer: DiskUsage };

  ContainerList: { query: "all" | "limit" | "size" | "filters"; answer: readonly ContainerSummary[] };
  ContainerCreate: { query: "name" | "platform"; body: CreateBody; answer: CreateAnswer };
  ContainerInspect: { query: "size"; answer: ContainerInspect };
  ContainerTop: { query: "ps_args"; answer: TopAnswer };
  ContainerLogs: {
    query: "follow" | "stdout" | "stderr" | "since" | "until" | "timestamps" | "tail" | "details";
    answer: OutputItem;
    stream: true;
  };
  ContainerChanges: { answer: readonly FileChange[] | null };
  ContainerExport: { answer: Bytes; stream: true };
  ContainerStats: { query: "stream" | "one-shot"; answer: Stats; stream: true };
  ContainerResize: { query: "h" | "w"; answer: undefined };
  ContainerStart: { query: "detachKeys"; answer: undefined };
  ContainerStop: { query: "signal" | "t"; answer: undefined };
  ContainerRestart: { query: "signal" | "t"; answer: undefined };
  ContainerKill: { query: "signal"; answer: undefined };
  ContainerUpdate: { body: UpdateBody; answer: UpdateAnswer };
  ContainerRename: { query: "name"; answer: undefined };
  ContainerPause: { answer: undefined };
  ContainerUnpause: { answer: undefined };
  ContainerAttach: {
    query: "detachKeys" | "logs" | "stream" | "stdin" | "stdout" | "stderr";
    answer: OutputItem;
    stream: true;
  };
  /** begins at once, so that nothing is missed; its one item comes when the condition is met */
  ContainerWait: { query: "condition"; answer: WaitAnswer; stream: true };
  ContainerDelete: { query: "v" | "force" | "link"; answer: undefined };
  ContainerArchiveInfo: { query: "path"; answer: PathStat };
  ContainerArchive: { query: "path"; answer: Bytes; stream: true; head: PathStat };
  PutContainerArchive: {
    query: "path" | "noOverwriteDirNonDir" | "copyUIDGID";
    body: Bytes;
    answer: undefined;
  };
  ContainerPrune: { query: "filters"; answer: PruneContainersAnswer };

  ContainerExec: { body: ExecBody; answer: { readonly Id: string } };
  ExecStart: { body: ExecStartBody; answer: OutputItem; stream: true };
  ExecResize: { query: "h" | "w"; answer: undefined };
  ExecInspect: { answer: ExecInspect };

  ImageList: { query: "all" | "filters" | "shared-size" | "digests"; answer: readonly ImageSummary[] };
  ImageInspect: { query: "platform"; answer: ImageInspect };
  ImageHistory: { query: "platform"; answer: readonly HistoryItem[] };
  ImageTag: { query: "repo" | "tag"; answer: undefined };
  ImageDelete: { query: "force" | "noprune" | "platforms"; answer: readonly DeleteItem[] };
  ImagePrune: { query: "filters"; answer: PruneImagesAnswer };
  ImageCommit: {
    query: "container" | "repo" | "tag" | "comment" | "author" | "pause" | "changes";
    body: ContainerConfigBody;
    answer: { readonly Id: string };
  };
  ImageCreate: {
    query: "fromImage" | "fromSrc" | "repo" | "tag" | "message" | "changes" | "platform";
    body: Bytes;
    answer: ProgressItem;
    stream: true;
  };

  ImageGetAll: { query: "names" | "platform"; answer: Bytes; stream: true };
  ImageLoad: { query: "quiet" | "platform"; body: Bytes; answer: ProgressItem; stream: true };

  ImagePush: { query: "tag" | "platform"; answer: ProgressItem; stream: true };
  ImageSearch: { query: "term" | "limit" | "filters"; answer: readonly [] };
  SystemAuth: {
    body: { readonly username: string; readonly password: string; readonly serveraddress: string };
    answer: { readonly Status: string };
  };

  VolumeList: { query: "filters"; answer: VolumeList };
  VolumeCreate: { body: VolumeCreateBody; answer: WireVolume };
  VolumeInspect: { answer: WireVolume };
  VolumeDelete: { query: "force"; answer: undefined };
  VolumePrune: {
    query: "filters";
    answer: { readonly VolumesDeleted: readonly string[] | null; readonly SpaceReclaimed: number };
  };

  NetworkList: { query: "filters"; answer: readonly NetworkInspect[] };
  NetworkInspect: { query: "verbose" | "scope"; answer: NetworkInspect };
  NetworkCreate: { body: NetworkCreateBody; answer: { readonly Id: string; readonly Warning: string } };
  NetworkConnect: { body: NetworkConnectBody; answer: undefined };
  NetworkDisconnect: { body: NetworkDisconnectBody; answer: undefined };
  NetworkDelete: { answer: undefined };
  NetworkPrune: { query: "filters"; answer: { readonly NetworksDeleted: readonly string[] | null } };

  /** there are no plugins, and what a swarm has is a manager's */
  PluginInspect: { answer: undefined };
  NodeInspect: { answer: undefined };
  ServiceInspect: { answer: undefined };
  TaskInspect: { answer: undefined };
  SecretInspect: { answer: undefined };
  ConfigInspect: { answer: undefined };

  /** the classic builder; a context is a tar */
  ImageBuild: {
    query:
      | "t" | "dockerfile" | "buildargs" | "labels" | "cachefrom" | "target" | "platform" | "networkmode"
      | "extrahosts" | "q" | "nocache" | "rm" | "forcerm" | "pull" | "memory" | "memswap" | "cpushares" | "cpuperiod"
      | "cpuquota" | "cpusetcpus" | "cpusetmems" | "cgroupparent" | "shmsize" | "version"; // prettier-ignore
    body: Bytes;
    answer: ProgressItem;
    stream: true;
  };
  /** BuildKit's Control.Solve and Control.Status in one: what comes is what happens */
  BuildSolve: { body: BuildRequest; answer: SolveItem; stream: true };
  BuildPrune: {
    query: "filters" | "all" | "keep-storage" | "reserved-space" | "max-used-space" | "min-free-space";
    answer: { readonly CachesDeleted: readonly string[] | null; readonly SpaceReclaimed: number };
  };
}

export type OperationName = keyof Operations;

/** Output of a container or exec; with a terminal everything is stdout. */
export interface OutputItem {
  readonly stream: "stdout" | "stderr" | "systemerr";
  readonly bytes: Uint8Array;
}

/** A line of what pull, import and load tell (moby pkg/jsonmessage). */
export interface ProgressItem {
  readonly status?: string;
  readonly id?: string;
  readonly progressDetail?: {
    readonly current?: number;
    readonly total?: number;
    readonly hidecounts?: boolean;
    readonly units?: string;
  };
  readonly progress?: string;
  readonly stream?: string;
  /** for programs, not for people: such as the id of the image that was made */
  readonly aux?: unknown;
  readonly errorDetail?: { readonly code?: number; readonly message: string };
  readonly error?: string;
}

export type QueryOf<K extends OperationName> = Operations[K] extends { query: infer Q extends string }
  ? { readonly [P in Q]?: string | readonly string[] | undefined }
  : Record<string, never>;
export type BodyOf<K extends OperationName> = Operations[K] extends { body: infer B } ? B : undefined;
export type AnswerOf<K extends OperationName> = Operations[K]["answer"];
export type HeadOf<K extends OperationName> = Operations[K] extends { head: infer H } ? H : undefined;
export type StreamName = {
  [K in OperationName]: Operations[K] extends { stream: true } ? K : never;
}[OperationName];

/**
 * Checks the shape of the table; nothing is made of it.
 * @public
 */
export type CheckedOperations = { [K in OperationName]: Operations[K] extends Operation ? true : never };
