// Data files of Debian's packages: time zones, documentation, translations, Perl's modules. Which there are is
// a choice of the usual ones; their sizes are spread so that an image as a whole is as large as the real one.

import { words, type Layout } from "../layout.ts";

const ZONES = `Africa/Cairo:1309 Africa/Johannesburg:190 Africa/Lagos:180 Africa/Nairobi:191 America/Bogota:179
  America/Chicago:3592 America/Denver:2460 America/Los_Angeles:2852 America/Mexico_City:1222 America/New_York:3552
  America/Sao_Paulo:952 America/Toronto:3494 Asia/Bangkok:152 Asia/Dhaka:231 Asia/Dubai:151 Asia/Ho_Chi_Minh:236
  Asia/Hong_Kong:775 Asia/Jakarta:248 Asia/Jerusalem:2388 Asia/Karachi:266 Asia/Kolkata:220 Asia/Manila:274
  Asia/Seoul:415 Asia/Shanghai:393 Asia/Singapore:256 Asia/Taipei:511 Asia/Tehran:812 Asia/Tokyo:213
  Atlantic/Reykjavik:130 Australia/Melbourne:2190 Australia/Perth:306 Australia/Sydney:2190 CET:2933 EET:2262
  EST:182 EST5EDT:3552 Etc/GMT:111 Etc/UTC:111 Europe/Amsterdam:2933 Europe/Athens:2262 Europe/Berlin:2298
  Europe/Brussels:2933 Europe/Dublin:3492 Europe/Helsinki:1900 Europe/Istanbul:1933 Europe/Kyiv:2120
  Europe/Lisbon:3527 Europe/London:3664 Europe/Madrid:2614 Europe/Moscow:1535 Europe/Oslo:2298 Europe/Paris:2962
  Europe/Prague:2301 Europe/Rome:2641 Europe/Stockholm:2298 Europe/Vienna:2200 Europe/Warsaw:2654
  Europe/Zurich:1909 HST:329 MST:360 PST8PDT:2852 Pacific/Auckland:2437 Pacific/Honolulu:329 GMT>Etc/GMT
  UTC>Etc/UTC tzdata.zi:107452 zone.tab:18855 zone1970.tab:17605 iso3166.tab:4791 leapseconds:3403`;

/** tzdata: the zones that people use, and the clock on UTC. */
export function installTimeZones(layout: Layout): void {
  layout
    .dataFiles("usr/share/zoneinfo", ZONES)
    .link("etc/localtime", "/usr/share/zoneinfo/Etc/UTC")
    .file("etc/timezone", "Etc/UTC\n");
}

const PERL = words(`AutoLoader.pm B.pm Carp.pm Config.pod Cwd.pm Data/Dumper.pm Errno.pm Exporter.pm Fcntl.pm
  File/Basename.pm File/Copy.pm File/Find.pm File/Path.pm File/Spec.pm File/Temp.pm Getopt/Long.pm Hash/Util.pm
  IO/Handle.pm IO/Select.pm IO/Socket.pm IPC/Open3.pm List/Util.pm Scalar/Util.pm SelectSaver.pm Socket.pm
  Storable.pm Symbol.pm Text/ParseWords.pm Text/Tabs.pm Text/Wrap.pm Tie/Hash.pm XSLoader.pm auto/Cwd/Cwd.so
  auto/Fcntl/Fcntl.so auto/List/Util/Util.so auto/POSIX/POSIX.so auto/Socket/Socket.so auto/re/re.so base.pm
  bytes.pm constant.pm feature.pm integer.pm lib.pm locale.pm overload.pm parent.pm re.pm unicore/Name.pl
  unicore/To/Gc.pl unicore/To/Lower.pl unicore/To/Upper.pl utf8.pm vars.pm version.pm`);

/** What every Debian is made of. */
export const BASE_PACKAGES =
  words(`apt base-files base-passwd bash bsdutils coreutils dash debconf debianutils diffutils dpkg
  findutils gcc-14-base grep gzip hostname init-system-helpers libacl1 libapt-pkg7.0 libattr1 libaudit-common
  libaudit1 libblkid1 libbz2-1.0 libc-bin libc6 libcap-ng0 libcap2 libcrypt1 libdb5.3t64 libdebconfclient0
  libgcc-s1 libgmp10 libhogweed6t64 liblz4-1 liblzma5 libmd0 libmount1 libnettle8t64 libpam-modules
  libpam-modules-bin libpam-runtime libpam0g libpcre2-8-0 libseccomp2 libselinux1 libsemanage2 libsepol2
  libsmartcols1 libssl3t64 libstdc++6 libsystemd0 libtinfo6 libudev1 libuuid1 libxxhash0 libzstd1 login
  login.defs mawk mount ncurses-base ncurses-bin passwd perl-base sed sysvinit-utils tar util-linux zlib1g`);

const LANGUAGES =
  words(`ast be bg ca cs da de el eo es et eu fi fr ga gl hr hu id it ja ka ko lt lv ms nb nl pl pt
  pt_BR ro ru sk sl sr sv ta tr uk vi zh_CN zh_TW`);

const TRANSLATED = words(`apt bash coreutils diffutils dpkg findutils grep Linux-PAM sed shadow tar
  util-linux`);

const PAGES =
  words(`apt apt-cache apt-get awk base64 bash cat chgrp chmod chown cp cut date dd df diff dir du echo env
  expr find fold grep gzip head id join ln ls md5sum mkdir mkfifo mktemp more mv nl od passwd paste perl printf ps
  pwd readlink rm rmdir sed seq sha256sum sleep sort split stat su tail tar tee test touch tr uname uniq wc which
  who whoami xargs yes zcat`);

/** What even a slim image keeps of its packages: who may copy them, which files they have, Perl's modules. */
export const packageData: readonly string[] = [
  ...BASE_PACKAGES.map((name) => `usr/share/doc/${name}/copyright`),
  ...BASE_PACKAGES.map((name) => `var/lib/dpkg/info/${name}.md5sums`),
  ...PERL.map((name) => `usr/lib/x86_64-linux-gnu/perl-base/${name}`),
  ...words("copy file gpgv http mirror rred store").map((name) => `usr/lib/apt/methods/${name}`),
  ...words("LC_ADDRESS LC_COLLATE LC_CTYPE LC_IDENTIFICATION LC_MEASUREMENT LC_MONETARY LC_NAME").map(
    (name) => `usr/lib/locale/C.utf8/${name}`,
  ),
];

/** What a slim image leaves out: manuals, change logs, translations. */
export const documentation: readonly string[] = [
  ...LANGUAGES.flatMap((language) =>
    TRANSLATED.map((name) => `usr/share/locale/${language}/LC_MESSAGES/${name}.mo`),
  ),
  ...BASE_PACKAGES.map((name) => `usr/share/doc/${name}/changelog.Debian.gz`),
  ...PAGES.map((name) => `usr/share/man/man1/${name}.1.gz`),
];
