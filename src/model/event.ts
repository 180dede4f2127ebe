// Everything that can happen to what a daemon knows, in the past tense. An event carries all that apply.ts
// needs, so that the state is a fold over events; docker-event.ts tells what `docker events` shows of it.

import type { Digest } from "../base/digest.ts";
import type { Duration, Instant } from "../base/time.ts";
import type { HostConfig, PortMap } from "./container-config.ts";
import type { BuildCacheRecord } from "./build.ts";
import type { Container, Endpoint, Exec, Sandbox } from "./container.ts";
import type { Health } from "./health.ts";
import type { Image } from "./image.ts";
import type { Network } from "./network.ts";
import type { TakenPort } from "./state.ts";
import type { Volume } from "./volume.ts";

export type ContainerEvent =
  | { readonly kind: "container-created"; readonly container: Container }
  | {
      readonly kind: "container-started";
      readonly pid: number;
      readonly sandbox: Sandbox;
      readonly byHand: boolean;
      readonly health: Health | undefined;
    }
  | { readonly kind: "container-start-failed"; readonly exitCode: number; readonly error: string }
  /** the sandbox of one that shares another's network has that one's name */
  | { readonly kind: "container-hostname-taken"; readonly hostname: string; readonly domainname: string }
  | { readonly kind: "container-died"; readonly exitCode: number; readonly restartIn: Duration | undefined }
  /** it stays as it ended: with this code, whatever a failed attempt to start it said */
  | { readonly kind: "container-restart-canceled"; readonly exitCode?: number }
  | { readonly kind: "container-paused" }
  | { readonly kind: "container-unpaused" }
  | {
      readonly kind: "container-killed";
      readonly signal: number;
      /** its restart policy rests until it is started by hand */
      readonly cancels: boolean;
      /** false: it waits for its restart, so that nothing was sent */
      readonly told: boolean;
      /** the daemon stops it as it is about to end; nobody asked for it */
      readonly byDaemon?: true;
    }
  | { readonly kind: "container-stopped" }
  | { readonly kind: "container-restart-begun" }
  | { readonly kind: "container-restarted" }
  | { readonly kind: "container-stdin-closed" }
  | { readonly kind: "exec-stdin-closed"; readonly exec: string }
  | { readonly kind: "container-oom" }
  | { readonly kind: "container-renamed"; readonly name: string; readonly oldName: string }
  | { readonly kind: "container-unlinked"; readonly alias: string }
  | { readonly kind: "container-updated"; readonly hostConfig: HostConfig }
  | { readonly kind: "container-probed"; readonly health: Health }
  | { readonly kind: "container-removal-begun" }
  | { readonly kind: "container-destroyed" }
  | { readonly kind: "container-attached" }
  | { readonly kind: "container-detached" }
  | { readonly kind: "container-resized"; readonly rows: number; readonly columns: number }
  | { readonly kind: "container-listed-processes" }
  | { readonly kind: "container-exported" }
  | { readonly kind: "container-copied-from" }
  | { readonly kind: "container-copied-to" }
  | {
      readonly kind: "container-committed";
      readonly image: Digest;
      readonly comment: string;
      /** the name that the image got, or "" */
      readonly reference: string;
    }
  | { readonly kind: "exec-created"; readonly exec: Exec }
  | {
      readonly kind: "exec-started";
      readonly exec: string;
      readonly pid: number;
      readonly stdin: number | undefined;
      readonly pty: number | undefined;
    }
  | { readonly kind: "exec-detached"; readonly exec: string }
  | {
      readonly kind: "exec-died";
      readonly exec: string;
      readonly exitCode: number;
      /** it never ran, and docker events does not tell of it */
      readonly unstarted?: true;
    }
  | {
      readonly kind: "ports-published";
      readonly ports: PortMap;
      readonly taken: readonly TakenPort[];
      readonly last: ReadonlyMap<string, number>;
    }
  | { readonly kind: "ports-withdrawn" };

export type ImageEvent =
  | {
      readonly kind: "image-added";
      readonly image: Image;
      readonly how: "import" | "pull" | "load" | "build" | "commit" | "present";
    }
  | {
      readonly kind: "image-tagged";
      readonly name: string;
      readonly image: Digest;
      /** false: neither `docker events` nor the time of the last tag tells of it */
      readonly told?: boolean;
    }
  | {
      readonly kind: "image-untagged";
      readonly name: string;
      readonly image: Digest;
      /** false: `docker events` says nothing of it */
      readonly told?: boolean;
    }
  /** after it got its name */
  | { readonly kind: "image-imported"; readonly image: Digest }
  /** whether or not it was there already */
  | { readonly kind: "image-loaded"; readonly image: Digest }
  | { readonly kind: "image-parent-set"; readonly image: Digest; readonly parent: Digest }
  | { readonly kind: "image-deleted"; readonly image: Digest }
  | { readonly kind: "image-saved"; readonly image: Digest };

export type NetworkEvent =
  | { readonly kind: "network-created"; readonly network: Network }
  | {
      readonly kind: "network-connected";
      readonly network: string;
      readonly container: string;
      readonly endpoint: Endpoint;
      readonly address: number | undefined;
      readonly address6: string | undefined;
    }
  | {
      readonly kind: "network-disconnected";
      readonly network: string;
      readonly container: string;
      readonly endpoint: Endpoint;
      readonly address: number | undefined;
      readonly address6: string | undefined;
    }
  /** for a step of a build, which is no container */
  | {
      readonly kind: "network-address-taken" | "network-address-given-back";
      readonly network: string;
      readonly address?: number | undefined;
      readonly address6?: string | undefined;
    }
  /** what a container is to join, whether the network is there or not */
  | { readonly kind: "network-endpoint-set"; readonly container: string; readonly endpoint: Endpoint }
  | { readonly kind: "network-endpoint-dropped"; readonly container: string; readonly network: string }
  | { readonly kind: "network-removed"; readonly network: string };

export type VolumeEvent =
  | { readonly kind: "volume-created"; readonly volume: Volume }
  | {
      readonly kind: "volume-mounted";
      readonly volume: string;
      readonly container: string;
      readonly destination: string;
      readonly writable: boolean;
      readonly propagation: string;
    }
  | { readonly kind: "volume-unmounted"; readonly volume: string; readonly container: string }
  | { readonly kind: "volume-removed"; readonly volume: string };

export type BuildEvent =
  /** made, or used once more */
  | { readonly kind: "build-step-cached"; readonly record: BuildCacheRecord }
  | { readonly kind: "build-step-forgotten"; readonly key: string };

export type PruneEvent = {
  readonly kind: "pruned";
  readonly what: "container" | "image" | "network" | "volume" | "builder";
  readonly reclaimed: number;
};

export type Happening =
  | (ContainerEvent & { readonly id: string })
  | ImageEvent
  | NetworkEvent
  | VolumeEvent
  | BuildEvent
  | PruneEvent;

export type Event = Happening & { readonly at: Instant };
