// find: walks trees and carries out an expression on every file. The expression is read by find-parse.ts; here
// is the walk: depth first or last, how deep, over which links and devices.

import { failed, strerror, type Errno } from "../../base/errno.ts";
import type { Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { S_IFDIR } from "../libc/file-mode.ts";
import { Accounts } from "../libc/passwd.ts";
import { joinPath } from "../libc/paths.ts";
import { quoted } from "../libc/quote.ts";
import { localZone } from "../libc/timezone.ts";
import { print } from "./find-actions.ts";
import { evaluate, type Expression, type Settings, type Walk } from "./find-expression.ts";
import { FoundFile } from "./find-file.ts";
import { ExpressionParser } from "./find-parse.ts";
import { WRONG, type TestContext } from "./find-tests.ts";

class Finder {
  private readonly walk: Walk = { pruned: false, ended: false };
  private device: number | undefined;

  constructor(
    private readonly io: Io,
    private readonly settings: Settings,
    private readonly expression: Expression,
  ) {}

  *start(path: string): Task<void> {
    const { io, settings } = this;
    const file = new FoundFile(io.sys, path, path, 0, settings.follow, undefined);
    const node = file.look();
    if (failed(node)) {
      yield* this.refuse(path, node);
      return;
    }
    this.device = node.dev;
    yield* this.visit(file, []);
  }

  get ended(): boolean {
    return this.walk.ended;
  }

  private *refuse(path: string, errno: Errno): Task<void> {
    const { io } = this;
    yield* io.complain(`${io.family === "gnu" ? quoted(io, path) : path}: ${strerror(errno)}`);
  }

  private *visit(file: FoundFile, above: readonly string[]): Task<void> {
    const { settings, walk } = this;
    const directory = file.type === S_IFDIR;
    if (directory && settings.follow === "always" && above.includes(identityOf(file))) {
      const words = "File system loop detected; the following directory is part of the cycle";
      yield* this.io.complain(`${words}: ${quoted(this.io, file.path)}`);
      return;
    }
    if (!settings.depthFirst) yield* this.judge(file);
    const enters =
      directory && !walk.ended && file.depth < settings.maxDepth && !(walk.pruned && !settings.depthFirst);
    if (enters) yield* this.enter(file, above);
    if (settings.depthFirst && !walk.ended) yield* this.judge(file);
  }

  private *judge(file: FoundFile): Task<void> {
    this.walk.pruned = false;
    if (file.depth >= this.settings.minDepth) yield* evaluate(this.expression, file, this.walk);
  }

  private *enter(file: FoundFile, above: readonly string[]): Task<void> {
    const { io, settings, walk } = this;
    if (settings.sameDevice && file.node?.dev !== this.device) return;
    const inside = settings.follow === "always" ? [...above, identityOf(file)] : above;
    const items = io.sys.list(file.path);
    if (failed(items)) {
      yield* this.refuse(file.path, items);
      return;
    }
    for (const item of items) {
      if (walk.ended) return;
      const path = joinPath(file.path, item.name);
      const child = new FoundFile(io.sys, path, file.start, file.depth + 1, settings.follow, item.type);
      yield* this.visit(child, inside);
    }
  }
}

const identityOf = ({ node }: FoundFile): string => `${node?.dev}:${node?.ino}`;

const LEADING = /^-(?:[HLP]|D|O\d?)$/;

/** Options that stand before the paths. */
function leading(args: readonly string[], settings: Settings): number {
  let at = 0;
  for (; LEADING.test(args[at] ?? ""); at++) {
    const arg = args[at];
    if (arg === "-H") settings.follow = "command-line";
    else if (arg === "-L") settings.follow = "always";
    else if (arg === "-P") settings.follow = "never";
    else if (arg === "-D") at++;
  }
  return args[at] === "--" ? at + 1 : at;
}

const isExpression = (arg: string): boolean => (arg.startsWith("-") && arg !== "-") || /^[()!]$/.test(arg);

const newSettings = (): Settings => ({
  maxDepth: Infinity,
  minDepth: 0,
  depthFirst: false,
  sameDevice: false,
  follow: "never",
  fromDayStart: false,
  regexType: "findutils-default",
  printsAll: true,
  deletes: false,
  prunes: false,
  atEnd: [],
});

const withPrint = (expression: Expression, context: TestContext): Expression => ({
  kind: "and",
  left: expression,
  right: { kind: "primary", run: print(context, "\n") },
});

/** -delete works from the bottom, where -prune means nothing: refused unless -depth is asked for. */
const pruneIsLost = ({ deletes, prunes }: Settings, args: readonly string[]): boolean =>
  deletes && prunes && !args.includes("-depth") && !args.includes("-d");

export const find = command(
  {
    name: "find",
    gnu: "",
    busybox: "",
    raw: true,
    usage: "[-HL] [PATH]... [OPTIONS] [ACTIONS]",
    package: "GNU findutils 4.10.0",
  },
  function* (io) {
    const args = io.argv.slice(1);
    const settings = newSettings();
    const from = leading(args, settings);
    let to = from;
    while (to < args.length && !isExpression(args[to] as string)) to++;
    const rest = args.slice(to);
    if (rest.includes("--version") || rest.includes("-version")) {
      yield* io.print("find (GNU findutils) 4.10.0\n");
      return 0;
    }
    const zone = yield* localZone(io.sys, io.env.get("TZ"), io.sys.now());
    const context: TestContext = { io, accounts: new Accounts(io.sys), zone, settings };
    const parsed = yield* new ExpressionParser(rest, context).parse();
    if (parsed === WRONG) return Math.max(1, io.status);
    if (pruneIsLost(settings, rest) && io.family === "gnu")
      return yield* io.complain(
        "The -delete action automatically turns on -depth, but -prune does nothing when -depth is in effect.  " +
          "If you want to carry on anyway, just explicitly use the -depth option.",
      );
    const finder = new Finder(io, settings, settings.printsAll ? withPrint(parsed, context) : parsed);
    const paths = to > from ? args.slice(from, to) : ["."];
    for (const path of paths) if (!finder.ended) yield* finder.start(path);
    for (const finish of settings.atEnd) yield* finish();
    return io.status;
  },
);
