// What installing software calls in passing: ldconfig, update-ca-certificates, locale-gen, update-alternatives --install. What they
// keep is written as far as anybody looks at it: the linker's cache is not modelled, so ldconfig has nothing to do.

import { failed, strerror } from "../../base/errno.ts";
import { command, type Command } from "../libc/command.ts";
import { lastComponent } from "../libc/paths.ts";

const ldconfig = command({ name: "ldconfig", gnu: "", raw: true }, function* (io) {
  const { euid } = io.sys.credentials();
  const asks = io.argv.some((word) => /^-[pNV]/.test(word));
  if (euid === 0 || asks) return 0;
  return yield* io.complain("Can't create temporary cache file /etc/ld.so.cache~: Permission denied");
});

const updateCaCertificates = command({ name: "update-ca-certificates", gnu: "", raw: true }, function* (io) {
  const local = io.sys.list("/usr/local/share/ca-certificates");
  const added = failed(local) ? 0 : local.filter(({ name }) => name.endsWith(".crt")).length;
  yield* io.print(`Updating certificates in /etc/ssl/certs...\n${added} added, 0 removed; done.\nRunning hooks in /etc/ca-certificates/update.d...\ndone.\n`);
  return 0;
}); // prettier-ignore

const localeGen = command({ name: "locale-gen", gnu: "", raw: true }, function* (io) {
  yield* io.print("Generating locales (this might take a while)...\n");
  for (const name of io.argv.slice(1)) yield* io.print(`  ${name}... done\n`);
  yield* io.print("Generation complete.\n");
  return 0;
});

/** `--install LINK NAME PATH PRIORITY`, `--set NAME PATH`; the last one said wins. */
const updateAlternatives = command({ name: "update-alternatives", gnu: "", raw: true }, function* (io) {
  const args = io.argv.slice(1).filter((word) => word !== "--quiet" && word !== "--force");
  const [verb, ...rest] = args;
  const [link = "", name, path] = verb === "--install" ? rest : [`/usr/bin/${rest[0]}`, rest[0], rest[1]];
  if ((verb !== "--install" && verb !== "--set") || name === undefined || path === undefined)
    return yield* io.complain(`error: ${verb === undefined ? "need --display, --query, --list, --get-selections, --config, --set, --set-selections, --install, --remove, --all, --remove-all or --auto" : `${verb} is not modelled by paperwhale`}`, 2);
  const node = io.sys.stat(path);
  if (failed(node)) return yield* io.complain(`error: alternative path ${path} doesn't exist`, 2);
  const choice = `/etc/alternatives/${name}`;
  void io.sys.unlink(choice);
  const refused = io.sys.symlink(path, choice);
  if (refused !== undefined) return yield* io.complain(`error: unable to create symbolic link '${choice}': ${strerror(refused)}`, 2);
  void io.sys.unlink(link);
  void io.sys.symlink(choice, link);
  yield* io.print(`update-alternatives: using ${path} to provide ${link} (${lastComponent(link)}) in ${verb === "--set" ? "manual" : "auto"} mode\n`);
  return 0;
}); // prettier-ignore

export const installationCommands: readonly Command[] = [
  ldconfig,
  updateCaCertificates,
  localeGen,
  updateAlternatives,
];
