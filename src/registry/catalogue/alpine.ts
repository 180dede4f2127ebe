// alpine:latest, 3.23.2: busybox and musl under Alpine's own tree, and the package manager's folders.
// Sizes are those of the packages; contents are the well-known forms of these files in few words.

import { must } from "../../base/assert.ts";
import { ALPINE_BASE, alpinePackages, apkParagraph } from "../../base/packages/alpine.ts";
import { instantOf } from "../../base/time.ts";
import { Layout } from "../layout.ts";
import { ALPINE_GROUP, ALPINE_PASSWD } from "../software/accounts.ts";
import { ALPINE_APPLETS } from "../software/busybox-applets.ts";
import { PATH } from "./environment.ts";
import { catalogueImage, step } from "./image.ts";
import { catalogueLayer } from "./layer.ts";

const VERSION = "3.23.2";
const CREATED = instantOf({
  year: 2025,
  month: 12,
  day: 18,
  hour: 0,
  minute: 12,
  second: 29,
  microsecond: 242_464,
});
const PACKED = instantOf({ year: 2025, month: 12, day: 17, hour: 21, minute: 4, second: 33 });
/** bytes in all, as docker images shows them */
const SIZE = 8_442_612;

const LIBRARIES = `libapk.so.3.0.0:276480:755 libcrypto.so.3:5066320:755 libssl.so.3:824488:755 libz.so.1.3.1:100208:755
  libz.so.1>libz.so.1.3.1`;

const OS_RELEASE = `NAME="Alpine Linux"
ID=alpine
VERSION_ID=${VERSION}
PRETTY_NAME="Alpine Linux v3.23"
HOME_URL="https://alpinelinux.org/"
BUG_REPORT_URL="https://gitlab.alpinelinux.org/alpine/aports/-/issues"
`;

const PROFILE = `# What login shells read first.
export PATH="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
export PAGER=less
umask 022

if [ -n "$BASH_VERSION" ] || [ -n "$BB_ASH_VERSION" ]; then
	PS1='\\h:\\w\\$ '
fi

for script in /etc/profile.d/*.sh; do
	[ -r "$script" ] && . "$script"
done
unset script
`;

const MOTD = `Welcome to Alpine!

Packages are added with apk(8); the system is set up with setup-alpine.
This text is /etc/motd.
`;

const KEYS = `4a6a0840:451 5243ef4b:451 5261cecb:451 6165ee59:800 61666e3f:800`
  .split(" ")
  .map((key) => `alpine-devel@lists.alpinelinux.org-${key.replace(":", ".rsa.pub:")}`)
  .join(" ");

function layOutSettings(layout: Layout): void {
  const repository = "https://dl-cdn.alpinelinux.org/alpine/v3.23";
  layout
    .file("usr/lib/os-release", OS_RELEASE)
    .link("etc/os-release", "../usr/lib/os-release")
    .file("etc/alpine-release", `${VERSION}\n`)
    .file("etc/apk/arch", "x86_64\n")
    .file("etc/apk/repositories", `${repository}/main\n${repository}/community\n`)
    .file("etc/apk/world", "alpine-baselayout\nalpine-keys\nalpine-release\napk-tools\nbusybox\nbusybox-binsh\nca-certificates-bundle\nmusl-utils\nssl_client\n")
    .dataFiles("etc/apk/keys", KEYS)
    .file("etc/passwd", ALPINE_PASSWD)
    .file("etc/group", ALPINE_GROUP)
    .file("etc/shadow", ALPINE_PASSWD.replace(/^([^:]+):.*$/gm, (_, name) => `${name}:${name === "root" ? "*" : "!"}::0:::::`), { mode: 0o640, gid: 42 })
    .file("etc/profile", PROFILE)
    .file("etc/motd", MOTD)
    .file("etc/issue", "Welcome to Alpine Linux 3.23\nKernel \\r on \\m (\\l)\n\n")
    .file("etc/shells", "# valid login shells\n/bin/sh\n/bin/ash\n")
    .file("etc/hostname", "localhost\n")
    .file("etc/hosts", "127.0.0.1\tlocalhost localhost.localdomain\n::1\t\tlocalhost localhost.localdomain\n")
    .file("etc/nsswitch.conf", "hosts: files dns\n")
    .file("etc/fstab", "/dev/cdrom\t/media/cdrom\tiso9660\tnoauto,ro 0 0\n/dev/usbdisk\t/media/usb\tvfat\tnoauto,ro 0 0\n")
    .file("etc/modules", "af_packet\nipv6\n")
    .file("etc/inittab", "::sysinit:/sbin/openrc sysinit\n::wait:/sbin/openrc default\n::shutdown:/sbin/openrc shutdown\n")
    .file("etc/sysctl.conf", "# content of this file is read after /etc/sysctl.d\n")
    .file("etc/crontabs/root", "# min hour day month weekday command\n*/15 * * * * run-parts /etc/periodic/15min\n0 * * * * run-parts /etc/periodic/hourly\n0 2 * * * run-parts /etc/periodic/daily\n", { mode: 0o600 })
    .file("etc/secfixes.d/alpine", "https://secdb.alpinelinux.org/v3.23/main.json\nhttps://secdb.alpinelinux.org/v3.23/community.json\n")
    .data("etc/services", 12_813)
    .data("etc/protocols", 3144)
    .data("etc/ssl/certs/ca-certificates.crt", 221_184)
    .data("etc/ssl/openssl.cnf", 12_411)
    .link("etc/ssl/cert.pem", "certs/ca-certificates.crt")
    .link("etc/ssl1.1/cert.pem", "/etc/ssl/cert.pem")
    .link("etc/ssl1.1/certs", "/etc/ssl/certs"); // prettier-ignore
}

function layOutTree(layout: Layout): void {
  layout
    .directories("dev home media/cdrom media/floppy media/usb mnt opt run srv etc/opt etc/profile.d etc/ssl/private")
    .directories("etc/apk/protected_paths.d etc/logrotate.d etc/modprobe.d etc/modules-load.d etc/sysctl.d etc/udhcpc")
    .directories("etc/periodic/15min etc/periodic/hourly etc/periodic/daily etc/periodic/weekly etc/periodic/monthly")
    .directories("etc/network/if-down.d etc/network/if-post-down.d etc/network/if-post-up.d etc/network/if-pre-down.d")
    .directories("etc/network/if-pre-up.d etc/network/if-up.d lib/firmware lib/modules-load.d lib/sysctl.d usr/lib/sysctl.d")
    .directories("usr/local/bin usr/local/lib usr/local/share usr/share/man usr/share/misc usr/share/apk/keys")
    .directories("var/cache/apk var/cache/misc var/lib/misc var/lib/apk var/local var/lock/subsys var/log var/mail var/opt")
    .directories("var/spool/cron")
    .directory("proc", { mode: 0o555 })
    .directory("sys", { mode: 0o555 })
    .directory("var/empty", { mode: 0o555 })
    .directory("root", { mode: 0o700 })
    .directory("tmp", { mode: 0o1777 })
    .directory("var/tmp", { mode: 0o1777 })
    .link("var/run", "../run")
    .link("var/spool/mail", "../mail")
    .link("var/spool/cron/crontabs", "../../../etc/crontabs"); // prettier-ignore
}

function layOutPrograms(layout: Layout): void {
  layout
    .program("bin/busybox", "busybox", 808_712)
    .program("sbin/apk", "apk", 113_664)
    .program("sbin/ldconfig", "ldconfig", 393)
    .programs("usr/bin", "getconf:35424 getent:44888 iconv:24520 scanelf:67576 ssl_client:14400")
    .file("usr/bin/ldd", '#!/bin/sh\nexec /lib/ld-musl-x86_64.so.1 --list "$@"\n', { mode: 0o755 })
    .data("lib/ld-musl-x86_64.so.1", 662_120, { mode: 0o755 })
    .link("lib/libc.musl-x86_64.so.1", "ld-musl-x86_64.so.1")
    .dataFiles("usr/lib", LIBRARIES)
    .dataFiles("usr/lib/ossl-modules", "legacy.so:96088:755")
    .file("usr/share/udhcpc/default.script", "#!/bin/sh\n# run by udhcpc with deconfig, bound or renew\n[ -n \"$1\" ] || exit 1\n", { mode: 0o755 }); // prettier-ignore
  for (const [directory, names] of ALPINE_APPLETS) layout.links(directory, names, "/bin/busybox");
}

const installedParagraph = (name: string): string =>
  `${apkParagraph(must(alpinePackages().get(name), `no package ${name}`))}\n`;

const describe = (): Layout =>
  new Layout(PACKED)
    .add(layOutTree)
    .add(layOutSettings)
    .add(layOutPrograms)
    .file("usr/lib/apk/db/installed", ALPINE_BASE.map(installedParagraph).join(""))
    .fill(SIZE, ["usr/lib/apk/db/scripts.tar.gz"]);

export const alpine = catalogueImage({
  references: ["alpine:latest", "alpine:3", "alpine:3.23", `alpine:${VERSION}`],
  created: CREATED,
  top: catalogueLayer({ name: `alpine-${VERSION}`, now: CREATED, describe }),
  config: { Env: [PATH], Cmd: ["/bin/sh"], WorkingDir: "/" },
  history: [
    step(CREATED, `ADD alpine-minirootfs-${VERSION}-x86_64.tar.gz / # buildkit`),
    step(CREATED, 'CMD ["/bin/sh"]', true),
  ],
}); // prettier-ignore
