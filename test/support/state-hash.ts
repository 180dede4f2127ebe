// One number for everything that a world is: what its daemons know, its files, its processes and what they hold, and
// what has happened. Two worlds of which it is the same cannot be told apart by what runs in them.

import { hash32 } from "../../src/base/random.ts";
import { S_IFDIR, S_IFMT, S_IFREG } from "../../src/fs/file-system.ts";
import type { Kernel } from "../../src/kernel/kernel.ts";
import type { World } from "../../src/world.ts";

/** What a shared record is marked with says who may write it, and is no part of what it holds. */
const OWNER = "owner";

/** Of each file's content, as programs of a hundred megabytes stand on a host. */
const MOST_BYTES = 4096;

function hashOf(bytes: Uint8Array): number {
  let hash = bytes.length;
  for (const byte of bytes) hash = (Math.imul(hash, 31) + byte) | 0;
  return hash;
}

/** As text, in the order in which things were made: that order counts as well. */
function textOf(value: unknown, within: readonly unknown[] = []): string {
  if (typeof value === "function") return "f";
  if (typeof value !== "object" || value === null) return `${typeof value}:${String(value)}`;
  if (within.includes(value)) return `^${within.length - within.indexOf(value)}`;
  const inside = [...within, value];
  const text = (one: unknown): string => textOf(one, inside);
  if (value instanceof Uint8Array) return `bytes:${hashOf(value)}`;
  if (value instanceof Map) return `{${[...value].map(([k, v]) => `${text(k)}=>${text(v)}`).join()}}`;
  if (value instanceof Set) return `(${[...value].map(text).join()})`;
  if (Array.isArray(value)) return `[${value.map(text).join()}]`;
  const entries = Object.entries(value).filter(([key]) => key !== OWNER);
  return `{${entries.map(([key, one]) => `${key}:${text(one)}`).join()}}`;
}

function kernelText(kernel: Kernel): string {
  const files: string[] = [];
  const namespaces = [...kernel.mountNamespaces.values()];
  const trees = new Set(namespaces.flatMap(({ mounts }) => [...mounts.values()].map(({ fs }) => fs)));
  for (const id of trees) if (!kernel.fileSystems.isDynamic(id)) files.push(`${id} ${treeText(kernel, id)}`);
  return [
    ...files,
    ...[...kernel.processes.values()].map((process) =>
      textOf({ ...process, answers: process.answers?.length }),
    ),
    ...[...kernel.openFiles.values()].map((file) => textOf(file)),
    ...[...kernel.sockets.values()].map((socket) => textOf(socket)),
    ...[...kernel.cgroups.values()].map((group) => textOf(group)),
    ...namespaces.map((namespace) => textOf(namespace)),
    textOf(kernel.netNamespaces.get(0)),
    textOf(kernel.random.state),
    textOf(kernel.messages),
  ].join("\n");
}

function treeText(kernel: Kernel, id: number): string {
  const tree = kernel.fileSystems.get(id);
  const lines: string[] = [];
  const walk = (ino: number, path: string): void => {
    const node = tree.attributes(ino);
    const isFile = node !== undefined && (node.mode & S_IFMT) === S_IFREG;
    const content = isFile ? hashOf(tree.read(ino, 0, Math.min(node.size, MOST_BYTES))) : 0;
    lines.push(`${path} ${textOf(node)} ${content} ${tree.readlink(ino)}`);
    if (node !== undefined && (node.mode & S_IFMT) === S_IFDIR)
      for (const { name, ino: child } of tree.list(ino)) walk(child, `${path}/${name}`);
  };
  walk(tree.root, "");
  return lines.join("\n");
}

export function stateHash(world: World): string {
  const parts = world.hosts.map((host) =>
    [
      kernelText(host.kernel),
      textOf(host.engine?.state),
      textOf(host.engine?.random.state),
      textOf(host.engine?.waiters),
      textOf(host.engine?.attachments),
    ].join("\n"),
  );
  const past = [...world.events.from(), ...world.trace.from()].map((one) => textOf(one));
  const text = [world.now, world.pollAt, ...parts, ...past].join("\n\n");
  return `${hash32(text).toString(16)} ${text.length}`;
}
