// Every program that works on files, for the registry that gives executables their programs.
// Archives and compression are in src/programs/archive.

import type { Command } from "../libc/command.ts";
import { basename, dirname } from "./basename.ts";
import { chmod } from "./chmod.ts";
import { chgrp, chown } from "./chown.ts";
import { cmp } from "./cmp.ts";
import { cp } from "./cp.ts";
import { dd } from "./dd.ts";
import { df } from "./df.ts";
import { du } from "./du.ts";
import { file } from "./file.ts";
import { find } from "./find.ts";
import { install } from "./install.ts";
import { link, unlink } from "./link.ts";
import { ln } from "./ln.ts";
import { ls } from "./ls.ts";
import { mkdir } from "./mkdir.ts";
import { mkfifo, mknod } from "./mknod.ts";
import { mktemp } from "./mktemp.ts";
import { mv } from "./mv.ts";
import { readlink, realpath } from "./readlink.ts";
import { rm } from "./rm.ts";
import { rmdir } from "./rmdir.ts";
import { split } from "./split.ts";
import { stat } from "./stat.ts";
import { sync } from "./sync.ts";
import { touch } from "./touch.ts";
import { tree } from "./tree.ts";
import { truncate } from "./truncate.ts";
import { xargs } from "./xargs.ts";
import { fallocate } from "./fallocate.ts";

export const FILE_COMMANDS: readonly Command[] = [
  fallocate,
  basename,
  chgrp,
  chmod,
  chown,
  cmp,
  cp,
  dd,
  df,
  dirname,
  du,
  file,
  find,
  install,
  link,
  ln,
  ls,
  mkdir,
  mkfifo,
  mknod,
  mktemp,
  mv,
  readlink,
  realpath,
  rm,
  rmdir,
  split,
  stat,
  sync,
  touch,
  tree,
  truncate,
  unlink,
  xargs,
];
