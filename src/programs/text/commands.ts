// All commands of this folder, for those who lay out which file runs which program. The commands
// themselves do not know where they are installed.

import type { Command } from "../libc/command.ts";
import { cat } from "./cat.ts";
import { head } from "./head.ts";
import { nl } from "./nl.ts";
import { rev } from "./rev.ts";
import { tac } from "./tac.ts";
import { tail } from "./tail.ts";
import { tee } from "./tee.ts";
import { wc } from "./wc.ts";

export const TEXT_COMMANDS: readonly Command[] = [cat, head, nl, rev, tac, tail, tee, wc];
