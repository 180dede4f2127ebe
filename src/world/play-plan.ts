// The world of the conformance recordings: one host named vm, its machine, and a daemon with nothing but
// busybox:latest, which was imported right before. Facts: what `docker info` and `docker version` of the real one
// print, and uname.

import { SECOND, type Instant } from "../base/time.ts";
import type { PresentImage } from "../engine/beginning.ts";
import { EMPTY_CONFIG, sealImage } from "../engine/image-json.ts";
import { DEFAULT_SETTINGS, type EngineSettings } from "../engine/settings.ts";
import { playBusyboxLayer } from "../registry/catalogue/play-busybox.ts";
import type { HostOptions } from "./options.ts";

/** Options of the world in which scenarios are played. */
export const PLAY_HOSTS: Readonly<Record<string, HostOptions>> = { vm: { system: "play" } };

export const PLAY_MACHINE = {
  memory: 25_276_502_016,
  cpus: 2,
  release: "6.18.44-fc-v669",
  version: "#1 SMP PREEMPT_DYNAMIC @0",
  lacks: new Set(["dummy", "ipvlan", "vlan", "sctp"]),
};

export const PLAY_SETTINGS: EngineSettings = {
  ...DEFAULT_SETTINGS,
  version: "28.5.2+dfsg4",
  gitCommit: "3ef3c07c883be49a2e8097bcf6d2952fce1d70eb",
  goVersion: "go1.27.1",
  buildTime: "2026-09-15T11:02:57.000000000+00:00",
  platformName: "",
  containerdVersion: "2.1.9+unknown",
  containerdCommit: "",
  runcVersion: "1.3.6+ds1",
  runcCommit: "1.3.6+ds1-1",
  initCommit: "",
  logDrivers: DEFAULT_SETTINGS.logDrivers.filter((name) => name !== "gcplogs"),
  operatingSystem: "Debian GNU/Linux forky/sid",
  osVersion: "",
  cgroupVersion: 1,
};

const COMMENT = "Imported from -";

/** busybox:latest as `docker import` leaves it, a second before the world begins. */
export function playBusybox(now: Instant): PresentImage {
  const created = now - SECOND;
  const image = sealImage({
    parent: "",
    created,
    author: "",
    comment: COMMENT,
    dockerVersion: PLAY_SETTINGS.version,
    architecture: "amd64",
    os: "linux",
    config: { ...EMPTY_CONFIG, Cmd: ["sh"] },
    diffIds: [playBusyboxLayer.diffId],
    history: [{ created, createdBy: "", comment: COMMENT, author: "", emptyLayer: false }],
    size: playBusyboxLayer.size,
    container: "",
    containerConfig: EMPTY_CONFIG,
  });
  return { image, names: ["busybox:latest"], layers: [playBusyboxLayer] };
}
