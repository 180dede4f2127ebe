// All network programs as one list, for the registry and for tests.
// What they show they ask the kernel for, by netlink.

import type { Command } from "../libc/command.ts";
import { arp } from "./arp.ts";
import { arping } from "./arping.ts";
import { brctl } from "./brctl.ts";
import { bridge } from "./bridge.ts";
import { conntrack } from "./conntrack.ts";
import { dig } from "./dig.ts";
import { getent } from "./getent.ts";
import { ipcalc } from "./ipcalc.ts";
import { netstat } from "./netstat.ts";
import { route } from "./route.ts";
import { tcpdump } from "./tcpdump.ts";
import { telnet } from "./telnet.ts";
import { traceroute, traceroute6 } from "./traceroute.ts";
import { curl } from "./curl/curl.ts";
import { httpd } from "./httpd.ts";
import { ifconfig } from "./ifconfig.ts";
import { ip } from "./ip.ts";
import { ip6tables, ip6tablesSave, iptables, iptablesSave } from "./iptables.ts";
import { nc, ncOpenbsd, netcat } from "./nc.ts";
import { nginx } from "./nginx/nginx.ts";
import { nslookup } from "./nslookup.ts";
import { paperwhale } from "./paperwhale.ts";
import { ping, ping6 } from "./ping.ts";
import { ss } from "./ss.ts";
import { wget } from "./wget.ts";

export const NETWORK_COMMANDS: readonly Command[] = [
  arp,
  arping,
  brctl,
  bridge,
  conntrack,
  dig,
  getent,
  ipcalc,
  netstat,
  route,
  telnet,
  traceroute,
  traceroute6,
  curl,
  httpd,
  ifconfig,
  ip,
  iptables,
  ip6tables,
  ip6tablesSave,
  iptablesSave,
  nc,
  ncOpenbsd,
  netcat,
  nginx,
  nslookup,
  paperwhale,
  tcpdump,
  ping,
  ping6,
  ss,
  wget,
];
