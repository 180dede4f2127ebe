// Programs that start, stop and look at services and the machine itself, which the world does not have yet:
// reboot and its kin, and the older ways to services. Each says so in one plain line and fails, so that nobody
// takes silence for success.

import { command, type Command } from "../libc/command.ts";

const notYet = (name: string, busybox: boolean): Command =>
  command({ name, gnu: "", ...(busybox ? { busybox: "" } : {}), raw: true }, function* (io) {
    return yield* io.complain("not modelled yet");
  });

export const serviceCommands: readonly Command[] = [
  ...["hostnamectl", "timedatectl", "loginctl", "initctl", "update-rc.d", "chkconfig"].map((name) =>
    notYet(name, false),
  ),
  ...["reboot", "poweroff", "halt"].map((name) => notYet(name, true)),
  ...["shutdown", "telinit"].map((name) => notYet(name, false)),
];
