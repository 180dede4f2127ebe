// The releases of Debian and Ubuntu that images and hosts are of: what they call themselves and where apt looks.
// Sources lead to the archives that these releases have; whether anybody answers there is the network's.

import type { Release } from "./debian-tree.ts";

interface Numbers {
  readonly version: string;
  readonly codename: string;
  /** the point release */
  readonly full: string;
  readonly names: readonly string[];
}

function debianRelease({ version, codename, full, names }: Numbers): Release {
  const osRelease = [
    `PRETTY_NAME="Debian GNU/Linux ${version} (${codename})"`,
    'NAME="Debian GNU/Linux"',
    `VERSION_ID="${version}"`,
    `VERSION="${version} (${codename})"`,
    `VERSION_CODENAME=${codename}`,
    ...names,
    "ID=debian",
    'HOME_URL="https://www.debian.org/"',
    'SUPPORT_URL="https://www.debian.org/support"',
    'BUG_REPORT_URL="https://bugs.debian.org/"',
    "",
  ];
  return {
    osRelease: osRelease.join("\n"),
    debianVersion: full,
    issue: `Debian GNU/Linux ${version}`,
    sources: [["sources.list.d/debian.sources", debianSources(codename)]],
  };
}

const stanza = (uri: string, suites: string, components: string, keyring: string): string =>
  `Types: deb\nURIs: ${uri}\nSuites: ${suites}\nComponents: ${components}\nSigned-By: ${keyring}\n`;

const KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";

const debianSources = (codename: string): string =>
  [
    stanza("http://deb.debian.org/debian", `${codename} ${codename}-updates`, "main", KEYRING),
    stanza("http://deb.debian.org/debian-security", `${codename}-security`, "main", KEYRING),
  ].join("\n");

export const DEBIAN_12 = debianRelease({ version: "12", codename: "bookworm", full: "12.12", names: [] });

export const DEBIAN_13 = debianRelease({
  version: "13",
  codename: "trixie",
  full: "13.2",
  names: ["DEBIAN_VERSION_FULL=13.2"],
});

/** What the host of the recordings runs: the archive's state between two releases. */
export const DEBIAN_SID: Release = {
  osRelease: [
    'PRETTY_NAME="Debian GNU/Linux forky/sid"',
    'NAME="Debian GNU/Linux"',
    "VERSION_CODENAME=forky",
    "ID=debian",
    'HOME_URL="https://www.debian.org/"',
    'SUPPORT_URL="https://www.debian.org/support"',
    'BUG_REPORT_URL="https://bugs.debian.org/"',
    "",
  ].join("\n"),
  debianVersion: "forky/sid",
  issue: "Debian GNU/Linux forky/sid",
  sources: [["sources.list", "deb http://deb.debian.org/debian sid main\n"]],
};

const UBUNTU_KEYRING = "/usr/share/keyrings/ubuntu-archive-keyring.gpg";
const UBUNTU_COMPONENTS = "main universe restricted multiverse";

export const UBUNTU_24_04: Release = {
  osRelease: [
    'PRETTY_NAME="Ubuntu 24.04.3 LTS"',
    'NAME="Ubuntu"',
    'VERSION_ID="24.04"',
    'VERSION="24.04.3 LTS (Noble Numbat)"',
    "VERSION_CODENAME=noble",
    "ID=ubuntu",
    "ID_LIKE=debian",
    'HOME_URL="https://www.ubuntu.com/"',
    'SUPPORT_URL="https://help.ubuntu.com/"',
    'BUG_REPORT_URL="https://bugs.launchpad.net/ubuntu/"',
    'PRIVACY_POLICY_URL="https://www.ubuntu.com/legal/terms-and-policies/privacy-policy"',
    "UBUNTU_CODENAME=noble",
    "LOGO=ubuntu-logo",
    "",
  ].join("\n"),
  debianVersion: "trixie/sid",
  issue: "Ubuntu 24.04.3 LTS",
  sources: [
    ["sources.list", "# Ubuntu's sources are in /etc/apt/sources.list.d/ubuntu.sources\n"],
    [
      "sources.list.d/ubuntu.sources",
      [
        stanza("http://archive.ubuntu.com/ubuntu/", "noble noble-updates noble-backports", UBUNTU_COMPONENTS, UBUNTU_KEYRING),
        stanza("http://security.ubuntu.com/ubuntu/", "noble-security", UBUNTU_COMPONENTS, UBUNTU_KEYRING),
      ].join("\n"),
    ],
  ],
}; // prettier-ignore
