// arping: asks a link who has an address, as busybox does, by the kernel's own question.
// Not here: announcements and the search for duplicates.

import { MILLISECOND, SECOND } from "../../base/time.ts";
import { command } from "../libc/command.ts";
import { askLink, linksOf } from "../libc/netlink.ts";
import { isLookupError, lookUp } from "../libc/resolver.ts";

const USAGE = `[-fqbDUA] [-c CNT] [-w TIMEOUT] [-I IFACE] [-s SRC_IP] DST_IP

Send ARP requests/replies

	-f		Quit on first ARP reply
	-q		Quiet
	-b		Keep broadcasting, don't go unicast
	-D		Exit with 1 if DST_IP replies
	-U		Unsolicited ARP mode, update your neighbors
	-A		ARP answer mode, update your neighbors
	-c N		Stop after sending N ARP requests
	-w TIMEOUT	Seconds to wait for ARP reply
	-I IFACE	Interface to use (default eth0)
	-s SRC_IP	Sender IP address
	DST_IP		Target IP address`;

export const arping = command(
  { name: "arping", busybox: "f q b D U A c: w: I: s:", usage: USAGE },
  function* (io) {
    const host = io.operands[0];
    if (host === undefined) return yield* io.misuse("");
    const device = io.value("I") ?? "eth0";
    const link = linksOf(io.sys).find(({ name }) => name === device);
    if (link === undefined) return yield* io.complain(`interface ${device} not found: No such device`);
    const found = yield* lookUp(io.sys, host, { family: "inet" });
    const target = isLookupError(found) ? undefined : found.addresses[0]?.address;
    if (target === undefined) return yield* io.complain(`bad address '${host}'`);
    const source =
      io.value("s") ?? link.addresses.find(({ address }) => !address.includes(":"))?.address ?? "0.0.0.0";
    const count = io.value("c") === undefined ? undefined : Number(io.value("c"));
    const deadline = io.value("w") === undefined ? undefined : io.sys.now() + Number(io.value("w")) * SECOND;
    if (!io.has("q")) yield* io.print(`ARPING ${target} from ${source} ${device}\n`);
    let sent = 0;
    let heard = 0;
    for (;;) {
      const at = io.sys.now();
      const mac = askLink(io.sys, device, target);
      sent++;
      if (mac !== undefined) {
        heard++;
        const took = ((io.sys.now() - at) / MILLISECOND).toFixed(3);
        if (!io.has("q")) yield* io.print(`Unicast reply from ${target} [${mac}] ${took}ms\n`);
        yield* io.out.flush();
        if (io.has("f")) break;
      }
      if (count !== undefined && sent >= count && (heard > 0 || deadline === undefined)) break;
      if (deadline !== undefined && io.sys.now() >= deadline) break;
      const stopped = yield* io.sys.sleep(SECOND);
      if (stopped !== undefined) break;
      if (count !== undefined && sent >= count) break;
    }
    if (!io.has("q"))
      yield* io.print(
        `Sent ${sent} probe(s) (0 broadcast(s))\nReceived ${heard} response(s) (0 request(s), 0 broadcast(s))\n`,
      );
    return (heard === 0) === io.has("D") ? 0 : 1;
  },
);
