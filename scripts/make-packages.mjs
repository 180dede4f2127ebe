// @ts-check
// Writes the table of Debian's and Ubuntu's packages, src/base/packages/debian-table.ts, from a real Debian in which all
// of them are installed and from a real Ubuntu's lists:
//
//   node scripts/make-packages.mjs DEBIAN_ROOT UBUNTU_ROOT
//
// The form of the table: src/base/packages/debian.ts. Programs of packages that src/base/packages/debian-tools.ts
// names are left out, as they stand there.
import { lstatSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./installed.mjs";

const [debian = "", ubuntu = ""] = process.argv.slice(2);

/** @param {string} text @returns {Map<string, string>[]} */
const paragraphs = (text) =>
  text.split("\n\n").flatMap((paragraph) => {
    const fields = [...paragraph.matchAll(/^([\w-]+): ?(.*)$/gm)].map(
      (m) => /** @type {const} */ ([m[1], m[2]]),
    );
    return fields.length === 0 ? [] : [new Map(/** @type {[string, string][]} */ (fields))];
  });

/** @param {string} root @returns {Map<string, Map<string, string>>} the last one of a name counts */
const listed = (root) => {
  const folder = join(root, "var/lib/apt/lists");
  const files = readdirSync(folder)
    .filter((name) => name.endsWith("_Packages"))
    .sort();
  const all = files.flatMap((name) => paragraphs(readFileSync(join(folder, name), "utf8")));
  return new Map(all.map((fields) => [fields.get("Package") ?? "", fields]));
};

/** Mail servers and the like, which cron and others recommend and nobody asks for in a container. */
const LEFT_OUT = /^(exim4-.*|bsd-mailx|libgnutls-dane0t64|libunbound8|liblockfile.*|libidn12|systemd-cryptsetup|systemd-timesyncd|libnss-systemd|libcryptsetup12|libdevmapper.*|dmsetup|nodejs-doc|libevent-2.*|libntlm0)$/; // prettier-ignore

const installed = paragraphs(readFileSync(join(debian, "var/lib/dpkg/status"), "utf8")).filter(
  (fields) => fields.get("Status")?.endsWith(" installed") && !LEFT_OUT.test(fields.get("Package") ?? ""),
);
const names = new Set(installed.map((fields) => fields.get("Package") ?? ""));
const archive = listed(debian);
const noble = listed(ubuntu);

/** @type {Map<string, string>} what is provided, by whom */
const providers = new Map();
for (const fields of installed)
  for (const provided of (fields.get("Provides") ?? "").split(/, */).filter((word) => word !== ""))
    providers.set(provided.replace(/ .*/, ""), fields.get("Package") ?? "");

/** @param {string} text @returns {string} those that are in the table, one of each choice */
const chosen = (text) => {
  const found = text.split(/, */).flatMap((choice) => {
    const words = choice.split("|").map((word) => word.trim().replace(/[ (:].*/, ""));
    const name =
      words.find((word) => names.has(word)) ?? words.map((word) => providers.get(word)).find(Boolean);
    return name === undefined || name === "" ? [] : [name];
  });
  return [...new Set(found)].join(" ");
};

const suggested = (/** @type {string} */ text) =>
  text
    .split(/, */)
    .map((choice) =>
      choice
        .replace(/ *\([^)]*\)/g, "")
        .replace(/ *\| */g, "|")
        .trim(),
    )
    .filter((choice) => choice !== "")
    .slice(0, 6)
    .join(" ");

const tools = readFileSync(join(ROOT, "src/base/packages/debian-tools.ts"), "utf8");
const known = new Set([...tools.matchAll(/^ {2}\["([\w.+-]+)", \{/gm)].map((m) => m[1]));
const LETTERS = new Map([["/usr/bin", "b"], ["/usr/sbin", "s"], ["/usr/games", "g"], ["/usr/lib/x86_64-linux-gnu", "l"]]); // prettier-ignore

/** @param {string} name @param {string} path */
const described = (name, path) => {
  const folder = path.slice(0, path.lastIndexOf("/"));
  const letter = LETTERS.get(folder);
  const file = path.slice(folder.length + 1);
  if (letter === undefined || (letter === "l" && !/\.so\./.test(file))) return [];
  if (letter !== "l" && known.has(name)) return [];
  try {
    const node = lstatSync(join(debian, path));
    if (node.isSymbolicLink()) {
      const target = readlinkSync(join(debian, path));
      return letter === "l" || /[/ ]/.test(target) ? [] : [`${letter}${file}>${target}`];
    }
    if (!node.isFile() || (letter !== "l" && (node.mode & 0o111) === 0)) return [];
    const mode =
      letter === "l" || (node.mode & 0o7777) === 0o755 ? "" : `:${(node.mode & 0o7777).toString(8)}`;
    return [`${letter}${file}:${node.size}${mode}`];
  } catch {
    return [];
  }
};

/** @param {string} name */
const filesOf = (name) => {
  const folder = join(debian, "var/lib/dpkg/info");
  const list = readdirSync(folder).find((file) => file === `${name}.list` || file === `${name}:amd64.list`);
  if (list === undefined) return "";
  const paths = readFileSync(join(folder, list), "utf8").trim().split("\n");
  return paths.map((path) => path.replace(/^\/(s?bin)\//, "/usr/$1/")).flatMap((path) => described(name, path)).slice(0, 14).join(" "); // prettier-ignore
};

const alternatives = () => {
  /** @type {Map<string, string[]>} */
  const found = new Map();
  for (const link of readdirSync(join(debian, "etc/alternatives")).filter((name) => name !== "README")) {
    const target = readlinkSync(join(debian, "etc/alternatives", link));
    const file = /^\/usr\/bin\/([^/]+)$/.exec(target)?.[1];
    if (file !== undefined && !/\.\dg?z?$/.test(link)) found.set(file, [...(found.get(file) ?? []), link]);
  }
  return [...found]
    .map(([file, links]) => `${file} ${links.join(" ")}`)
    .sort()
    .join("\n");
};

const PRIORITIES = new Map([
  ["required", "r"],
  ["important", "i"],
  ["standard", "t"],
]);

const flagsOf = (/** @type {Map<string, string>} */ fields) =>
  (fields.get("Essential") === "yes" ? "e" : "") +
  (fields.get("Architecture") === "all" ? "a" : "") +
  (fields.get("Multi-Arch") === "same" ? "s" : "") +
  (PRIORITIES.get(fields.get("Priority") ?? "") ?? "");

const lines = [...names].sort().map((name) => {
  const fields = /** @type {Map<string, string>} */ (installed.find((one) => one.get("Package") === name));
  const there = archive.get(name) ?? fields;
  const version = fields.get("Version") ?? "";
  const other = noble.get(name)?.get("Version") ?? "";
  return [
    name,
    flagsOf(fields),
    fields.get("Section") ?? "",
    version,
    other === version ? "" : other,
    there.get("Size") ?? "",
    fields.get("Installed-Size") ?? "",
    chosen([fields.get("Pre-Depends") ?? "", fields.get("Depends") ?? ""].join(", ")),
    chosen(fields.get("Recommends") ?? ""),
    suggested(fields.get("Suggests") ?? ""),
    fields.get("Description") ?? "",
    filesOf(name),
  ].join(";").replace(/;+$/, ""); // prettier-ignore
});

writeFileSync(
  join(ROOT, "src/base/packages/debian-table.ts"),
  `// Generated by scripts/make-packages.mjs from a real Debian and a real Ubuntu; the form is told in debian.ts.
// One line for each package, and one for each file that update-alternatives gives further names.
// prettier-ignore
export const DEBIAN_TABLE = String.raw\`${lines.join("\n").replace(/[`$]/g, "")}\`;

export const ALTERNATIVES_TABLE = \`${alternatives()}\`;
`,
);
