// What help shows to this user, of this daemon: docker's own help leaves out what the daemon cannot do, its plugins
// leave nothing out. Computed here, so that help/ knows of nothing but the grammar.

import type { Command, Needs, Program } from "../grammar/command.ts";
import { rootOf } from "../grammar/decode.ts";
import type { HelpView } from "../help/help.ts";
import type { ClientEnvironment } from "./client-environment.ts";
import { defaultText } from "./outside-default.ts";
import { isBuildxExperimental, isPresent } from "./present.ts";
import { isHiddenBy } from "./support.ts";

const DEFAULT_COLUMNS = 80;
const PLUGINS: readonly Program[] = ["buildx", "compose"];

export function helpView(env: ClientEnvironment): HelpView {
  const isThere = (needs: Needs, program: Program): boolean =>
    program !== "docker" || !isHiddenBy(needs, () => env.server());
  return {
    columns: env.columns ?? DEFAULT_COLUMNS,
    defaultText: (flag) => defaultText(flag, env),
    showsFlag: (flag, program) => !flag.hidden && flag.deprecated === "" && isThere(flag.needs, program),
    showsCommand: (command) =>
      !command.hidden &&
      isPresent(command, env) &&
      isThere(command.needs, command.program) &&
      (command.id !== "bake" || env.hasPlugin("buildx")),
    plugins: PLUGINS.filter((name) => env.hasPlugin(name)).map((name) => rootOf(name).commands[0] as Command),
    buildxHint: !isBuildxExperimental(env),
  };
}
