// `--help`, byte for byte as docker and its plugins print it (docker/cli cli/cobra.go, its usage template). What is
// shown of it all, and how wide, is handed in.

import type { Command, Flag, Program } from "../grammar/command.ts";
import { rootOf } from "../grammar/decode.ts";
import { useLine } from "../grammar/use-line.ts";
import { aliasesOf, describe, flagDescription } from "./descriptions.ts";
import { formatFlagUsages } from "./flag-usages.ts";

export interface HelpView {
  /** width of the terminal; 0 where it has none */
  readonly columns: number;
  readonly showsFlag: (flag: Flag, program: Program) => boolean;
  readonly showsCommand: (command: Command) => boolean;
  /** a flag's default as help shows it; "" for none */
  readonly defaultText: (flag: Flag) => string;
  /** the commands of the plugins that are there */
  readonly plugins: readonly Command[];
  /** whether buildx tells of the commands that it hides */
  readonly buildxHint: boolean;
}

const MIN_PADDING = 11;

const EXPERIMENTAL = `  Experimental features provide early access to product functionality. These
  features may change between releases without warning, or can be removed from a
  future release. Learn more about experimental features in our documentation:
  https://docs.docker.com/go/experimental/`;

const MORE_HELP = "For more help on how to use Docker, head to https://docs.docker.com/go/guides/";
const BUILDX_HINT = "Experimental commands and flags are hidden. Set BUILDX_EXPERIMENTAL=1 to show them.";

export function renderHelp(command: Command, view: HelpView): string {
  const flags = flagsSection(command, view);
  const groups = commandGroups(command, view);
  const isRoot = command.parent === undefined;
  const sections = [
    `Usage:  ${command.commands.length > 0 ? `${command.path}${flags === "" ? "" : " [OPTIONS]"} COMMAND` : useLine(command)}`,
    describe(command).long.trim(),
    isExperimental(command)
      ? `EXPERIMENTAL:\n  ${command.path} is an experimental feature.\n${EXPERIMENTAL}`
      : "",
    titled("Aliases", indented(aliasesOf(command))),
    titled("Examples", describe(command).examples),
    isRoot ? "" : titled("Options", flags),
    ...groups,
    isRoot ? titled("Global Options", flags) : "",
    command.commands.length > 0
      ? `Run '${command.path} COMMAND --help' for more information on a command.`
      : "",
    hint(command, view),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

const titled = (title: string, text: string): string => (text === "" ? "" : `${title}:\n${text}`);
const indented = (text: string): string => (text === "" ? "" : `  ${text}`);

function isExperimental(command: Command): boolean {
  for (let above: Command | undefined = command; above !== undefined; above = above.parent)
    if (above.experimental) return true;
  return false;
}

function hint(command: Command, view: HelpView): string {
  if (command.parent === undefined) return MORE_HELP;
  return command.id === "buildx" && view.buildxHint ? BUILDX_HINT : "";
}

function flagsSection(command: Command, view: HelpView): string {
  const usages = command.flags.sorted
    .filter((flag) => view.showsFlag(flag, command.program))
    .map((flag) => ({ flag, description: flagDescription(flag), defaultText: view.defaultText(flag) }));
  return formatFlagUsages(usages, view.columns - 1).trimEnd();
}

/** The lists of commands, each under its title. */
function commandGroups(command: Command, view: HelpView): string[] {
  const plugins = command === rootOf("docker") ? view.plugins : [];
  const padding = Math.max(MIN_PADDING, ...command.commands.map((child) => child.name.length)) + 1;
  const line = (child: Command): string => {
    const name = child.name + (plugins.includes(child) ? "*" : " ");
    return `  ${name.padEnd(padding)}${describe(child).short}`;
  };
  const list = (commands: readonly Command[]): string => commands.map(line).join("\n");
  const children = command.commands.filter(view.showsCommand);
  const groups = children.filter((child) => child.commands.length > 0);
  const management = [...groups, ...plugins].sort((a, b) => (a.name < b.name ? -1 : 1));
  const ofSwarm = (child: Command): boolean => child.needs.swarm !== undefined;
  return [
    titled(
      "Common Commands",
      list(children.filter((child) => child.rank > 0).sort((a, b) => a.rank - b.rank)),
    ),
    titled("Management Commands", list(management.filter((child) => !ofSwarm(child)))),
    titled("Swarm Commands", list(management.filter(ofSwarm))),
    titled("Commands", list(children.filter((child) => child.commands.length === 0 && child.rank === 0))),
  ];
}
