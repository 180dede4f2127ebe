// Every program that tells of the machine, its processes and its users or changes them, for the registry that
// gives executables their programs. What works on files and text has folders of its own.

import type { Command } from "../libc/command.ts";
import { addgroup, adduser, delgroup, deluser } from "./adduser.ts";
import { arch } from "./arch.ts";
import { cal, ncal } from "./cal.ts";
import { chroot } from "./chroot.ts";
import { date } from "./date.ts";
import { dmesg } from "./dmesg.ts";
import { env } from "./env.ts";
import { findmnt } from "./findmnt.ts";
import { flock } from "./flock.ts";
import { free } from "./free.ts";
import { getconf } from "./getconf.ts";
import { chsh, gpasswd, groupadd, groupdel, groupmod } from "./groupadd.ts";
import { groups } from "./groups.ts";
import { stepDownCommands } from "./gosu.ts";
import { hello } from "./hello.ts";
import { dnsdomainname, domainname, hostid, hostname, nisdomainname, ypdomainname } from "./hostname.ts";
import { id } from "./id.ts";
import { ipcs } from "./ipcs.ts";
import { kill } from "./kill.ts";
import { killall } from "./killall.ts";
import { less, more } from "./less.ts";
import { locale } from "./locale.ts";
import { logger } from "./logger.ts";
import { logname, nologin } from "./logname.ts";
import { fdisk, lsblk } from "./lsblk.ts";
import { lscpu } from "./lscpu.ts";
import { lsns } from "./lsns.ts";
import { insmod, lsmod, modprobe, rmmod } from "./modules.ts";
import { mount } from "./mount.ts";
import { mountpoint } from "./mountpoint.ts";
import { nice } from "./nice.ts";
import { nohup } from "./nohup.ts";
import { nproc } from "./nproc.ts";
import { nsenter, unshare } from "./nsenter.ts";
import { chpasswd, passwd } from "./passwd.ts";
import { pgrep, pkill } from "./pgrep.ts";
import { pidof } from "./pidof.ts";
import { printenv } from "./printenv.ts";
import { ps } from "./ps.ts";
import { pwd } from "./pwd.ts";
import { renice } from "./renice.ts";
import { script } from "./script.ts";
import { setpriv } from "./setpriv.ts";
import { setsid } from "./setsid.ts";
import { sleep } from "./sleep.ts";
import { stty } from "./stty.ts";
import { runuser, suProgram } from "./su.ts";
import { sudoProgram } from "./sudo.ts";
import { sysctl } from "./sysctl.ts";
import { ionice, taskset } from "./taskset.ts";
import { clear, reset, tput } from "./terminal-words.ts";
import { bracket, doubleBracket, test } from "./test.ts";
import { time } from "./time.ts";
import { timeout } from "./timeout.ts";
import { initCommands } from "./tini.ts";
import { top } from "./top.ts";
import { falseProgram, trueProgram } from "./true.ts";
import { tty } from "./tty.ts";
import { umount } from "./umount.ts";
import { uname } from "./uname.ts";
import { journalctl } from "./journalctl.ts";
import { service } from "./service-command.ts";
import { systemctl } from "./systemctl.ts";
import { serviceCommands } from "./unmodelled-services.ts";
import { uptime } from "./uptime.ts";
import { useradd, userdel, usermod } from "./useradd.ts";
import { iostat, vmstat } from "./vmstat.ts";
import { watch } from "./watch.ts";
import { which } from "./which.ts";
import { users, w, who } from "./who.ts";
import { whoami } from "./whoami.ts";
import { getopt } from "./getopt.ts";
import { installationCommands } from "./ldconfig.ts";
import { lsbRelease } from "./lsb-release.ts";

export const SYSTEM_COMMANDS: readonly Command[] = [
  getopt, lsbRelease, ...installationCommands, ...stepDownCommands,
  addgroup, adduser, arch, bracket, cal, chpasswd, chroot, chsh, clear, date, delgroup, deluser, dmesg, dnsdomainname, domainname, doubleBracket, env,
  falseProgram, fdisk, findmnt, flock, free, getconf, gpasswd, groupadd, groupdel, groupmod, groups, hello, hostid, hostname, id, insmod, ionice,
  iostat, ipcs, kill, killall, less, locale, logger, logname, lsblk, lscpu, lsmod, lsns, modprobe, more, mount, mountpoint, ncal, nice,
  nisdomainname, nohup, nologin, nproc, nsenter, passwd, pgrep, pidof, pkill, printenv, ps, pwd, renice, reset, rmmod, runuser, script, setpriv,
  setsid,
  sleep, stty, suProgram, sudoProgram, sysctl, taskset, test, time, timeout, top, tput, trueProgram, tty, umount, uname, unshare, uptime, useradd,
  userdel, usermod, users, vmstat, w, watch, which, who, whoami, ypdomainname, ...initCommands, journalctl, service, systemctl, ...serviceCommands,
]; // prettier-ignore
