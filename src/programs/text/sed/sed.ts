// sed: the stream editor. Options and files are read here, scripts by parse.ts, and machine.ts carries them out.
// Not here: --debug, --follow-symlinks' effect, and character sets other than UTF-8 and bytes.

import { failed, strerror } from "../../../base/errno.ts";
import { decode } from "../../../base/utf8.ts";
import type { Task } from "../../../kernel/sys.ts";
import { command, type Io } from "../../libc/command.ts";
import { readAll, readFile } from "../../libc/input.ts";
import { isUtf8 } from "../../libc/quote.ts";
import { Files } from "./files.ts";
import { InPlace } from "./in-place.ts";
import { Input } from "./input.ts";
import { Machine } from "./machine.ts";
import { parseScript } from "./parse.ts";
import type { Dialect } from "./patterns.ts";
import type { Piece, Script } from "./script.ts";
import { isFault } from "./scanner.ts";

const USAGE = "[OPTION]... {script-only-if-no-other-script} [input-file]...";

export const sed = command(
  {
    name: "sed",
    gnu:
      "binary b debug e:/expression: f:/file: follow-symlinks i?/in-place? l:/line-length: n/quiet/silent posix " +
      "E r/regexp-extended sandbox s/separate u/unbuffered z/null-data/zero-terminated",
    busybox: "i?/in-place? r/regexp-extended E n/quiet/silent e:/expression: f:/file:",
    usage: USAGE,
    package: "GNU sed 4.9",
    misuse: (name, message) => `${name}: ${message}\nUsage: ${name} ${USAGE}\n\n`,
  },
  function* (io) {
    const pieces = yield* piecesOf(io);
    if (typeof pieces === "number") return pieces;
    const dialect = dialectOf(io);
    io.out.decoding = dialect.utf8 ? "utf8" : "bytes";
    const script = parseScript(pieces, dialect, io.has("sandbox"));
    if (isFault(script)) return yield* io.complain(script.fault, script.status);
    return yield* edit(io, script, dialect);
  },
);

const dialectOf = (io: Io): Dialect => ({
  gnu: io.family === "gnu",
  posix: io.has("posix"),
  extended: io.has("E") || io.has("r"),
  utf8: io.family === "gnu" && isUtf8(io.env),
  zero: io.has("z"),
});

/** Expressions and files in the order in which they were given; else the first operand. */
function* piecesOf(io: Io): Task<Piece[] | number> {
  const pieces: Piece[] = [];
  let expressions = 0;
  for (const { key, value = "" } of io.options.given) {
    if (key === "e") pieces.push({ text: value, name: `-e expression #${++expressions}`, isFile: false });
    if (key !== "f") continue;
    const bytes = value === "-" ? yield* readAll(io.sys, 0) : yield* readFile(io.sys, value);
    if (failed(bytes)) {
      const gnu = io.family === "gnu";
      yield* io.complain(
        gnu ? `couldn't open file ${value}: ${strerror(bytes)}` : `${value}: ${strerror(bytes)}`,
      );
      return gnu ? 4 : 1;
    }
    pieces.push({ text: decode(bytes).replace(/\n$/, ""), name: value, isFile: true });
  }
  if (pieces.length > 0) return pieces;
  const [first] = io.operands;
  if (first !== undefined) return [{ text: first, name: "-e expression #1", isFile: false }];
  if (io.family === "busybox") return yield* io.misuse("");
  const usage = `Usage: ${io.name} ${USAGE}\n\n`;
  yield* io.sys.write(
    2,
    Uint8Array.from(usage, (char) => char.charCodeAt(0)),
  );
  return 1;
}

function* edit(io: Io, script: Script, dialect: Dialect): Task<number> {
  const hasScript = io.has("e") || io.has("f");
  const operands = hasScript ? io.operands : io.operands.slice(1);
  const files = new Files(io, io.has("u"));
  const refused = yield* files.create(script.written);
  if (refused !== undefined) {
    const [path, errno] = refused;
    return yield* io.complain(io.family === "gnu" ? `couldn't open file ${path}: ${strerror(errno)}` : `can't open '${path}': ${strerror(errno)}`, io.family === "gnu" ? 4 : 1); // prettier-ignore
  }
  const inPlace = io.has("i") ? new InPlace(io, files, io.value("i") ?? "") : undefined;
  files.copiesRest = inPlace !== undefined;
  const separate = inPlace !== undefined || io.has("s");
  const paths = operands.length > 0 ? operands : inPlace === undefined ? ["-"] : [];
  const input = new Input(io, paths, separate, dialect.zero ? 0 : 10, inPlace);
  const width = Number(io.value("l") ?? "70");
  const quiet = io.has("n") || script.quiet;
  const options = { quiet, posix: dialect.posix, lineLength: width, dialect };
  const status = yield* new Machine(io, script, input, files, options).run();
  yield* input.close();
  yield* files.flush();
  return Math.max(status, input.trouble, inPlace?.status ?? 0);
}
