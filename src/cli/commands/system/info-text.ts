// `docker info` as people read it (docker/cli system/info.go prettyPrintInfo). What only other daemons say (swarms, Windows)
// is left out.

import { bytesSize } from "../../../base/go/human-size.ts";
import type { Info } from "../../../api/wire/system.ts";
import type { ClientInfo } from "./info-type.ts";

/** Labels and values, one line each; a value that is "" is left out where `optional`. */
type Line = readonly [label: string, value: string | number | boolean | undefined, optional?: "optional"];

const textOf = (lines: readonly Line[]): string =>
  lines
    .filter(([, value, optional]) => optional === undefined || (value ?? "") !== "")
    .map(([label, value]) => `${label} ${value ?? ""}\n`)
    .join("");

const list = (items: readonly string[] | null | undefined): string => (items ?? []).join(" ");

/** A title and lines below it, if there are any. */
const section = (title: string, lines: readonly string[]): string =>
  lines.length === 0 ? "" : `${title}\n${lines.map((line) => `${line}\n`).join("")}`;

export function clientText(info: ClientInfo): string {
  const plugins = (info.Plugins ?? []).map(
    ({ Name = "", ShortDescription = "", Vendor = "", Version = "", Path = "" }) =>
      `  ${Name}: ${ShortDescription} (${Vendor})\n` +
      textOf([
        ["    Version: ", Version],
        ["    Path:    ", Path],
      ]),
  );
  const own: Line[] = [
    [" Version:   ", info.Version, "optional"],
    [" Context:   ", info.Context],
    [" Debug Mode:", info.Debug],
  ];
  return `Client:\n${textOf(own)}${plugins.length === 0 ? "" : ` Plugins:\n${plugins.join("")}`}\nServer:\n`;
}

export interface Shown {
  readonly info: Info;
  /** of the client */
  readonly debug: boolean;
  readonly userName: string;
}

export function serverText(shown: Shown): string {
  const { info } = shown;
  return [
    countsText(info),
    storageText(info),
    pluginsText(info),
    textOf([[" Swarm:", info.Swarm.LocalNodeState]]),
    runtimesText(info),
    info.OSType === "linux" ? linuxText(info) : "",
    machineText(info),
    debugText(shown),
    proxyText(shown),
    registryText(info),
    "\n",
  ].join("");
}

const countsText = (info: Info): string =>
  textOf([
    [" Containers:", info.Containers],
    ["  Running:", info.ContainersRunning],
    ["  Paused:", info.ContainersPaused],
    ["  Stopped:", info.ContainersStopped],
    [" Images:", info.Images],
    [" Server Version:", info.ServerVersion, "optional"],
    [" Storage Driver:", info.Driver, "optional"],
  ]);

const pairs = (status: readonly (readonly string[] | null)[] | null | undefined, indent: string): string =>
  (status ?? []).map((pair) => `${indent}${pair?.[0] ?? ""}: ${pair?.[1] ?? ""}\n`).join("");

const storageText = (info: Info): string =>
  pairs(info.DriverStatus, "  ") +
  pairs(info.SystemStatus, " ") +
  textOf([
    [" Logging Driver:", info.LoggingDriver, "optional"],
    [" Cgroup Driver:", info.CgroupDriver, "optional"],
    [" Cgroup Version:", info.CgroupVersion, "optional"],
  ]);

function pluginsText({ Plugins: plugins, CDISpecDirs: folders }: Info): string {
  const authorization = list(plugins.Authorization);
  return (
    ` Plugins:\n  Volume: ${list(plugins.Volume)}\n  Network: ${list(plugins.Network)}\n` +
    (authorization === "" ? "" : `  Authorization: ${authorization}\n`) +
    `  Log: ${list(plugins.Log)}\n` +
    section(
      " CDI spec directories:",
      (folders ?? []).map((folder) => `  ${folder}`),
    )
  );
}

function runtimesText({ Runtimes: runtimes, DefaultRuntime: standard }: Info): string {
  const names = [...(runtimes?.keys() ?? [])];
  return names.length === 0 ? "" : ` Runtimes: ${names.join(" ")}\n Default Runtime: ${standard}\n`;
}

const linuxText = (info: Info): string =>
  textOf([
    [" Init Binary:", info.InitBinary],
    [" containerd version:", info.ContainerdCommit.ID],
    [" runc version:", info.RuncCommit.ID],
    [" init version:", info.InitCommit.ID],
  ]) + section(" Security Options:", (info.SecurityOptions ?? []).flatMap(securityLines));

/** name=seccomp,profile=builtin */
function securityLines(option: string): string[] {
  const fields = new Map(option.split(",").map((field) => field.split("=") as [string, string]));
  const profile = fields.get("profile");
  return [`  ${fields.get("name") ?? option}`, ...(profile === undefined ? [] : [`   Profile: ${profile}`])];
}

const machineText = (info: Info): string =>
  textOf([
    [" Kernel Version:", info.KernelVersion, "optional"],
    [" Operating System:", info.OperatingSystem, "optional"],
    [" OSType:", info.OSType, "optional"],
    [" Architecture:", info.Architecture, "optional"],
    [" CPUs:", info.NCPU],
    [" Total Memory:", bytesSize(info.MemTotal)],
    [" Name:", info.Name, "optional"],
    [" ID:", info.ID, "optional"],
    [" Docker Root Dir:", info.DockerRootDir],
    [" Debug Mode:", info.Debug],
  ]);

const debugText = ({ info, debug }: Shown): string =>
  info.Debug || debug
    ? textOf([
        ["  File Descriptors:", info.NFd],
        ["  Goroutines:", info.NGoroutines],
        ["  System Time:", info.SystemTime],
        ["  EventsListeners:", info.NEventsListener],
      ])
    : "";

const proxyText = ({ info, userName }: Shown): string =>
  textOf([
    [" HTTP Proxy:", info.HttpProxy, "optional"],
    [" HTTPS Proxy:", info.HttpsProxy, "optional"],
    [" No Proxy:", info.NoProxy, "optional"],
    [" Username:", userName, "optional"],
  ]) +
  section(
    " Labels:",
    (info.Labels ?? []).map((label) => `  ${label}`),
  ) +
  ` Experimental: ${info.ExperimentalBuild}\n`;

function registryText({
  RegistryConfig: config,
  LiveRestoreEnabled: restores,
  ProductLicense: license,
  DefaultAddressPools: pools,
}: Info): string {
  const indexes = [...(config?.IndexConfigs?.values() ?? [])].filter((index) => index !== null);
  const networks = config?.InsecureRegistryCIDRs ?? [];
  const insecure = [...indexes.filter(({ Secure }) => !Secure).map(({ Name }) => Name), ...networks];
  const shows = indexes.length + networks.length > 0;
  return (
    (shows ? ` Insecure Registries:\n${insecure.map((name) => `  ${name}\n`).join("")}` : "") +
    section(
      " Registry Mirrors:",
      (config?.Mirrors ?? []).map((mirror) => `  ${mirror}`),
    ) +
    ` Live Restore Enabled: ${restores}\n` +
    textOf([[" Product License:", license, "optional"]]) +
    section(
      " Default Address Pools:",
      (pools ?? []).map(({ Base, Size }) => `   Base: ${Base}, Size: ${Size}`),
    )
  );
}
