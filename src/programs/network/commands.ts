// All network programs as one list, for the registry and for tests.
// What they show they ask the kernel for, by netlink.

import type { Command } from "../libc/command.ts";
import { ifconfig } from "./ifconfig.ts";
import { ip } from "./ip.ts";

export const NETWORK_COMMANDS: readonly Command[] = [ifconfig, ip];
