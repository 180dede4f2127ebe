// locale: which locales hold for what, from LC_ALL, LC_* and LANG; -a lists those that there are: C, its UTF-8
// form and POSIX. Names of categories and keywords print what the C locale has.

import { encode } from "../../base/utf8.ts";
import { command, type Io } from "../libc/command.ts";

const CATEGORIES = [
  "LC_CTYPE", "LC_NUMERIC", "LC_TIME", "LC_COLLATE", "LC_MONETARY", "LC_MESSAGES", "LC_PAPER", "LC_NAME", "LC_ADDRESS", "LC_TELEPHONE",
  "LC_MEASUREMENT", "LC_IDENTIFICATION",
]; // prettier-ignore

const setting = (io: Io, name: string): string => io.env.get(name) ?? "";

function table(io: Io): string {
  const all = setting(io, "LC_ALL");
  const lang = setting(io, "LANG");
  let text = `LANG=${lang}\nLANGUAGE=${setting(io, "LANGUAGE")}\n`;
  for (const name of CATEGORIES) {
    const own = setting(io, name);
    if (own !== "" && all === "") text += `${name}=${own}\n`;
    else text += `${name}="${all || own || lang || "POSIX"}"\n`;
  }
  return `${text}LC_ALL=${all}\n`;
}

const isUtf8 = (io: Io): boolean =>
  /utf-?8/i.test(setting(io, "LC_ALL") || setting(io, "LC_CTYPE") || setting(io, "LANG"));

const keyword = (io: Io, name: string): string | undefined => {
  if (name === "charmap") return isUtf8(io) ? "UTF-8" : "ANSI_X3.4-1968";
  if (name === "decimal_point") return ".";
  if (name === "thousands_sep") return "";
  if (name === "yesexpr") return "^[yY]";
  if (name === "noexpr") return "^[nN]";
  return undefined;
};

export const locale = command(
  {
    name: "locale",
    gnu: "a/all-locales m/charmaps c/category-name k/keyword-name v/verbose",
    usageStatus: 64,
    package: "GNU libc 2.41",
    misuse: (name, message) =>
      `${name}: ${message}\nTry \`${name} --help' or \`${name} --usage' for more information.\n`,
  },
  function* (io) {
    if (io.has("a")) yield* io.print("C\nC.utf8\nPOSIX\n");
    else if (io.has("m")) yield* io.print("ANSI_X3.4-1968\nUTF-8\n");
    else if (io.operands.length === 0) yield* io.print(table(io));
    for (const name of io.operands) {
      const value = keyword(io, name);
      if (value !== undefined) yield* io.print(io.has("k") ? `${name}="${value}"\n` : `${value}\n`);
      else {
        yield* io.out.flush();
        yield* io.sys.write(2, encode(`${io.name}: unknown name "${name}"\n`));
        io.status = 1;
      }
    }
    return io.status;
  },
);
