// Lays out the executables of Debian's packages in an image or on a host: which there are is src/base/packages,
// as apt installs the same ones later.

import { must } from "../../base/assert.ts";
import { ALTERNATIVES, ONE_LINERS, PROGRAM_NAMES, TOOLS } from "../../base/packages/debian-tools.ts";
import { words, type Layout } from "../layout.ts";

/** Installs the executables of packages, named between blanks, into a usr-merged tree. */
export const installTools =
  (packages: string) =>
  (layout: Layout): void => {
    for (const name of words(packages)) {
      const { bin = "", sbin = "" } = must(TOOLS.get(name), `no package ${name}`);
      layout.programs("usr/bin", bin, PROGRAM_NAMES).programs("usr/sbin", sbin, PROGRAM_NAMES);
      for (const [tools, file] of ALTERNATIVES.get(name) ?? []) chooseAlternative(layout, tools, file);
      for (const [tool, line] of ONE_LINERS.get(name) ?? [])
        layout.file(`usr/bin/${tool}`, `#!/bin/sh\nexec ${line} "$@"\n`, { mode: 0o755 });
    }
  };

function chooseAlternative(layout: Layout, tools: string, file: string): void {
  for (const tool of words(tools)) {
    layout.link(`usr/bin/${tool}`, `/etc/alternatives/${tool}`);
    layout.link(`etc/alternatives/${tool}`, `/usr/bin/${file}`);
  }
}
