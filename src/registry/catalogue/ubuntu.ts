// ubuntu:latest, 24.04: Debian's tree under another name, with procps and a user of its own, and without time
// zones, manuals and translations. Source of the facts: the published image.

import { instantOf } from "../../base/time.ts";
import { Layout } from "../layout.ts";
import { DEBIAN_GROUP, DEBIAN_PASSWD, groupLine } from "../software/accounts.ts";
import { packageData } from "../software/debian-data.ts";
import { installLibraries, installLibraryData } from "../software/debian-libraries.ts";
import { UBUNTU_24_04 } from "../software/debian-releases.ts";
import { recordPackages } from "../software/debian-dpkg.ts";
import { installTools } from "../software/debian-tools.ts";
import { layOutDebian, SKELETON } from "../software/debian-tree.ts";
import { PATH } from "./environment.ts";
import { catalogueImage } from "./image.ts";
import { catalogueLayer } from "./layer.ts";

const BUILT = instantOf({ year: 2025, month: 10, day: 13, hour: 14, minute: 9, second: 42 });
const CREATED = instantOf({
  year: 2025,
  month: 10,
  day: 16,
  hour: 19,
  minute: 23,
  second: 3,
  microsecond: 839_116,
});
const SIZE = 78_120_448;

const PACKAGES = `apt base-passwd bash bsdutils coreutils dash debconf debianutils diffutils dpkg findutils grep gzip
  hostname init-system-helpers libc-bin libpam-modules-bin libpam-runtime login mawk mount ncurses-bin passwd
  perl-base procps sed sysvinit-utils tar util-linux`;

const LSB_RELEASE = `DISTRIB_ID=Ubuntu
DISTRIB_RELEASE=24.04
DISTRIB_CODENAME=noble
DISTRIB_DESCRIPTION="Ubuntu 24.04.3 LTS"
`;

const ROOT_BASHRC = `# What root's interactive shells read.
[ -z "$PS1" ] && return

HISTCONTROL=ignoredups:ignorespace
shopt -s histappend checkwinsize
PS1='\${debian_chroot:+($debian_chroot)}\\u@\\h:\\w\\$ '
alias ls='ls --color=auto'
alias grep='grep --color=auto'
alias ll='ls -alF'
alias la='ls -A'
alias l='ls -CF'
`;

function layOutUser(layout: Layout): void {
  const owner = { uid: 1000, gid: 1000 };
  layout.directory("home/ubuntu", { ...owner, mode: 0o750 });
  for (const [name, content] of SKELETON) layout.file(`home/ubuntu/${name}`, content, owner);
}

const describe = (): Layout =>
  new Layout(BUILT)
    .add(
      layOutDebian({
        release: UBUNTU_24_04,
        now: BUILT,
        passwd: `${DEBIAN_PASSWD}ubuntu:x:1000:1000:Ubuntu:/home/ubuntu:/bin/bash\n`,
        group: DEBIAN_GROUP + groupLine("ubuntu:1000"),
      }),
    )
    .add(installTools(PACKAGES))
    .add(installLibraries)
    .add(installLibraryData)
    .add(recordPackages("ubuntu", PACKAGES))
    .add(layOutUser)
    .file("etc/lsb-release", LSB_RELEASE)
    .file("root/.bashrc", ROOT_BASHRC)
    .file("usr/sbin/policy-rc.d", "#!/bin/sh\nexit 101\n", { mode: 0o755 })
    .programs("usr/bin", "lsb_release:3470")
    .fill(SIZE, packageData);

const history = (createdBy: string, emptyLayer: boolean) => ({
  created: emptyLayer ? BUILT : CREATED,
  createdBy: `/bin/sh -c #(nop) ${createdBy}`,
  comment: "",
  author: "",
  emptyLayer,
});

export const ubuntu = catalogueImage({
  references: ["ubuntu:latest", "ubuntu:24.04", "ubuntu:noble"],
  created: CREATED,
  top: catalogueLayer({ name: "ubuntu-24.04", now: CREATED, describe }),
  config: {
    Env: [PATH],
    Cmd: ["/bin/bash"],
    Labels: new Map([
      ["org.opencontainers.image.ref.name", "ubuntu"],
      ["org.opencontainers.image.version", "24.04"],
    ]),
  },
  history: [
    history(" ARG RELEASE", true),
    history(" ARG LAUNCHPAD_BUILD_ARCH", true),
    history(" LABEL org.opencontainers.image.ref.name=ubuntu", true),
    history(" LABEL org.opencontainers.image.version=24.04", true),
    history("ADD file:ubuntu-noble-oci-amd64-root.tar.gz in / ", false),
    history(' CMD ["/bin/bash"]', true),
  ],
});
