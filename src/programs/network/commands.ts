// All network programs as one list, for the registry and for tests.
// What they show they ask the kernel for, by netlink.

import type { Command } from "../libc/command.ts";
import { curl } from "./curl/curl.ts";
import { httpd } from "./httpd.ts";
import { ifconfig } from "./ifconfig.ts";
import { ip } from "./ip.ts";
import { iptables, iptablesSave } from "./iptables.ts";
import { nc, ncOpenbsd, netcat } from "./nc.ts";
import { nginx } from "./nginx/nginx.ts";
import { nslookup } from "./nslookup.ts";
import { ping } from "./ping.ts";
import { ss } from "./ss.ts";
import { wget } from "./wget.ts";

export const NETWORK_COMMANDS: readonly Command[] = [
  curl,
  httpd,
  ifconfig,
  ip,
  iptables,
  iptablesSave,
  nc,
  ncOpenbsd,
  netcat,
  nginx,
  nslookup,
  ping,
  ss,
  wget,
];
