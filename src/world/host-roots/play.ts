// The host of the conformance recordings: a minimal Debian between two releases, with Debian's Docker and the few
// tools that the recordings use. Nothing that the real one lacks is here, so that a script that looks for a tool
// finds what it found there.

import { instantOf } from "../../base/time.ts";
import type { Tree } from "../../fs/tree.ts";
import { Layout } from "../../registry/layout.ts";
import { DEBIAN_GROUP, DEBIAN_PASSWD, groupLine } from "../../registry/software/accounts.ts";
import { installTimeZones } from "../../registry/software/debian-data.ts";
import { installLibraries } from "../../registry/software/debian-libraries.ts";
import { DEBIAN_SID } from "../../registry/software/debian-releases.ts";
import { recordPackages } from "../../registry/software/debian-dpkg.ts";
import { installTools } from "../../registry/software/debian-tools.ts";
import { layOutDebian } from "../../registry/software/debian-tree.ts";
import { installDockerIo } from "../../registry/software/docker-packages.ts";
import { nameHost, rootTrees } from "./root-tree.ts";

const INSTALLED = instantOf({ year: 2025, month: 12, day: 31, hour: 22, minute: 7, second: 2 });

const PACKAGES = `apt base-passwd bash bsdutils bzip2 coreutils curl dash debconf debianutils diffutils dpkg findutils
  git grep gzip hostname init-system-helpers iproute2 iptables libc-bin libpam-modules-bin libpam-runtime login
  mawk mount ncurses-bin passwd perl-base procps sed sqv systemd sysvinit-utils tar util-linux`;

const HOSTS = `127.0.0.1\tlocalhost
::1\t\tlocalhost ip6-localhost ip6-loopback
ff02::1\t\tip6-allnodes
ff02::2\t\tip6-allrouters

`;

const PASSWD = `${DEBIAN_PASSWD}systemd-network:x:997:997:systemd Network Management:/:/usr/sbin/nologin\n`;
const GROUP =
  DEBIAN_GROUP +
  ["lpadmin:999", "systemd-journal:996", "systemd-network:997", "docker:998"].map(groupLine).join("");

const describe = (): Layout =>
  new Layout(INSTALLED)
    .add(layOutDebian({ release: DEBIAN_SID, now: INSTALLED, passwd: PASSWD, group: GROUP }))
    .add(installTools(PACKAGES))
    .add(installLibraries)
    .add(installTimeZones)
    .add(recordPackages("debian", PACKAGES))
    .add(installDockerIo)
    .program("usr/bin/busybox", "busybox", 2_063_232)
    .program("usr/bin/openssl", "openssl", 1_086_136)
    .data("usr/lib/systemd/systemd", 100_568, { mode: 0o755 })
    .data("etc/ssl/certs/ca-certificates.crt", 224_453)
    .file("etc/resolv.conf", "nameserver 10.255.255.53\n", { mode: 0o755 })
    .file("etc/motd", "\nDebian GNU/Linux: free software without any warranty.\n")
    .link("etc/mtab", "../proc/self/mounts")
    .directory("root/.ssh", { mode: 0o700 })
    .directories("usr/local/libexec var/lib/git var/lib/systemd")
    .directory("root/scenario");

const trees = rootTrees(describe, INSTALLED);

/** A root of its own for one host. */
export const playRoot = (name: string): Tree => nameHost(trees("play"), name, HOSTS, INSTALLED);
