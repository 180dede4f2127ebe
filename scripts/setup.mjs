// @ts-check
// Installs the packages if they are not there, and nothing else: what `npm run …` does first.

import { ensureInstalled } from "./installed.mjs";

ensureInstalled();
