// `--help`, byte for byte as docker and its plugins print it (docker/cli cli/cobra.go, its usage template). What this
// daemon cannot do is left out of docker's own help; plugins leave nothing out.

import type { Command, Flag } from "../grammar/command.ts";
import { rootOf } from "../grammar/lookup.ts";
import { useLine } from "../flags/args-rule.ts";
import type { ClientEnvironment } from "../flags/client-environment.ts";
import { defaultText } from "../flags/outside-default.ts";
import { isBuildxExperimental, isPresent } from "../flags/present.ts";
import { isHiddenBy } from "../flags/support.ts";
import { aliasesOf, describe, flagDescription } from "./descriptions.ts";
import { formatFlagUsages } from "./flag-usages.ts";

const DEFAULT_COLUMNS = 80;
const MIN_PADDING = 11;
const PLUGINS = ["buildx", "compose"] as const;

const EXPERIMENTAL = `  Experimental features provide early access to product functionality. These
  features may change between releases without warning, or can be removed from a
  future release. Learn more about experimental features in our documentation:
  https://docs.docker.com/go/experimental/`;

const MORE_HELP = "For more help on how to use Docker, head to https://docs.docker.com/go/guides/";
const BUILDX_HINT = "Experimental commands and flags are hidden. Set BUILDX_EXPERIMENTAL=1 to show them.";

export function renderHelp(command: Command, env: ClientEnvironment): string {
  const flags = flagsSection(command, env);
  const groups = commandGroups(command, env);
  const isRoot = command.parent === undefined;
  const sections = [
    `Usage:  ${command.commands.length > 0 ? `${command.path}${flags === "" ? "" : " [OPTIONS]"} COMMAND` : useLine(command)}`,
    describe(command).long.trim(),
    isExperimental(command) ? `EXPERIMENTAL:\n  ${command.path} is an experimental feature.\n${EXPERIMENTAL}` : "",
    titled("Aliases", indented(aliasesOf(command))),
    titled("Examples", describe(command).examples),
    isRoot ? "" : titled("Options", flags),
    ...groups,
    isRoot ? titled("Global Options", flags) : "",
    command.commands.length > 0 ? `Run '${command.path} COMMAND --help' for more information on a command.` : "",
    hint(command, env),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

const titled = (title: string, text: string): string => (text === "" ? "" : `${title}:\n${text}`);
const indented = (text: string): string => (text === "" ? "" : `  ${text}`);

function isExperimental(command: Command): boolean {
  for (let above: Command | undefined = command; above !== undefined; above = above.parent) if (above.experimental) return true;
  return false;
}

function hint(command: Command, env: ClientEnvironment): string {
  if (command.parent === undefined) return MORE_HELP;
  return command.id === "buildx" && !isBuildxExperimental(env) ? BUILDX_HINT : "";
}

function flagsSection(command: Command, env: ClientEnvironment): string {
  const isShown = (flag: Flag): boolean =>
    !flag.hidden && flag.deprecated === "" && !(command.program === "docker" && isHiddenBy(flag.needs, env.server));
  const usages = command.flags.sorted.filter(isShown).map((flag) => ({ flag, description: flagDescription(flag), defaultText: defaultText(flag, env) }));
  return formatFlagUsages(usages, (env.columns ?? DEFAULT_COLUMNS) - 1).trimEnd();
}

/** The lists of commands, each under its title. */
function commandGroups(command: Command, env: ClientEnvironment): string[] {
  const isShown = (child: Command): boolean =>
    isPresent(child, env) && !child.hidden && !(child.program === "docker" && isHiddenBy(child.needs, env.server)) && !(child.id === "bake" && !env.hasPlugin("buildx"));
  const children = command.commands.filter(isShown);
  const padding = Math.max(MIN_PADDING, ...command.commands.map((child) => child.name.length)) + 1;
  const list = (commands: readonly Command[], mark = (_child: Command) => " "): string =>
    commands.map((child) => `  ${`${child.name}${mark(child)}`.padEnd(padding)}${describe(child).short}`).join("\n");
  const common = children.filter((child) => child.rank > 0).sort((a, b) => a.rank - b.rank);
  const plugins = command === rootOf("docker") ? PLUGINS.filter(env.hasPlugin).map((name) => rootOf(name).commands[0] as Command) : [];
  const management = [...children.filter((child) => child.commands.length > 0), ...plugins].sort((a, b) => (a.name < b.name ? -1 : 1));
  const ofSwarm = (child: Command): boolean => child.needs.swarm !== undefined;
  return [
    titled("Common Commands", list(common)),
    titled("Management Commands", list(management.filter((child) => !ofSwarm(child)), (child) => (plugins.includes(child) ? "*" : " "))),
    titled("Swarm Commands", list(management.filter(ofSwarm))),
    titled("Commands", list(children.filter((child) => child.commands.length === 0 && child.rank === 0))),
  ];
}
