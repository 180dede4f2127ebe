// The one image of the conformance recordings: a tar of Debian's busybox-static with its links, imported with
// `CMD ["sh"]`. Its config is written by the daemon that imports it, so only the layer is here. All that the
// real tar has is here, and nothing else; bytes of busybox itself are its program's name and zeros.

import { instantOf } from "../../base/time.ts";
import { Layout } from "../layout.ts";
import { groupLine } from "../software/accounts.ts";
import { DEBIAN_STATIC_APPLETS } from "../software/busybox-applets.ts";
import { catalogueLayer } from "./layer.ts";

/** when the tar was made */
const PACKED = instantOf({ year: 2025, month: 12, day: 31, hour: 22, minute: 7, second: 18 });

const PASSWD = `root:x:0:0:root:/root:/bin/sh
daemon:x:1:1:daemon:/usr/sbin:/bin/false
bin:x:2:2:bin:/bin:/bin/false
www-data:x:33:33:www-data:/var/www:/bin/false
nobody:x:65534:65534:nobody:/home:/bin/false
`;

const GROUPS = ["root:0", "daemon:1", "bin:2", "www-data:33", "nobody:65534"];

export const playBusyboxLayer = catalogueLayer({
  name: "play-busybox",
  now: PACKED,
  describe: () =>
    new Layout(PACKED)
      .program("bin/busybox", "busybox", 2_063_232)
      .links("bin", DEBIAN_STATIC_APPLETS, "/bin/busybox")
      .directories("dev home proc root sys usr var/spool/mail var/www")
      .directory("tmp", { mode: 0o1777 })
      .file("etc/passwd", PASSWD)
      .file("etc/group", GROUPS.map(groupLine).join("")),
});
