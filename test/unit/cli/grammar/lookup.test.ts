import { describe, expect, test } from "vitest";
import type { Command } from "../../../../src/cli/grammar/command.ts";
import { childCommand, rootOf, unescapeText } from "../../../../src/cli/grammar/decode.ts";
import { allCommands, findCommand } from "../../../../src/cli/grammar/lookup.ts";
import { useLine } from "../../../../src/cli/grammar/use-line.ts";
import { KINDS } from "../../../../src/cli/flags/value-kinds.ts";

const found = (line: string): Command | undefined => findCommand(line === "" ? [] : line.split(" "));

describe("commands by their words", () => {
  test.each([
    ["ps", "container ls"],
    ["container ps", "container ls"],
    ["container list", "container ls"],
    ["rmi", "image rm"],
    ["image remove", "image rm"],
    ["stack up", "stack deploy"],
    ["stack down", "stack rm"],
    ["buildx b", "buildx build"],
    ["compose bridge transformations ls", "compose bridge transformations list"],
    ["system info", "system info"],
    ["info", "system info"],
    ["inspect", "inspect"],
  ])("%s is %s", (line, id) => expect(found(line)?.id).toBe(id));

  test.each(["imags", "pul", "Run", "PS", "container nosuch", "ps ls", "compose ls x", "", "compose"])(
    "%s",
    (line) => {
      expect(found(line)?.id).toBe(line === "" ? "" : line === "compose" ? "compose" : undefined);
    },
  );

  test("a plugin's root knows nothing but the plugin and help", () => {
    expect(rootOf("compose").commands.map((command) => command.name)).toEqual(["compose", "help"]);
    expect(childCommand(rootOf("docker"), "compose")).toBeUndefined();
    expect(rootOf("compose").flags.byName.has("version")).toBe(false);
    expect(rootOf("docker").flags.byName.has("version")).toBe(true);
  });
});

describe("the table", () => {
  const all = [...allCommands()];

  test("names, aliases and flags are told apart", () => {
    for (const command of all) {
      const words = command.commands.flatMap((child) => [child.name, ...child.aliases]);
      expect(words.length, command.path).toBe(new Set(words).size);
      const shorthands = command.flags.sorted.map((flag) => flag.shorthand).filter((letter) => letter !== "");
      const inherited = command.flags.byShorthand.size;
      expect(inherited, command.path).toBeLessThanOrEqual(shorthands.length);
    }
  });

  test("every flag is of a kind that values can be read for, and every variable is a flag", () => {
    for (const command of all)
      for (const flag of command.flags.sorted) {
        expect(KINDS.has(flag.kind), `${command.path} --${flag.name}: ${flag.kind}`).toBe(true);
        expect(command.flags.byName.has(flag.variable), `${command.path} --${flag.name}`).toBe(true);
      }
  });

  test("commands are in the order of their names, below their parents", () => {
    for (const command of all)
      for (const [i, child] of command.commands.entries()) {
        expect(child.parent).toBe(command);
        expect(child.path).toBe(`${command.path} ${child.name}`);
        if (i > 0) expect((command.commands[i - 1] as Command).name < child.name).toBe(true);
      }
  });

  test("twins are the same command under other names", () => {
    const run = found("run") as Command;
    expect(run.twins.map((twin) => twin.path)).toEqual(["docker container run", "docker run"]);
    expect(run.flags.sorted).toEqual((found("container run") as Command).flags.sorted);
    expect(useLine(run)).toBe("docker run [OPTIONS] IMAGE [COMMAND] [ARG...]");
  });

  test("flags are handed down, and may have a twin of their own below", () => {
    const flag = (line: string, name: string) => found(line)?.flags.byName.get(name);
    expect(flag("compose up", "dry-run")).toBe(flag("compose", "dry-run"));
    expect(flag("buildx build", "builder")).toBe(flag("buildx", "builder"));
    expect(flag("buildx ls", "builder")).not.toBe(flag("buildx", "builder"));
    expect(flag("run", "help")).not.toBe(flag("ps", "help"));
    expect(flag("compose down", "volume")).toBe(flag("compose down", "volumes"));
  });

  test("texts stand escaped in it", () => {
    expect(unescapeText("a\\nb\\tc\\\\d\\qe\\d{x}")).toBe("a\nb\tc\\d`e${x}");
    expect(unescapeText("plain")).toBe("plain");
  });
});
