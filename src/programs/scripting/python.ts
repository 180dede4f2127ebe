// python3, as far as small programs go: -c, scripts and standard input with simple statements, -m http.server, and web apps that
// follow a pattern. What is beyond that is said in one plain line. Not here: the rest of the language, pip, the prompt.

import { failed, strerror } from "../../base/errno.ts";
import { decode } from "../../base/utf8.ts";
import type { Task } from "../../kernel/sys.ts";
import { command, type Io } from "../libc/command.ts";
import { readAll } from "../libc/input.ts";
import { lastComponent } from "../libc/paths.ts";
import { linksOf } from "../libc/netlink.ts";
import { listenFor, refusal, serveApp, type HelloApp } from "./hello-app.ts";
import { httpServer } from "./python-http.ts";
import { linesOf, pythonNames, PythonRun } from "./python-statements.ts";
import { flaskApp, handlerApp } from "./python-web.ts";
import { ScriptError } from "./tokens.ts";

const VERSION = "Python 3.13.5";

/** Modules of the standard library that programs may name, and what packages bring (folders in dist-packages). */
const STANDARD = new Set("os sys time json datetime random math re socket http http.server urllib urllib.request platform signal subprocess logging argparse pathlib collections threading socketserver string itertools functools typing tempfile shutil glob io csv uuid hashlib base64".split(" ")); // prettier-ignore

const PLACES = ["/usr/lib/python3/dist-packages", "/usr/local/lib/python3.13/site-packages", "/usr/local/lib/python3.13/dist-packages"]; // prettier-ignore

function missingModule(io: Io, text: string): { readonly name: string; readonly line: number } | undefined {
  for (const [i, line] of text.split("\n").entries()) {
    const [, from, names] = /^\s*(?:from\s+([\w.]+)\s+import|import\s+([\w., ]+))/.exec(line) ?? [];
    const modules = from === undefined ? (names ?? "").split(",") : [from];
    for (const word of modules) {
      const name = word.trim().replace(/\s+as\s.*$/, "");
      const root = name.split(".")[0] ?? "";
      if (root === "" || STANDARD.has(root) || !failed(io.sys.stat(`${root}.py`)) || !failed(io.sys.stat(root))) continue;
      if (PLACES.every((place) => failed(io.sys.stat(`${place}/${root}`)))) return { name: root, line: i + 1 };
    }
  }
  return undefined;
} // prettier-ignore

const traceback = (file: string, line: number, message: string): string =>
  `Traceback (most recent call last):\n  File "${file}", line ${line}, in <module>\n${message}\n`;

function* serve(io: Io, app: HelloApp, file: string, flask: boolean): Task<number> {
  const listener = listenFor(app, io.sys);
  if (failed(listener)) {
    yield* io.tell(traceback(file, 1, `OSError: ${refusal(listener)}`));
    return 1;
  }
  if (flask) {
    const name = lastComponent(file).replace(/\.py$/, "");
    yield* io.print(` * Serving Flask app '${name}'\n * Debug mode: off\n`);
    const own = linksOf(io.sys).flatMap(({ addresses }) => addresses.map(({ address }) => address)).find((address) => address !== "127.0.0.1" && !address.includes(":")); // prettier-ignore
    const where = app.address === "0.0.0.0" ? ` * Running on all addresses (0.0.0.0)\n * Running on http://127.0.0.1:${app.port}\n${own === undefined ? "" : ` * Running on http://${own}:${app.port}\n`}` : ` * Running on http://${app.address}:${app.port}\n`; // prettier-ignore
    yield* io.tell(`WARNING: This is a development server. Do not use it in a production deployment. Use a production WSGI server instead.\n${where}Press CTRL+C to quit\n`); // prettier-ignore
  }
  yield* io.out.flush();
  return yield* serveApp(io.sys, { listener, app });
}

/** Assignments outside of functions, which apps name. */
function readSettings(run: PythonRun, text: string): void {
  for (const [, name = "", value = ""] of text.matchAll(/^([A-Za-z_]\w*)\s*=\s*([^=\n][^\n]*)$/gm)) {
    try {
      run.values.assign(name, value);
    } catch (error) {
      if (!(error instanceof ScriptError)) throw error;
    }
  }
}

function* runText(io: Io, text: string, file: string, argv: readonly string[], unbuffered: boolean): Task<number> {
  const missing = missingModule(io, text);
  if (missing !== undefined) {
    yield* io.tell(`Traceback (most recent call last):\n  File "${file}", line ${missing.line}, in <module>\n${file.startsWith("<") ? "" : `    ${(text.split("\n")[missing.line - 1] ?? "").trim()}\n`}ModuleNotFoundError: No module named '${missing.name}'\n`);
    return 1;
  }
  const run = new PythonRun(io, pythonNames(io, argv), unbuffered);
  try {
    if (/Flask\(|HTTPServer|TCPServer/.test(text)) {
      readSettings(run, text);
      const flask = flaskApp(text, run.values);
      const app = flask ?? handlerApp(text, run.values);
      if (app !== undefined) return yield* serve(io, app, file, flask !== undefined);
    }
    const outcome = yield* run.block(linesOf(text));
    return typeof outcome === "object" && "exit" in outcome ? outcome.exit : 0;
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error;
    yield* io.tell(error.type === "" ? `python3: line ${run.line} is beyond what paperwhale models of Python: ${error.text}\n` : traceback(file, run.line, `${error.type}: ${error.text}`));
    return 1;
  }
} // prettier-ignore

function* runFile(io: Io, path: string, argv: readonly string[], unbuffered: boolean): Task<number> {
  const fd = path === "-" ? 0 : yield* io.sys.open(path, 0);
  const bytes = failed(fd) ? fd : yield* readAll(io.sys, fd);
  if (failed(bytes)) {
    const cwd = io.sys.getcwd();
    const whole = path.startsWith("/") || typeof cwd !== "object" ? path : `${cwd.path.replace(/\/$/, "")}/${path}`;
    yield* io.tell(`${io.name}: can't open file '${whole}': [Errno ${bytes === "ENOENT" ? 2 : 13}] ${strerror(bytes)}\n`);
    return 2;
  }
  if (fd !== 0 && !failed(fd)) void io.sys.close(fd);
  return yield* runText(io, decode(bytes), path === "-" ? "<stdin>" : path, argv, unbuffered);
} // prettier-ignore

function* runModule(io: Io, name: string, args: readonly string[]): Task<number> {
  if (name === "http.server") return yield* httpServer(io, args);
  yield* io.tell(`${io.name}: -m ${name} is not modelled by paperwhale\n`);
  return 1;
}

export const python3 = command({ name: "python3", gnu: "", raw: true }, function* (io) {
  const args = io.argv.slice(1);
  let unbuffered = io.env.has("PYTHONUNBUFFERED") || io.sys.termios(1) !== undefined;
  for (let i = 0; i < args.length; i++) {
    const word = args[i] as string;
    const rest = args.slice(i + 1);
    if (word === "-V" || word === "--version") {
      yield* io.print(`${VERSION}\n`);
      return 0;
    }
    if (word === "-c") return yield* runText(io, rest[0] ?? "", "<string>", ["-c", ...rest.slice(1)], unbuffered);
    if (word === "-m") return yield* runModule(io, rest[0] ?? "", rest.slice(1));
    if (word === "-u") unbuffered = true;
    else if (word === "-" || !word.startsWith("-")) return yield* runFile(io, word, [word, ...rest], unbuffered);
    else if (!/^-[BEIOSdiqsvx]+$/.test(word)) {
      yield* io.tell(`unknown option ${word}\nusage: ${io.name} [option] ... [-c cmd | -m mod | file | -] [arg] ...\nTry \`python -h' for more information.\n`);
      return 2;
    }
  }
  if (io.sys.termios(0) === undefined) return yield* runFile(io, "-", [""], unbuffered);
  yield* io.tell("python3: the interactive prompt is not modelled by paperwhale\n");
  return 1;
}); // prettier-ignore
