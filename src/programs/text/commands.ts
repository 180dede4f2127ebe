// All commands of this folder, for those who lay out which file runs which program. The commands
// themselves do not know where they are installed.

import type { Command } from "../libc/command.ts";
import { awk, gawk, mawk } from "./awk/awk.ts";
import { yes } from "./yes.ts";
import { od } from "./od.ts";
import { hd, hexdump, xxd } from "./hexdump.ts";
import { expr } from "./expr.ts";
import { base32, base64 } from "./base64.ts";
import { cat } from "./cat.ts";
import { b2sum, md5sum, sha1sum, sha224sum, sha256sum, sha384sum, sha512sum } from "./checksums.ts";
import { column } from "./column.ts";
import { comm } from "./comm.ts";
import { cut } from "./cut.ts";
import { diff } from "../diff/diff.ts";
import { echo } from "./echo.ts";
import { expand, unexpand } from "./expand.ts";
import { fmt } from "./fmt.ts";
import { fold } from "./fold.ts";
import { egrep, fgrep, grep } from "./grep.ts";
import { head } from "./head.ts";
import { join } from "./join.ts";
import { jq } from "../jq/jq.ts";
import { look } from "./look.ts";
import { nl } from "./nl.ts";
import { paste } from "./paste.ts";
import { patch } from "../diff/patch.ts";
import { printf } from "./printf.ts";
import { rev } from "./rev.ts";
import { sed } from "./sed/sed.ts";
import { seq } from "./seq.ts";
import { shuf } from "./shuf.ts";
import { sort } from "./sort.ts";
import { tac } from "./tac.ts";
import { tail } from "./tail.ts";
import { tee } from "./tee.ts";
import { tr } from "./tr.ts";
import { tsort } from "./tsort.ts";
import { uniq } from "./uniq.ts";
import { vi, vim } from "../vi/vi.ts";
import { wc } from "./wc.ts";
import { cksum, sum } from "./cksum.ts";
import { envsubst } from "./envsubst.ts";
import { factor } from "./factor.ts";
import { strings } from "./strings.ts";

export const TEXT_COMMANDS: readonly Command[] = [
  cksum,
  envsubst,
  factor,
  strings,
  sum,
  awk,
  yes,
  od,
  hd,
  hexdump,
  xxd,
  expr,
  base32,
  base64,
  b2sum,
  md5sum,
  sha1sum,
  sha224sum,
  sha256sum,
  sha384sum,
  sha512sum,
  cat,
  column,
  comm,
  cut,
  diff,
  echo,
  egrep,
  expand,
  fgrep,
  fmt,
  fold,
  gawk,
  grep,
  head,
  join,
  jq,
  look,
  mawk,
  nl,
  paste,
  patch,
  printf,
  rev,
  sed,
  seq,
  shuf,
  sort,
  tac,
  tail,
  tee,
  tr,
  tsort,
  unexpand,
  uniq,
  vi,
  vim,
  wc,
];
