// nc in its two families: options here; OpenBSD's, which Debian installs, in nc-openbsd.ts, busybox's in nc-busybox.ts.
// netcat and nc.openbsd are the same program under other names.

import { command, type CommandSpec } from "../libc/command.ts";
import { busyboxNc, splitProgram } from "./nc-busybox.ts";
import { openbsdNc } from "./nc-openbsd.ts";

const USAGE = `[-iN] [-wN] [-l] [-p PORT] [-f FILE|IPADDR PORT] [-e PROG]

Open a pipe to IP:PORT or FILE

	-l	Listen mode, for inbound connects
		(use -ll with -e for persistent server)
	-p PORT	Local port
	-w SEC	Connect timeout
	-i SEC	Delay interval for lines sent
	-f FILE	Use file (ala /dev/ttyS0) instead of network
	-e PROG	Run PROG after connect`;

const OPENBSD = "4 6 C D d F h k l N n r S t U u v Z z I: i: M: m: O: P: p: q: s: T: V: W: w: X: x:";

export const nc = command(
  {
    name: "nc",
    gnu: OPENBSD,
    busybox: "l p: w: i: f:",
    usage: USAGE,
    prepare: (args, family) => (family === "busybox" ? splitProgram(args)[0] : args),
  },
  function* (io) {
    return io.family === "busybox" ? yield* busyboxNc(io) : yield* openbsdNc(io);
  },
);

const other = (name: string): CommandSpec => ({ name, gnu: OPENBSD });

export const ncOpenbsd = command(other("nc.openbsd"), openbsdNc);
export const netcat = command(other("netcat"), openbsdNc);
