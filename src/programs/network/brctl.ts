// brctl: bridges and their ports, shown and changed, in the words of bridge-utils and of busybox, which has few. Spanning
// trees are off and stay so.

import { strerror, type Errno } from "../../base/errno.ts";
import { SECOND } from "../../base/time.ts";
import type { Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { addLink, changeLink, learnedOf, linksOf, removeLink } from "../libc/netlink.ts";
import { bridgeId, bridgesOf, type BridgeWithPorts } from "./bridges-of.ts";

const USAGE = `COMMAND [BRIDGE [ARGS]]

Manage ethernet bridges
Commands:
	addbr BRIDGE		Create BRIDGE
	delbr BRIDGE		Delete BRIDGE
	addif BRIDGE IFACE	Add IFACE to BRIDGE
	delif BRIDGE IFACE	Delete IFACE from BRIDGE`;

const HELP = `Usage: brctl [commands]
commands:
	addbr     	<bridge>		add bridge
	delbr     	<bridge>		delete bridge
	addif     	<bridge> <device>	add interface to bridge
	delif     	<bridge> <device>	delete interface from bridge
	hairpin   	<bridge> <port> {on|off}	turn hairpin on/off
	setageing 	<bridge> <time>		set ageing time
	setbridgeprio	<bridge> <prio>		set bridge priority
	setfd     	<bridge> <time>		set bridge forward delay
	sethello  	<bridge> <time>		set hello time
	setmaxage 	<bridge> <time>		set max message age
	setpathcost	<bridge> <port> <cost>	set path cost
	setportprio	<bridge> <port> <prio>	set port priority
	show      	[ <bridge> ]		show a list of bridges
	showmacs  	<bridge>		show a list of mac addrs
	showstp   	<bridge>		show bridge stp info
	stp       	<bridge> {on|off}	turn stp on/off
`;

function* say(io: Io, text: string): Task<number> {
  yield* io.tell(`${text}\n`);
  return 1;
}

function* show(io: Io, shown: readonly BridgeWithPorts[]): Task<number> {
  yield* io.print("bridge name\tbridge id\t\tSTP enabled\tinterfaces\n");
  for (const { bridge, ports } of shown) {
    yield* io.print(`${bridge.name}\t\t${bridgeId(bridge)}\tno\t\t${ports[0]?.name ?? ""}\n`);
    for (const port of ports.slice(1)) yield* io.print(`\t\t\t\t\t\t\t${port.name}\n`);
  }
  return 0;
}

function* showMacs(io: Io, { bridge, ports }: BridgeWithPorts): Task<number> {
  yield* io.print("port no\tmac addr\t\tis local?\tageing timer\n");
  const own = ports.map((port, i) => ({ number: i + 1, mac: port.mac, age: undefined }));
  const others = learnedOf(io.sys)
    .filter((entry) => entry.bridge === bridge.name)
    .map((entry) => ({
      number: ports.findIndex(({ name }) => name === entry.port) + 1,
      mac: entry.mac,
      age: entry.age,
    }));
  const all = [...own, ...others].sort((a, b) => (a.mac < b.mac ? -1 : 1));
  for (const { number, mac, age } of all)
    yield* io.print(
      `${String(number).padStart(3)}\t${mac}\t${age === undefined ? "yes" : "no"}\t\t${((age ?? 0) / SECOND).toFixed(2).padStart(7)}\n`,
    );
  return 0;
}

function* change(io: Io, verb: string, name: string, device: string | undefined): Task<number> {
  const { sys } = io;
  const links = linksOf(sys);
  const gnu = io.family === "gnu";
  const is = links.some((link) => link.kind === "bridge" && link.name === name);
  const refused = (errno: Errno | undefined, what: string): Task<number> | undefined =>
    errno === undefined
      ? undefined
      : gnu
        ? say(io, what)
        : io.complain(
            `${verb === "addbr" || verb === "delbr" ? name : `bridge ${name}`}: ${strerror(errno)}`,
          );
  let wrong: Task<number> | undefined;
  if (verb === "addbr")
    wrong = refused(
      addLink(sys, name, "bridge"),
      `device ${name} already exists; can't create bridge with the same name`,
    );
  else if (!is)
    wrong = gnu ? say(io, `bridge ${name} ${verb === "delbr" ? "doesn't exist; can't delete it" : "does not exist!"}`) : io.complain(`${gnu ? "" : "bridge "}${name}: No such device`); // prettier-ignore
  else if (verb === "delbr")
    wrong = links.find((link) => link.name === name)?.up === true ? refused("EBUSY", `bridge ${name} is still up; can't delete it`) : refused(removeLink(sys, name), ""); // prettier-ignore
  else {
    const there = links.some((link) => link.name === device);
    wrong = there ? refused(changeLink(sys, device as string, { master: verb === "addif" ? name : "" }), `can't add ${device ?? ""} to bridge ${name}`) : gnu ? say(io, `interface ${device ?? ""} does not exist!`) : io.complain(`${device ?? ""}: No such device`); // prettier-ignore
  }
  return wrong === undefined ? 0 : yield* wrong;
}

const CHANGES = ["addbr", "delbr", "addif", "delif"];

export const brctl = command(
  { name: "brctl", gnu: "", busybox: "", raw: true, usage: USAGE },
  function* (io) {
    const [verb, name, device] = io.argv.slice(1);
    const gnu = io.family === "gnu";
    if (verb === undefined) return gnu ? yield* say(io, HELP.trimEnd()) : yield* io.misuse("");
    if (CHANGES.includes(verb) && name !== undefined) return yield* change(io, verb, name, device);
    if (!gnu)
      return CHANGES.includes(verb)
        ? yield* io.misuse("")
        : yield* io.complain(`invalid argument '${verb}' to 'brctl'`);
    if (!verb.startsWith("show")) {
      if (CHANGES.includes(verb))
        return yield* say(io, `Incorrect number of arguments for command\n${HELP.trimEnd()}`);
      return yield* say(io, `never heard of command [${verb}]\n${HELP.trimEnd()}`);
    }
    const all = bridgesOf(linksOf(io.sys));
    const shown = name === undefined ? all : all.filter(({ bridge }) => bridge.name === name);
    if (name !== undefined && shown.length === 0) return yield* say(io, `bridge ${name} does not exist!`);
    if (verb === "showmacs" && shown[0] !== undefined) return yield* showMacs(io, shown[0]);
    return yield* show(io, shown);
  },
);
