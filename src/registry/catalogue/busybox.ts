// busybox:latest of the hub, 1.37 built against glibc: one file of many names, the few libraries it needs, and
// nothing else. Source of the facts: the published image. Not here: its builds with other C libraries.

import { instantOf } from "../../base/time.ts";
import { Layout } from "../layout.ts";
import { BUSYBOX_GROUP, BUSYBOX_PASSWD } from "../software/accounts.ts";
import { OFFICIAL_APPLETS } from "../software/busybox-applets.ts";
import { PATH } from "./environment.ts";
import { catalogueImage } from "./image.ts";
import { catalogueLayer } from "./layer.ts";

const CREATED = instantOf({ year: 2024, month: 9, day: 26, hour: 21, minute: 31, second: 42 });

const LIBRARIES = `ld-linux-x86-64.so.2:225672:755 libc.so.6:1995216:755 libm.so.6:977112 libnss_compat.so.2:43664
  libnss_dns.so.2:14336 libnss_files.so.2:14336 libnss_hesiod.so.2:26840 libpthread.so.0:14408 libresolv.so.2:63936`;

const describe = (): Layout =>
  new Layout(CREATED)
    .program("bin/[", "busybox", 1_017_416)
    .hardLinks("bin", OFFICIAL_APPLETS, "bin/[")
    .program("bin/getconf", "getconf", 26_920)
    .dataFiles("lib", LIBRARIES)
    .link("lib64", "lib")
    .link("usr/bin/env", "../../bin/env")
    .file("etc/passwd", BUSYBOX_PASSWD)
    .file("etc/group", BUSYBOX_GROUP)
    .file("etc/shadow", BUSYBOX_PASSWD.replace(/^([^:]+):.*$/gm, "$1:*:::::::"), { mode: 0o600 })
    .file("etc/nsswitch.conf", "passwd: files\ngroup: files\nshadow: files\nhosts: files dns\n")
    .data("etc/localtime", 114)
    .directories("dev var/www etc/network/if-down.d etc/network/if-post-down.d")
    .directories("etc/network/if-pre-up.d etc/network/if-up.d")
    .directory("home", { uid: 65_534, gid: 65_534 })
    .directory("root", { mode: 0o700 })
    .directory("tmp", { mode: 0o1777 })
    .directory("usr/sbin", { uid: 1, gid: 1 })
    .directory("var/spool/mail", { uid: 8, gid: 8 });

export const busybox = catalogueImage({
  references: ["busybox:latest", "busybox:1.37", "busybox:1.37.0", "busybox:glibc"],
  created: CREATED,
  top: catalogueLayer({ name: "busybox-1.37-glibc", now: CREATED, describe }),
  config: { Env: [PATH], Cmd: ["sh"] },
  history: [
    { created: CREATED, createdBy: "BusyBox 1.37.0 (glibc), Debian 13", comment: "", author: "", emptyLayer: false },
  ],
}); // prettier-ignore
