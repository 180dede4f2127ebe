// The usual host: a Debian 13 server as it is after installing, with the tools that people expect on one and,
// if it is to have it, Docker as docker.com packs it. Programs that have no model are there as files and say so.

import { instantOf } from "../../base/time.ts";
import type { Tree } from "../../fs/tree.ts";
import { Layout } from "../../registry/layout.ts";
import { installBashCompletion } from "../../registry/software/bash-completion.ts";
import { DEBIAN_GROUP, DEBIAN_PASSWD, groupLine } from "../../registry/software/accounts.ts";
import { installTimeZones } from "../../registry/software/debian-data.ts";
import { installLibraries } from "../../registry/software/debian-libraries.ts";
import { DEBIAN_13 } from "../../registry/software/debian-releases.ts";
import { recordPackages } from "../../registry/software/debian-dpkg.ts";
import { installTools } from "../../registry/software/debian-tools.ts";
import { layOutDebian, SKELETON } from "../../registry/software/debian-tree.ts";
import { installDockerCe } from "../../registry/software/docker-packages.ts";
import { nameHost, rootTrees } from "./root-tree.ts";

const INSTALLED = instantOf({ year: 2025, month: 12, day: 30, hour: 9, minute: 12, second: 40 });
const KERNEL = "6.12.48+deb13-amd64";

/** What uname -r and -v say. */
export const DEBIAN_KERNEL = {
  release: KERNEL,
  version: "#1 SMP PREEMPT_DYNAMIC Debian 6.12.48-1 (2025-09-20)",
};

const PACKAGES = `adduser apt base-passwd bash bsdutils bsdextrautils busybox bzip2 coreutils curl dash debconf
  debianutils diffutils dnsutils dpkg fdisk file findutils gettext-base git grep gzip hostname init-system-helpers
  iproute2 iptables iputils-ping jq kmod less libc-bin libpam-modules-bin libpam-runtime login mawk mount nano ncal
  ncurses-bin net-tools netcat-openbsd openssh-client passwd perl-base procps psmisc rsync sed sqv sudo sysstat
  systemd sysvinit-utils tar time traceroute tree unzip util-linux vim-tiny wget xxd xz-utils`;

const USERS = `${DEBIAN_PASSWD}systemd-network:x:996:996:systemd Network Management:/:/usr/sbin/nologin
messagebus:x:992:992:System Message Bus:/nonexistent:/usr/sbin/nologin
sshd:x:991:65534:sshd user:/run/sshd:/usr/sbin/nologin
debian:x:1000:1000:Debian:/home/debian:/bin/bash
`;

const GROUPS = DEBIAN_GROUP.replace(/^(sudo:.*)$/m, "$1debian") +
  ["systemd-journal:999", "systemd-network:996", "messagebus:992", "debian:1000"].map(groupLine).join(""); // prettier-ignore

const hostsOf = (name: string): string => `127.0.0.1\tlocalhost
127.0.1.1\t${name}

# The following lines are desirable for IPv6 capable hosts
::1     localhost ip6-localhost ip6-loopback
ff02::1 ip6-allnodes
ff02::2 ip6-allrouters
`;

const FSTAB = `# <file system> <mount point>   <type>  <options>       <dump>  <pass>
/dev/vda1       /               ext4    errors=remount-ro       0       1
`;

function layOutServer(layout: Layout): void {
  const owner = { uid: 1000, gid: 1000 };
  layout
    .file("etc/fstab", FSTAB)
    .file("etc/resolv.conf", "nameserver 192.168.7.1\n")
    .file("etc/machine-id", "5d1cf2a8e0f94c64a6f3c1d27a6e0b18\n", { mode: 0o444 })
    .file("etc/sudoers", "Defaults\tenv_reset\nDefaults\tsecure_path=\"/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\"\nroot\tALL=(ALL:ALL) ALL\n%sudo\tALL=(ALL:ALL) NOPASSWD: ALL\n", { mode: 0o440 })
    .file("etc/motd", "\nThis is a Debian GNU/Linux system folded out of paper.\n")
    .link("etc/mtab", "../proc/self/mounts")
    .program("usr/bin/tcpdump", "tcpdump", 1_262_336)
    .data(`boot/vmlinuz-${KERNEL}`, 12_064_704)
    .data(`boot/initrd.img-${KERNEL}`, 41_254_912)
    .data(`boot/config-${KERNEL}`, 290_137)
    .data("usr/lib/systemd/systemd", 100_568, { mode: 0o755 })
    .data("etc/ssl/certs/ca-certificates.crt", 224_453)
    .directories("lost+found root/.ssh", { mode: 0o700 })
    .directory("home/debian", { ...owner, mode: 0o700 })
    .file("var/log/dpkg.log", "")
    .file("var/log/apt/history.log", "")
    .directory("var/log/journal", { mode: 0o2755, gid: 999 })
    .directory("var/log/private", { mode: 0o700 })
    .directories("var/www var/lib/systemd var/cache/man"); // prettier-ignore
  for (const [name, content] of SKELETON) layout.file(`home/debian/${name}`, content, owner);
}

function describe(kind: string): Layout {
  const docker = kind === "docker";
  const group = docker ? GROUPS + groupLine("docker:998") : GROUPS;
  const layout = new Layout(INSTALLED)
    .add(layOutDebian({ release: DEBIAN_13, now: INSTALLED, passwd: USERS, group }))
    .add(installTools(PACKAGES))
    .add(installLibraries)
    .add(installTimeZones)
    .add(recordPackages("debian", PACKAGES))
    .add(installBashCompletion)
    .add(layOutServer);
  return docker
    ? layout.add(installDockerCe).program("usr/local/bin/paperwhale", "paperwhale", 1_048_576)
    : layout;
}

const trees = rootTrees(describe, INSTALLED);

/** A root of its own for one host. */
export const debianRoot = (name: string, docker: boolean): Tree =>
  nameHost(trees(docker ? "docker" : "plain"), name, hostsOf(name), INSTALLED);
