// busybox: one program that is many, by the name under which it is called (`/bin/ls`) or by its first word
// (`busybox ls`). Which applets there are is handed in by the registry. --install lays links to itself.

import { failed, strerror } from "../base/errno.ts";
import { encode } from "../base/utf8.ts";
import type { Program, Sys, Task } from "../kernel/sys.ts";
import { BUSYBOX_BANNER } from "./libc/command.ts";
import { lastComponent } from "./libc/paths.ts";

export type Applets = ReadonlyMap<string, Program>;

/** Where applets are installed that do not go to usr/bin. */
const PLACES: readonly [directory: string, names: string][] = [
  [
    "bin",
    "arch ash base64 bash cat chgrp chmod chown conspy cp cpio cttyhack date dd df dmesg dnsdomainname dumpkmap echo ed egrep false fatattr fdflush fgrep fsync getopt grep gunzip gzip hostname hush ionice iostat ipcalc kbd_mode kill link linux32 linux64 ln login ls lsattr lzop makemime mkdir mknod mktemp more mount mountpoint mpstat mt mv netstat nice pidof ping ping6 pipe_progress printenv ps pwd reformime resume rev rm rmdir rpm run-parts scriptreplay sed setarch setpriv setserial sh sleep stat stty su sync tar touch true umount uname usleep vi watch zcat",
  ],
  [
    "sbin",
    "acpid adjtimex arp blkid blockdev bootchartd depmod devmem fbsplash fdisk findfs freeramdisk fsck fsck.minix fstrim getty halt hdparm hwclock ifconfig ifdown ifenslave ifup init insmod ip ipaddr iplink ipneigh iproute iprule iptunnel klogd loadkmap logread losetup lsmod makedevs mdev mkdosfs mke2fs mkfs.ext2 mkfs.minix mkfs.vfat mkswap modinfo modprobe nameif pivot_root poweroff raidautorun reboot rmmod route run-init runlevel setconsole slattach start-stop-daemon sulogin swapoff swapon switch_root sysctl syslogd tc tunctl udhcpc uevent vconfig watchdog zcip",
  ],
  [
    "usr/sbin",
    "addgroup add-shell adduser arping brctl chat chpasswd chroot crond delgroup deluser dhcprelay dnsd fakeidentd fbset ftpd httpd i2cdetect inetd loadfont lpd nanddump nandwrite nbd-client nologin ntpd popmaildir powertop rdate rdev readahead readprofile remove-shell rtcwake seedrng sendmail setfont setlogcons svlogd telnetd tftpd ubiattach udhcpd",
  ],
];

const DIRECTORIES = new Map(
  PLACES.flatMap(([place, names]) => names.split(" ").map((name) => [name, place] as const)),
);
const placeOf = (name: string): string => `${DIRECTORIES.get(name) ?? "usr/bin"}/${name}`;

const sorted = (applets: Applets): string[] => [...applets.keys()].sort();

/** Names in lines of at most 80 columns, indented. */
function wrapped(names: readonly string[]): string {
  const lines: string[] = [];
  let line = "\t";
  for (const name of names) {
    if (line.length + name.length + 2 > 72) {
      lines.push(line.trimEnd());
      line = "\t";
    }
    line += `${name}, `;
  }
  return [...lines, line.replace(/, $/, "")].join("\n");
}

function* usage(sys: Sys, applets: Applets): Task<number> {
  const text = `${BUSYBOX_BANNER}\n\nUsage: busybox [function [arguments]...]\n   or: busybox --list[-full]\n   or: busybox --install [-s] [DIR]\n   or: function [arguments]...\n\nCurrently defined functions:\n${wrapped(sorted(applets))}\n`;
  yield* sys.write(1, encode(text));
  return 0;
}

function* install(sys: Sys, applets: Applets, args: readonly string[]): Task<number> {
  const soft = args.includes("-s");
  const directory = args.find((arg) => arg !== "-s");
  const own = sys.readlink("/proc/self/exe");
  const path = failed(own) ? "/bin/busybox" : own.target;
  for (const name of sorted(applets)) {
    const target = directory === undefined ? `/${placeOf(name)}` : `${directory}/${name}`;
    const refused = soft ? sys.symlink(path, target) : sys.link(path, target);
    if (refused !== undefined && refused !== "EEXIST")
      yield* sys.write(2, encode(`busybox: ${target}: ${strerror(refused)}\n`));
  }
  return 0;
}

function* own(sys: Sys, applets: Applets, args: readonly string[]): Task<number> {
  const [word, ...rest] = args;
  if (word === undefined || word === "--help") return yield* usage(sys, applets);
  if (word === "--install") return yield* install(sys, applets, rest);
  const full = word === "--list-full";
  for (const name of sorted(applets)) yield* sys.write(1, encode(`${full ? placeOf(name) : name}\n`));
  return 0;
}

export function busyboxProgram(applets: Applets): Program {
  return function* (sys, argv, env) {
    let args = argv;
    let name = lastComponent((args[0] ?? "busybox").replace(/^-/, ""));
    if (name === "busybox" || name.startsWith("busybox-")) {
      args = args.slice(1);
      const word = args[0];
      if (word === undefined || /^--(?:help|install|list(?:-full)?)$/.test(word))
        return yield* own(sys, applets, args);
      name = lastComponent(word);
    }
    const applet = applets.get(name);
    if (applet !== undefined) {
      // started by its shell, the file that it runs is /proc/self/exe, and so would be its name
      sys.setName(name);
      return yield* applet(sys, args, env);
    }
    yield* sys.write(2, encode(`${name}: applet not found\n`));
    return 127;
  };
}
