// Takes apart what `--help` prints on a terminal so wide that nothing is wrapped.

const HEADING =
  /^(EXPERIMENTAL|Aliases|Examples|Options|Common Commands|Management Commands|Swarm Commands|Commands|Global Options):$/;
const FLAG = /^ {2}(?:-(\S), | {4})--([\w-]+)(?: (\S+(?: \S+)*?))?(\[=[^\]]*\])? {3,}(\S.*)?$/;

/** {use, about, sections: Map of title to lines}; undefined for what is no help. */
export function parseHelp(text) {
  const lines = text.trimEnd().split("\n");
  const help = { use: "", about: "", sections: new Map() };
  let i = lines.findIndex((line) => line.startsWith("Usage:"));
  if (i < 0) return undefined;
  help.use = lines[i].replace(/^Usage: {2}/, "");
  while (lines[i + 1]?.startsWith("\t")) help.use += `\n${lines[++i]}`;
  const about = [];
  let section = about;
  for (i += 2; i < lines.length; i++) {
    const heading = HEADING.exec(lines[i]);
    if (heading) help.sections.set(heading[1], (section = []));
    else if (/^Run '.* COMMAND --help' for more/.test(lines[i])) help.sections.set("footer", (section = []));
    else section.push(lines[i]);
  }
  help.about = about.join("\n").trim();
  return help;
}

/** The flags of an Options section, in which nothing is wrapped. */
export function parseFlags(lines = []) {
  const flags = [];
  let column = 0;
  for (const line of lines) {
    const m = FLAG.exec(line);
    if (m) {
      column = line.length - (m[5]?.length ?? 0);
      flags.push({ name: m[2], shorthand: m[1] ?? "", type: m[3] ?? "bool", usage: m[5] ?? "" });
    } else if (line !== "") flags.at(-1).usage += `\n${line.slice(column)}`;
  }
  return flags;
}

export const parseCommands = (lines = []) =>
  lines.flatMap((line) => {
    const m = /^ {2}(\S+?)(\*?) +(\S.*)$/.exec(line);
    return m ? [{ name: m[1], short: m[3] }] : [];
  });
