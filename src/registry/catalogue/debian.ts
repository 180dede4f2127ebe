// debian:latest, 13.2, and the slim layers that other images are built on. The full image and the slim one share
// no layer, as in life. Source of the facts: the published images; contents are those of software/.

import { DAY, instantOf, SECOND, type Instant } from "../../base/time.ts";
import { Layout } from "../layout.ts";
import { documentation, installTimeZones, packageData } from "../software/debian-data.ts";
import { installLibraries, installLibraryData } from "../software/debian-libraries.ts";
import { recordPackages } from "../software/debian-dpkg.ts";
import { installTools } from "../software/debian-tools.ts";
import { layOutDebian, type Release } from "../software/debian-tree.ts";
import { DEBIAN_12, DEBIAN_13 } from "../software/debian-releases.ts";
import { PATH } from "./environment.ts";
import { catalogueImage } from "./image.ts";
import { catalogueLayer } from "./layer.ts";
import type { HistoryEntry } from "../../model/image.ts";

/** the day of the archive's state that the images were built of */
export const DEBIAN_BUILT = instantOf({ year: 2025, month: 12, day: 29 });

const PACKAGES = `apt base-passwd bash bsdutils coreutils dash debconf debianutils diffutils dpkg findutils grep gzip
  hostname init-system-helpers libc-bin libpam-modules-bin libpam-runtime login mawk mount ncurses-bin passwd
  perl-base sed sqv sysvinit-utils tar util-linux`;

const SLIM_APT = `// Options for images: nothing is kept that can be had again.
APT::Sandbox::Seccomp "false";
Acquire::GzipIndexes "true";
Acquire::Languages "none";
APT::AutoRemove::SuggestsImportant "false";
`;

const NO_SERVICES = `#!/bin/sh
# Services are not started where packages are installed into an image.
exit 101
`;

function describe(release: Release, size: number, data: readonly string[]): Layout {
  return new Layout(DEBIAN_BUILT)
    .add(layOutDebian({ release, now: DEBIAN_BUILT }))
    .add(installTools(PACKAGES))
    .add(installLibraries)
    .add(installLibraryData)
    .add(installTimeZones)
    .add(recordPackages("debian", PACKAGES))
    .file("etc/apt/apt.conf.d/docker-image", SLIM_APT)
    .file("usr/sbin/policy-rc.d", NO_SERVICES, { mode: 0o755 })
    .file("etc/dpkg/dpkg.cfg.d/docker-apt-speedup", "force-unsafe-io\n")
    .fill(size, data);
}

export const debianHistory = (codename: string): HistoryEntry => ({
  created: DEBIAN_BUILT,
  createdBy: `# debian.sh --arch 'amd64' out/ '${codename}' '@${DEBIAN_BUILT / SECOND}'`,
  comment: "debuerreotype 0.17",
  author: "",
  emptyLayer: false,
});

/** When the layers came to hosts. */
const NOW: Instant = DEBIAN_BUILT + DAY;

export const trixieSlim = catalogueLayer({
  name: "debian-13-slim",
  now: NOW,
  describe: () => describe(DEBIAN_13, 78_612_480, packageData),
});

export const bookwormSlim = catalogueLayer({
  name: "debian-12-slim",
  now: NOW,
  describe: () => describe(DEBIAN_12, 74_811_392, packageData),
});

export const debian = catalogueImage({
  references: ["debian:latest", "debian:13", "debian:13.2", "debian:trixie", "debian:trixie-20251229"],
  created: DEBIAN_BUILT,
  top: catalogueLayer({
    name: "debian-13",
    now: NOW,
    describe: () => describe(DEBIAN_13, 119_852_032, [...packageData, ...documentation]),
  }),
  config: { Env: [PATH], Cmd: ["bash"] },
  history: [debianHistory("trixie")],
});
