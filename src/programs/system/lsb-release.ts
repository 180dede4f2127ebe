// lsb_release: what the distribution calls itself, from /etc/os-release. Not here: modules of the Linux Standard Base.
// Relies on that file alone.

import { failed } from "../../base/errno.ts";
import { command } from "../libc/command.ts";
import { readText } from "../libc/input.ts";

const valueIn = (text: string, name: string): string =>
  (new RegExp(`^${name}=(.*)$`, "m").exec(text)?.[1] ?? "").replace(/^"(.*)"$/, "$1");

export const lsbRelease = command(
  { name: "lsb_release", gnu: "i/id d/description r/release c/codename a/all s/short v/version", raw: false },
  function* (io) {
    const file = yield* readText(io.sys, "/etc/os-release");
    const text = failed(file) ? "" : file.text;
    const id = valueIn(text, "ID") === "ubuntu" ? "Ubuntu" : "Debian";
    const codename = valueIn(text, "VERSION_CODENAME");
    const rows: readonly (readonly [key: string, title: string, value: string])[] = [
      ["i", "Distributor ID", id],
      ["d", "Description", valueIn(text, "PRETTY_NAME")],
      ["r", "Release", valueIn(text, "VERSION_ID") || "n/a"],
      ["c", "Codename", codename],
    ];
    const chosen = rows.filter(([key]) => io.has("a") || io.has(key));
    if (chosen.length === 0 || (io.has("a") && !io.has("s"))) yield* io.tell("No LSB modules are available.\n");
    for (const [key, title, value] of chosen)
      yield* io.print(io.has("s") ? `${key === "d" ? `"${value}"` : value}\n` : `${title}:\t${value}\n`);
    return 0;
  },
); // prettier-ignore
