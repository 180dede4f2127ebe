import { Tree } from "../../src/fs/tree.ts";
import { fileSystemContract } from "./file-system.contract.ts";

fileSystemContract("ext4", () => new Tree());
fileSystemContract("tmpfs", () => new Tree({ type: "tmpfs", mode: 0o1777 }));
fileSystemContract("a fork", () => new Tree().fork());
fileSystemContract("an overlay above nothing", () => new Tree().forkAbove());
fileSystemContract("a fork of an overlay", () => new Tree().forkAbove().fork());
fileSystemContract("an overlay above an overlay", () => new Tree().forkAbove().forkAbove());
