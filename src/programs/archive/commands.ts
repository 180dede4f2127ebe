// Every program that packs, unpacks and compresses, for the registry that gives executables their programs.
// What works on plain files is in src/programs/files.

import type { Command } from "../libc/command.ts";
import { bunzip2, bzcat, bzip2 } from "./bzip2.ts";
import { gunzip, gzip, zcat } from "./gzip.ts";
import { tar } from "./tar/tar.ts";
import { unxz, xz, xzcat } from "./xz.ts";

export const ARCHIVE_COMMANDS: readonly Command[] = [
  bunzip2,
  bzcat,
  bzip2,
  gunzip,
  gzip,
  tar,
  unxz,
  xz,
  xzcat,
  zcat,
];
