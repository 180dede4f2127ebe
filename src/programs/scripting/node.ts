// node, as far as small programs go: -e, -p, scripts with console.log and simple statements, timers that print, and web servers of
// node:http or Express by their pattern. What is beyond that is said in one plain line.

import { failed, strerror } from "../../base/errno.ts";
import { MILLISECOND } from "../../base/time.ts";
import { decode } from "../../base/utf8.ts";
import type { Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { readAll } from "../libc/input.ts";
import { Expressions, type Names } from "./expressions.ts";
import { listenFor, serveApp, type HelloApp, type Route } from "./hello-app.ts";
import { beyond, ScriptError } from "./tokens.ts";
import { javascriptText, numberIn, type Value } from "./values.ts";

const VERSION = "v20.19.2";

function namesOf(io: Io, argv: readonly string[]): Names {
  const env = new Map<string, Value>(io.env);
  const hostname = (): Value => io.sys.uname().nodename;
  const process = new Map<string, Value>([["env", env], ["argv", argv], ["version", VERSION], ["pid", io.sys.pid], ["platform", "linux"], ["arch", "x64"], ["cwd", () => { const cwd = io.sys.getcwd(); return typeof cwd === "object" ? cwd.path : "/"; }]]);
  const stringify: Value = ([value]) => json(value);
  return new Map<string, Value>([
    ["process", process], ["os", new Map<string, Value>([["hostname", hostname]])], ["JSON", new Map<string, Value>([["stringify", stringify]])],
    ["String", ([value]) => javascriptText(value)], ["Number", ([value]) => Number(value)], ["parseInt", ([value]) => parseInt(javascriptText(value), 10)],
    ["Math", new Map<string, Value>([["floor", ([n]) => Math.floor(numberIn(n))], ["round", ([n]) => Math.round(numberIn(n))], ["max", (list) => Math.max(...list.map(numberIn))], ["min", (list) => Math.min(...list.map(numberIn))]])],
    ["__filename", argv[1] ?? ""],
  ]);
} // prettier-ignore

function json(value: Value): string {
  if (Array.isArray(value)) return `[${value.map((item: Value) => json(item)).join(",")}]`;
  if (value instanceof Map) return `{${[...value].map(([key, item]) => `${JSON.stringify(key)}:${json(item as Value)}`).join(",")}}`;
  return JSON.stringify(value);
} // prettier-ignore

/** Statements of the outermost level: pieces that end with a semicolon or a line at which everything is closed. */
export function statementsOf(text: string): string[] {
  const statements: string[] = [];
  let held = "";
  let depth = 0;
  const pattern = /\/\/[^\n]*|\/\*[^]*?\*\/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\[^])*`|[^]/g;
  for (const [piece] of text.replace(/^#!.*/, "").matchAll(pattern)) {
    if (piece.startsWith("//") || piece.startsWith("/*")) continue;
    if ("([{".includes(piece)) depth++;
    if (")]}".includes(piece)) depth--;
    const ends = depth === 0 && (piece === ";" || (piece === "\n" && !/[=+,.(?:|&]\s*$/.test(held)));
    if (!ends) held += piece;
    else if (held.trim() !== "") {
      statements.push(held.trim());
      held = "";
    } else held = "";
  }
  if (held.trim() !== "") statements.push(held.trim());
  return statements.flatMap((one, i, all) => (all[i + 1]?.startsWith(".") ? [] : all[i - 1] !== undefined && one.startsWith(".") ? [`${all[i - 1]}${one}`] : [one]));
} // prettier-ignore

class NodeRun {
  readonly values: Expressions;

  constructor(
    private readonly io: Io,
    names: Names,
  ) {
    this.values = new Expressions("javascript", names);
  }

  /** An exit status where the program ended itself. */
  *all(statements: readonly string[]): Task<number | undefined> {
    for (const statement of statements) {
      const status = yield* this.one(statement);
      if (status !== undefined) return status;
    }
    return undefined;
  }

  private *one(text: string): Task<number | undefined> {
    if (/^(["'])use strict\1$|^import\s|\brequire\(|^module\.|^export\s/.test(text)) return undefined;
    const log = /^console\.(log|info|error|warn)\(([^]*)\)$/.exec(text);
    if (log !== null) {
      yield* this.log(log[1] as string, log[2] as string);
      return undefined;
    }
    const exit = /^process\.exit\(([^]*)\)$/.exec(text);
    if (exit !== null) return exit[1] === "" ? 0 : numberIn(this.values.evaluate(exit[1] as string)) & 255;
    const write = /^process\.stdout\.write\(([^]*)\)$/.exec(text);
    if (write !== null) {
      yield* this.io.print(javascriptText(this.values.evaluate(write[1] as string)));
      return undefined;
    }
    const timer = /^(setInterval|setTimeout)\(\s*(?:\(\)\s*=>|function\s*\(\)\s*)\s*\{?([^]*?)\}?\s*,\s*([\w\s*]+)\)$/.exec(text);
    if (timer !== null) return yield* this.timer(timer[1] === "setInterval", timer[2] as string, timer[3] as string);
    const assigned = /^(?:const|let|var)?\s*([A-Za-z_$][\w$]*)\s*=(?!=)\s*([^]+)$/.exec(text);
    if (assigned === null) this.values.evaluate(text);
    else this.values.assign(assigned[1] as string, assigned[2] as string);
    return undefined;
  } // prettier-ignore

  private *log(kind: string, rest: string): Task<void> {
    const { args } = this.values.argumentsIn(rest);
    const line = `${args.map((value) => javascriptText(value, typeof value !== "string")).join(" ")}\n`;
    if (kind === "error" || kind === "warn") yield* this.io.tell(line);
    else yield* this.io.print(line);
    yield* this.io.out.flush();
  }

  private *timer(again: boolean, body: string, after: string): Task<number | undefined> {
    const statements = statementsOf(body);
    do {
      yield* this.io.sys.sleep(numberIn(this.values.evaluate(after)) * MILLISECOND);
      const status = yield* this.all(statements);
      if (status !== undefined) return status;
    } while (again);
    return undefined;
  }

  // ---- web servers

  app(text: string): HelloApp | undefined {
    const listen = /\.listen\(([^]*?)(?:,\s*(?:\(\)\s*=>|function|async)|\))/.exec(text);
    if (listen === null || !/createServer|express\(/.test(text)) return undefined;
    const { args } = this.values.argumentsIn((listen[1] ?? "").replace(/,\s*$/, ""));
    const [port = 3000, host] = args;
    const routes = /express\(/.test(text) ? this.expressRoutes(text) : [this.plainRoute(text)];
    return {
      address: typeof host === "string" ? host : "::",
      port: numberIn(typeof port === "string" ? Number(port) : port),
      routes,
      server: undefined,
      missing: { type: "text/html; charset=utf-8", body: "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Error</title>\n</head>\n<body>\n<pre>Cannot GET</pre>\n</body>\n</html>\n" },
      log: "none",
      keepsAlive: true,
      style: /express\(/.test(text) ? "express" : "node",
    };
  } // prettier-ignore

  private expressRoutes(text: string): Route[] {
    return [...text.matchAll(/\.get\(\s*(["'`])([^"'`]*)\1\s*,[^]*?res\.(send|json|end)\(([^]*?)\)\s*;?\s*(?:\}|\)|$)/gm)].map(([, , path = "/", verb, body = ""]) => {
      const value = this.values.evaluate(body);
      const isJson = verb === "json" || typeof value === "object";
      return { path, status: 200, type: isJson ? "application/json; charset=utf-8" : "text/html; charset=utf-8", body: isJson ? json(value) : javascriptText(value) };
    });
  } // prettier-ignore

  private plainRoute(text: string): Route {
    const status = /writeHead\((\d+)/.exec(text)?.[1] ?? /statusCode\s*=\s*(\d+)/.exec(text)?.[1] ?? "200";
    const type = /["']Content-Type["']\s*[:,]\s*["']([^"']*)["']/i.exec(text)?.[1] ?? "";
    const pieces = [...text.matchAll(/res(?:ponse)?\.(?:write|end)\(([^]*?)\)\s*;?\s*$/gm)].map(([, body = ""]) => (body.trim() === "" ? "" : javascriptText(this.values.evaluate(body))));
    if (pieces.length === 0) return beyond("what the server answers");
    return { path: undefined, status: Number(status), type, body: pieces.join("") };
  } // prettier-ignore

  /** What is printed once the server listens. */
  *listening(text: string): Task<void> {
    const said = /\.listen\([^]*?console\.log\(([^]*?)\)\s*;?\s*\}?\s*\)/.exec(text)?.[1];
    if (said !== undefined) yield* this.log("log", said);
  }
}

function* runText(io: Io, text: string, argv: readonly string[], prints: boolean): Task<number> {
  const run = new NodeRun(io, namesOf(io, argv));
  try {
    if (prints) {
      yield* io.print(`${javascriptText(run.values.evaluate(text), true).replace(/^'(.*)'$/, "$1")}\n`);
      return 0;
    }
    const statements = statementsOf(text);
    const isServer = /\.listen\(/.test(text) && /createServer|express\(/.test(text);
    const own = isServer ? statements.filter((one) => /^(const|let|var)\s+\w+\s*=/.test(one) && !/createServer|express\(|require\(/.test(one)) : statements; // prettier-ignore
    const status = yield* run.all(own);
    const app = isServer ? run.app(text) : undefined;
    if (app === undefined) return status ?? 0;
    const listener = listenFor(app, io.sys);
    if (failed(listener)) {
      yield* io.tell(`Error: listen ${listener}: ${strerror(listener).toLowerCase()} ${app.address}:${app.port}\n`);
      return 1;
    }
    yield* run.listening(text);
    yield* io.out.flush();
    return yield* serveApp(io.sys, { listener, app });
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error;
    yield* io.tell(error.type === "" ? `node: this program is beyond what paperwhale models of JavaScript: ${error.text}\n` : `Uncaught ${error.type}: ${error.text}\n`);
    return 1;
  }
} // prettier-ignore

export const node = command({ name: "node", gnu: "", raw: true }, function* (io) {
  const [first, ...rest] = io.argv.slice(1);
  if (first === "-v" || first === "--version") {
    yield* io.print(`${VERSION}\n`);
    return 0;
  }
  const asks = /^(-e|--eval|-p|--print|-pe)$/.test(first ?? "");
  if (asks) return yield* runText(io, rest[0] ?? "", ["/usr/bin/node", ...rest.slice(1)], first !== "-e" && first !== "--eval"); // prettier-ignore
  if (first === undefined && io.sys.termios(0) !== undefined) {
    yield* io.tell("node: the interactive prompt is not modelled by paperwhale\n");
    return 1;
  }
  const path = first ?? "-";
  const fd = path === "-" ? 0 : yield* io.sys.open(path, 0);
  const found = failed(fd) && !path.endsWith(".js") ? yield* io.sys.open(`${path}.js`, 0) : fd;
  const bytes = failed(found) ? found : yield* readAll(io.sys, found);
  if (failed(bytes)) {
    const cwd = io.sys.getcwd();
    const whole =
      path.startsWith("/") || typeof cwd !== "object" ? path : `${cwd.path.replace(/\/$/, "")}/${path}`;
    yield* io.tell(`node:internal/modules/cjs/loader:1215\n  throw err;\n  ^\n\nError: Cannot find module '${whole}'\n    at node:internal/main/run_main_module:28:49 {\n  code: 'MODULE_NOT_FOUND',\n  requireStack: []\n}\n\nNode.js ${VERSION}\n`); // prettier-ignore
    return 1;
  }
  return yield* runText(io, decode(bytes), ["/usr/bin/node", path, ...rest], false);
});
