// The archives that apt fetches from. They are no machines of the world, which has no internet: what they hold is the
// table of base/packages, and they are reached from wherever there is a way out: the host itself, and every namespace with a
// default route. The archives of Debian and Ubuntu are known; everybody else's names lead nowhere.

import {
  debianPackages,
  VIRTUAL,
  type DebianPackage,
  type Distribution,
} from "../../base/packages/debian.ts";
import { failed } from "../../base/errno.ts";
import { archiveParagraph } from "../../base/packages/dpkg-record.ts";
import type { Sys } from "../../kernel/sys.ts";
import { linksOf, routesOf } from "../libc/netlink.ts";
import { hostOf, listName, type Source } from "./apt-sources.ts";

const HOSTS = /^(\w+\.)*(debian\.org|ubuntu\.com|archive\.canonical\.com)$|^(mirrors?|ftp)\.[\w.-]+$/;

/** Namespaces of containers have nothing but their loopback and ends of veth pairs. */
export const hasWayOut = (sys: Sys): boolean =>
  routesOf(sys).some(({ to }) => to === "default") ||
  linksOf(sys).some(({ kind }) => kind !== "loopback" && kind !== "veth");

export const isKnownHost = (uri: string): boolean => HOSTS.test(hostOf(uri));

export const distributionOf = ({ uri }: Source): Distribution => (/ubuntu/.test(uri) ? "ubuntu" : "debian");

/** Updates and security have nothing that the release itself does not have. */
export const isMain = ({ suite }: Source): boolean => !/-(updates|security|backports)|\//.test(suite);

export interface IndexFile {
  readonly label: string;
  /** in bytes, as it is fetched */
  readonly size: number;
  /** name of the file that is kept */
  readonly name: string;
  readonly text: () => string;
}

const packagesText = (distribution: Distribution): string =>
  [...debianPackages().values()].map((one) => `${archiveParagraph(one, distribution)}\n`).join("");

/** A file is about a quarter as large when it is packed. */
const packed = (text: string): number => Math.ceil(text.length / 4) + 180;

const translation = (distribution: Distribution): string =>
  [...debianPackages().values()]
    .map((one) => `Package: ${one.name}\nDescription-en: ${one.description}\n\n`)
    .join("") + (distribution === "ubuntu" ? "" : "\n");

export const releaseFile = (source: Source): IndexFile => ({
  label: "InRelease",
  size: isMain(source) ? 140_300 : source.suite.endsWith("security") ? 43_400 : 47_300,
  name: listName(source, "InRelease"),
  text: () =>
    `Origin: ${distributionOf(source) === "ubuntu" ? "Ubuntu" : "Debian"}\nSuite: ${source.suite}\nCodename: ${source.suite.replace(/-.*/, "")}\nComponents: ${source.components.join(" ")}\n`,
});

/** The indexes of a suite. What its first component has is in the table; the others are empty here. */
export function* indexesOf(source: Source): Generator<IndexFile> {
  for (const component of source.components) {
    const full = isMain(source) && component === "main";
    const index = full ? packagesText(distributionOf(source)) : "";
    yield {
      label: `${component} amd64 Packages`,
      size: packed(index),
      name: listName(source, `${component}_binary-amd64_Packages`),
      text: () => index,
    };
    if (source.uri.includes("ubuntu")) continue;
    const texts = full ? translation(distributionOf(source)) : "";
    yield {
      label: `${component} Translation-en`,
      size: packed(texts),
      name: listName(source, `${component}_i18n_Translation-en`),
      text: () => texts,
    };
  }
}

export interface Candidate {
  readonly one: DebianPackage;
  readonly version: string;
  readonly source: Source;
  readonly distribution: Distribution;
}

export const LISTS = "/var/lib/apt/lists";

/** What can be had: packages of the suites whose indexes have been fetched and are still there. */
export class Available {
  private readonly main: Source | undefined;

  constructor(sys: Sys, sources: readonly Source[]) {
    this.main = sources.find(
      (source) =>
        isMain(source) &&
        source.components.includes("main") &&
        !failed(sys.stat(`${LISTS}/${listName(source, "main_binary-amd64_Packages")}`)),
    );
  }

  get isEmpty(): boolean {
    return this.main === undefined;
  }

  find(name: string): Candidate | undefined {
    const one = debianPackages().get(name);
    if (one === undefined || this.main === undefined) return undefined;
    const distribution = distributionOf(this.main);
    return { one, version: one.versions[distribution], source: this.main, distribution };
  }

  *all(): Generator<Candidate> {
    for (const name of debianPackages().keys()) {
      const candidate = this.find(name);
      if (candidate !== undefined) yield candidate;
    }
  }

  /** Who stands in for a name that is no package. */
  providers(name: string): readonly Candidate[] {
    return (VIRTUAL.get(name) ?? []).flatMap((other) => this.find(other) ?? []);
  }
}
