// ipcalc: what a network's address, mask, broadcast and prefix are, as busybox prints them.
// Where nothing else says how long the prefix is, the old classes of addresses do.

import { command, type Io } from "../libc/command.ts";
import { isInet4 } from "../libc/dns.ts";
import { nameOf } from "../libc/resolver.ts";
import type { Task } from "../../kernel/sys.ts";
import { broadcastOf, lengthOfMask, maskOf, networkOf } from "./addresses.ts";

const USAGE = `[-bnmphs] ADDRESS[/PREFIX] [NETMASK]

Calculate and display network settings from IP address

	-b	Broadcast address
	-n	Network address
	-m	Default netmask for IP
	-p	Prefix for IP/NETMASK
	-h	Resolved host name
	-s	No error messages`;

/** Of the classes that addresses once had. */
const classLength = (address: string): number => {
  const first = Number(address.split(".")[0]);
  return first < 128 ? 8 : first < 192 ? 16 : 24;
};

function* wrong(io: Io, message: string): Task<number> {
  if (io.has("s")) return 1;
  return yield* io.complain(message);
}

export const ipcalc = command(
  {
    name: "ipcalc",
    busybox: "b/broadcast n/network m/netmask p/prefix h/hostname s/silent",
    usage: USAGE,
  },
  function* (io) {
    const [text, mask] = io.operands;
    const isAsked = ["b", "n", "m", "p", "h"].some((key) => io.has(key));
    if (text === undefined || !isAsked) return yield* io.misuse("");
    const [address = "", bits] = text.split("/");
    if (!isInet4(address)) return yield* wrong(io, `bad IP address: ${address}`);
    const given =
      mask === undefined ? (bits === undefined ? classLength(address) : Number(bits)) : lengthOfMask(mask);
    if (given === undefined || !(given >= 0 && given <= 32))
      return yield* wrong(io, mask === undefined ? `bad IP prefix: ${bits ?? ""}` : `bad netmask: ${mask}`);
    if (io.has("m")) yield* io.print(`NETMASK=${maskOf(given)}\n`);
    if (io.has("b")) yield* io.print(`BROADCAST=${broadcastOf(address, given)}\n`);
    if (io.has("n")) yield* io.print(`NETWORK=${networkOf(address, given)}\n`);
    if (io.has("p")) yield* io.print(`PREFIX=${given}\n`);
    if (!io.has("h")) return 0;
    const name = yield* nameOf(io.sys, address);
    if (name === undefined) return yield* wrong(io, `can't find hostname for ${address}`);
    yield* io.print(`HOSTNAME=${name}\n`);
    return 0;
  },
);
