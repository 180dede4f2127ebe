// The version as package.json has it, which the build puts in; nothing else of that file is wanted at run time.
// The library has no version of its own to tell: package.json is beside it.

import manifest from "../../../package.json" with { type: "json" };

export const VERSION: string = manifest.version;
