// `docker events` as a view of what happened: type, action, actor (moby api/types/events, daemon/events.go).
// Attributes are taken from the state after the event; of what is destroyed, from the state before it.

import { SECOND, type Instant } from "../base/time.ts";
import type { Container, Exec } from "./container.ts";
import type { ContainerEvent, Event } from "./event.ts";
import { lookUp } from "./shelf.ts";
import type { EngineState } from "./state.ts";
import { hexOf } from "./users.ts";

export interface DockerEvent {
  readonly type: string;
  readonly action: string;
  readonly actor: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly at: Instant;
}

/** Nothing for what Docker does not tell; two for a change of health. */
export function dockerEventsOf(event: Event, before: EngineState, after: EngineState): DockerEvent[] {
  if ("id" in event) return ofContainer(event, before, after);
  const make = (
    type: string,
    action: string,
    actor: string,
    attributes: Iterable<readonly [string, string]>,
  ): DockerEvent[] => [{ type, action, actor, attributes: sorted(attributes), at: event.at }];
  switch (event.kind) {
    case "image-added":
      return event.how === "present" || event.how === "import" || event.how === "load"
        ? []
        : make("image", IMAGE_ADDED[event.how], event.image.id, imageName(after, event.image.id));
    case "image-tagged":
      return event.told === false
        ? []
        : make("image", "tag", event.image, imageName(after, event.image, event.name));
    case "image-untagged":
      return event.told === false ? [] : make("image", "untag", event.image, imageName(after, event.image));
    case "image-imported":
    case "image-loaded":
    case "image-saved":
    case "image-deleted":
      return make("image", IMAGE_TOLD[event.kind], event.image, imageName(after, event.image));
    case "network-created":
      return make("network", "create", event.network.id, [
        ["name", event.network.name],
        ["type", event.network.driver],
      ]);
    case "network-removed":
      return lookUp(before.networks, event.network)?.configOnly
        ? []
        : make("network", "destroy", event.network, networkAttributes(before, event.network));
    case "network-connected":
    case "network-disconnected": {
      const action = event.kind === "network-connected" ? "connect" : "disconnect";
      return make("network", action, event.network, [
        ["container", event.container],
        ...networkAttributes(after, event.network),
      ]);
    }
    case "volume-created":
      return make("volume", "create", event.volume.name, [["driver", event.volume.driver]]);
    case "volume-mounted":
      return make("volume", "mount", event.volume, [
        ["container", event.container],
        ["destination", event.destination],
        ["driver", "local"],
        ["propagation", event.propagation],
        ["read/write", String(event.writable)],
      ]);
    case "volume-unmounted":
      return make("volume", "unmount", event.volume, [
        ["container", event.container],
        ["driver", "local"],
      ]);
    case "volume-removed":
      return make("volume", "destroy", event.volume, [["driver", "local"]]);
    case "network-address-taken":
    case "network-address-given-back":
    case "image-parent-set":
    case "network-endpoint-set":
    case "network-endpoint-dropped":
    case "build-step-cached":
    case "build-step-forgotten":
      return [];
    case "pruned":
      return make(event.what, "prune", "", [["reclaimed", String(event.reclaimed)]]);
  }
}

const IMAGE_TOLD = {
  "image-imported": "import",
  "image-loaded": "load",
  "image-saved": "save",
  "image-deleted": "delete",
} as const;

const IMAGE_ADDED = {
  pull: "pull",
  build: "create",
  commit: "create",
} as const;

function* imageName(state: EngineState, id: string, name = id): Generator<readonly [string, string]> {
  const image = lookUp(state.images, hexOf(id));
  if (image?.config.Labels) yield* image.config.Labels;
  yield ["name", name];
}

function* networkAttributes(state: EngineState, id: string): Generator<readonly [string, string]> {
  const network = lookUp(state.networks, id);
  if (network === undefined) return;
  yield ["name", network.name];
  yield ["type", network.driver];
}

/** A later entry of a name counts, as in Go's maps; names in order, as clients show them. */
const sorted = (entries: Iterable<readonly [string, string]>): ReadonlyMap<string, string> =>
  new Map([...new Map(entries)].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));

// ---- containers

type OfContainer = ContainerEvent & { readonly id: string; readonly at: Instant };

const ACTIONS: Partial<Record<ContainerEvent["kind"], string>> = {
  "container-created": "create",
  "container-started": "start",
  "container-died": "die",
  "container-paused": "pause",
  "container-unpaused": "unpause",
  "container-killed": "kill",
  "container-stopped": "stop",
  "container-restarted": "restart",
  "container-oom": "oom",
  "container-renamed": "rename",
  "container-updated": "update",
  "container-destroyed": "destroy",
  "container-attached": "attach",
  "container-detached": "detach",
  "container-resized": "resize",
  "container-listed-processes": "top",
  "container-exported": "export",
  "container-copied-from": "archive-path",
  "container-copied-to": "extract-to-dir",
  "container-committed": "commit",
  "exec-detached": "exec_detach",
};

function ofContainer(event: OfContainer, before: EngineState, after: EngineState): DockerEvent[] {
  const container = lookUp(after.containers, event.id) ?? lookUp(before.containers, event.id);
  if (container === undefined) return [];
  const action = actionOf(event, before, container);
  if (action === undefined) return [];
  const attributes = sorted([...details(event, container), ...base(container)]);
  return [{ type: "container", action, actor: event.id, attributes, at: event.at }];
}

function actionOf(event: OfContainer, before: EngineState, container: Container): string | undefined {
  switch (event.kind) {
    case "exec-created":
      return `exec_create: ${lineOf(event.exec)}`;
    case "exec-started":
      return `exec_start: ${lineOf(lookUp(before.execs, event.exec))}`;
    case "container-probed": {
      const was = lookUp(before.containers, container.id)?.health?.status;
      return was === event.health.status ? undefined : `health_status: ${event.health.status}`;
    }
    case "container-killed":
      return event.told ? "kill" : undefined;
    case "exec-died":
      return event.unstarted ? undefined : "exec_die";
    default:
      return ACTIONS[event.kind];
  }
}

/** The program, a space, and its arguments, if there are any. */
function lineOf(exec: Exec | undefined): string {
  const [program = "", ...args] = exec?.command ?? [];
  return `${program} ${args.join(" ")}`;
}

const base = (container: Container): [string, string][] => [
  ...(container.config.Labels ?? []),
  ...(container.config.Image === "" ? [] : [["image", container.config.Image] as [string, string]]),
  ["name", container.name],
];

function details(event: OfContainer, container: Container): [string, string][] {
  switch (event.kind) {
    case "container-died":
      return [
        ["execDuration", String(Math.floor((event.at - (container.startedAt ?? event.at)) / SECOND))],
        ["exitCode", String(event.exitCode)],
      ];
    case "container-killed":
      return [["signal", String(event.signal)]];
    case "container-renamed":
      return [["oldName", `/${event.oldName}`]];
    case "container-resized":
      return [
        ["height", String(event.rows)],
        ["width", String(event.columns)],
      ];
    case "container-committed":
      return [
        ["comment", event.comment],
        ["imageID", event.image],
        ["imageRef", event.reference],
      ];
    case "exec-created":
      return [["execID", event.exec.id]];
    case "exec-started":
    case "exec-detached":
      return [["execID", event.exec]];
    case "exec-died":
      return [
        ["execID", event.exec],
        ["exitCode", String(event.exitCode)],
      ];
    default:
      return [];
  }
}
