// Writes the table of commands and flags, src/cli/grammar/table.ts, and their descriptions, src/cli/help/help-text.ts,
// from what a real client was seen to know:
//
//   node make-grammar.mjs REFERENCE.json HELP.json.gz SRC_CLI
//
// REFERENCE.json: one entry per command path (flags, argument counts, marks); HELP.json.gz: see record-help.mjs.
// What neither shows stands in grammar-facts.mjs. The form of the table: src/cli/grammar/decode.ts.
import { readFileSync, writeFileSync } from "node:fs";
import * as facts from "./grammar-facts.mjs";
import { parseCommands, parseFlags, parseHelp } from "./help-page.mjs";
import { readRecordings } from "./recordings.mjs";

const [referencePath, helpPath, folder] = process.argv.slice(2);
const reference = JSON.parse(readFileSync(referencePath, "utf8"));
const recorded = readRecordings(helpPath);

const ESCAPES = { "\\": "\\\\", "\n": "\\n", "\t": "\\t", "`": "\\q", $: "\\d" };
const escape = (text) => text.replace(/[\\\n\t`$]/g, (c) => ESCAPES[c]);

// ---- what was recorded, by path

const pathOf = (args) => args.slice(0, -1).join(" ");
const pick = (test) => new Map(recorded.filter(test).map((r) => [pathOf(r.args), parseHelp(r.stdout)]));
const everything = pick((r) => r.daemon === "everything" && r.env?.BUILDX_EXPERIMENTAL);
const plain = pick((r) => r.columns === 9999 && !r.daemon && !r.env);
const legacy = pick((r) => r.columns === 9999 && r.env?.DOCKER_BUILDKIT === "0");
const worker = pick((r) => r.daemon === "worker");
const manager = pick((r) => r.daemon === "manager");
const windows = pick((r) => r.daemon === "windows");
const none = pick((r) => r.daemon === "none");
const versions = [...new Set(recorded.map((r) => r.env?.DOCKER_API_VERSION).filter(Boolean))].sort(
  (a, b) => a.split(".")[1] - b.split(".")[1],
);
const byVersion = new Map(versions.map((v) => [v, pick((r) => r.env?.DOCKER_API_VERSION === v)]));
const flagNames = (help) =>
  new Set(
    parseFlags(help?.sections.get("Options") ?? help?.sections.get("Global Options")).map((f) => f.name),
  );
const listed = (help) =>
  new Map(
    ["Common Commands", "Management Commands", "Swarm Commands", "Commands"].flatMap((s) =>
      parseCommands(help?.sections.get(s)).map((c) => [c.name, c.short]),
    ),
  );

/** The first API version at which `has` is true of the recorded help; "" if it is of the first that has help at all. */
function firstVersion(path, has) {
  const helps = versions.map((v) => [v, byVersion.get(v).get(path)]).filter(([, help]) => help !== undefined);
  if (helps.length === 0 || has(helps[0][1])) return "";
  return helps.find(([, help]) => has(help))?.[0] ?? "";
}

// ---- one entry per command

const isAlias = (path) => /^(builder|bake|build)$/.test(path[0] ?? "") || path.join(" ") === "image build";
const programOf = (path) => (/^(compose|buildx)$/.test(path[0] ?? "") ? path[0] : "docker");
const persistentOf = (path) =>
  facts.PERSISTENT.filter(
    ([group]) => path.length > group.split(" ").length && path.join(" ").startsWith(`${group} `),
  ).flatMap(([, names]) => names);

/** A flag that only some commands hide has there a twin of its own. */
const hiddenInGroup = (name) =>
  facts.PERSISTENT.some(
    ([group, names]) =>
      names.includes(name) &&
      reference.some(
        (e) => e.path.join(" ") === group && e.flags.some((f) => f.name === name && f.shown === "hidden"),
      ),
  );

function makeEntry(path, ref, help) {
  const key = path.join(" ");
  const name = path.at(-1) ?? "docker";
  const own = parseFlags(help.sections.get("Options") ?? help.sections.get("Global Options"));
  const shown = new Map(own.map((f) => [f.name, f]));
  const extra = new Map(
    parseFlags((windows.get(key) ?? none.get(key))?.sections.get("Options")).map((f) => [f.name, f]),
  );
  const flags = [];
  for (const f of ref.flags) {
    if (name !== "docker" && f.name === "help" && !shown.has("help")) continue;
    const inherited = persistentOf(path).includes(f.name) && (f.shown !== "hidden" || hiddenInGroup(f.name));
    if (!inherited) flags.push(makeFlag(key, f, shown.get(f.name) ?? extra.get(f.name)));
  }
  for (const [n, f] of shown)
    if (!ref.flags.some((g) => g.name === n) && !persistentOf(path).includes(n))
      flags.push(makeFlag(key, { ...f, shown: undefined }, f));
  const group = ref.subcommands.length > 0;
  return {
    path,
    name,
    group,
    flags,
    use: group
      ? (facts.GROUP_USE[key] ?? "")
      : help.use
          .split("\n")[0]
          .replace(/^docker ?/, "")
          .split(" ")
          .slice(path.length)
          .join(" ") +
        help.use
          .split("\n")
          .slice(1)
          .map((l) => `\n${l}`)
          .join(""),
    about: help.about,
    experimental: help.sections.has("EXPERIMENTAL"),
    aliases: (help.sections.get("Aliases") ?? []).join("").trim(),
    examples: (help.sections.get("Examples") ?? []).join("\n").trim(),
    args: group ? facts.groupRule(key) : argsRule(key, ref.args),
    marks: commandMarks(path, ref),
    interspersed: facts.interspersed(key, ref.interspersed ?? true),
    footer: (help.sections.get("footer") ?? []).join("\n").trim(),
  };
}

/** How arguments are counted, and in whose words: see args-rule.ts. */
function argsRule(key, { min, max, tooFew = "", tooMany = "" }) {
  if (facts.ARGS[key] !== undefined) return facts.ARGS[key];
  const told = tooFew || tooMany;
  const cobra = told !== "" && !told.startsWith("docker: '") ? "c" : "";
  if (/accepts no arguments|unknown command/.test(tooMany)) return `0${cobra}`;
  if (/requires \d+ argument|accepts \d+ arg/.test(told)) return `=${min}${cobra}`;
  if (/at least \d+ and at most|between/.test(told)) return `${min}-${max}${cobra}`;
  if (max === null) return min === 0 ? "*" : `>${min}${cobra}`;
  return `<${max}${cobra}`;
}

function commandMarks(path, ref) {
  const key = path.join(" ");
  const parent = path.slice(0, -1).join(" ");
  const marks = [];
  if (ref.shown === "hidden" && !listed(everything.get(parent)).has(path.at(-1))) marks.push("h");
  if (ref.shown === "experimental" && path.length === 1) marks.push("e", "o=linux");
  if (
    ref.shown === "BUILDX_EXPERIMENTAL" &&
    /EXPERIMENTAL/.test(listed(everything.get(parent)).get(path.at(-1)) ?? "")
  )
    marks.push("x");
  const inSwarmGroup = path.length > 1 && facts.SWARM_GROUPS.has(path[0]);
  if (ref.shown === "swarm" && !inSwarmGroup)
    marks.push(`s=${listed(worker.get(parent)).has(path.at(-1)) ? "active" : "manager"}`);
  else if (key === "swarm") marks.push("s=");
  const told = recorded
    .map((r) => pathOf(r.args) === key && /requires API version ([\d.]+), but/.exec(r.stdout)?.[1])
    .find(Boolean);
  const inherited =
    parent &&
    recorded.some((r) => pathOf(r.args) === parent && r.stdout.includes(`requires API version ${told}, but`));
  const needs = (inherited ? "" : told) || firstVersion(parent, (help) => listed(help).has(path.at(-1)));
  if (needs && programOf(path) === "docker" && !marks.includes("h")) marks.push(`v${needs}`);
  return marks;
}

function makeFlag(key, ref, seen) {
  const marks = [];
  const kind = facts.kindOf(key, ref.name, ref.type);
  const type = seen?.type ?? ref.type;
  if (ref.shown === "hidden" && (!seen || !flagNames(windows.get(key)).has(ref.name))) marks.push("h");
  else if (seen && !(flagNames(plain.get(key)).has(ref.name) || flagNames(legacy.get(key)).has(ref.name))) {
    if (flagNames(windows.get(key)).has(ref.name) && !flagNames(worker.get(key)).has(ref.name))
      marks.push("o=windows");
    else if (ref.shown === "experimental") marks.push("e");
    else if (flagNames(manager.get(key)).has(ref.name) && !flagNames(worker.get(key)).has(ref.name))
      marks.push("s=manager");
  }
  const version = firstVersion(key, (help) => flagNames(help).has(ref.name));
  if (
    version &&
    !marks.includes("h") &&
    !ref.shown?.startsWith("BUILDX") &&
    flagNames(everything.get(key)).has(ref.name)
  )
    marks.push(`v${version}`);
  marks.push(...facts.flagMarks(key, ref.name));
  const deprecated = facts.DEPRECATED[`${key.replace(/^container /, "")} --${ref.name}`];
  if (deprecated) marks.push("d");
  const column = [kind === type ? kind : `${kind}:${type}`, ...marks].join(";");
  const [usage, shownDefault] =
    deprecated === undefined ? splitDefault(type, seen?.usage ?? ref.usage ?? "") : ["", deprecated];
  const value = facts.defaultOf(key, ref.name, shownDefault);
  const name = `${ref.name}${ref.shorthand ? `,${ref.shorthand}` : ""}`;
  return `${escape(`${name} ${column} ${value}`.trimEnd())}\t${escape(usage)}`;
}

/** What pflag adds to a usage text for a default that is not zero; other texts that look alike are part of it. */
const DEFAULTS = { string: /^".*"$/s, bool: /^true$/, other: /^(-?[\d.]+|[\dhms]+|[\d.:]+|map\[\]|\[.*\])$/ };

function splitDefault(type, text) {
  const m = /^(.*) \(default ([^()]*|".*")\)$/s.exec(text);
  if (!m || !(DEFAULTS[type] ?? DEFAULTS.other).test(m[2])) return [text, ""];
  return [m[1], type === "string" ? JSON.parse(m[2]) : m[2]];
}

const entries = [];
for (const ref of reference) {
  const key = ref.path.join(" ");
  if (isAlias(ref.path)) continue;
  const help = everything.get(key);
  if (!help) throw new Error(`no help of ${key}`);
  entries.push(makeEntry(ref.path, ref, help));
}
for (const [key, help] of legacy) {
  const path = key.split(" ");
  const shown = [...parseFlags(help.sections.get("Options")), ...(facts.LEGACY_FLAGS[key] ?? [])];
  entries.push(
    makeEntry(
      path,
      {
        path,
        subcommands: key === "builder" ? ["build", "prune"] : [],
        flags: shown,
        args: {},
        interspersed: true,
      },
      help,
    ),
  );
}

for (const { path, use, about, aliases } of facts.STUBS)
  entries.push(
    makeEntry(
      path,
      { path, subcommands: [], flags: [], args: {} },
      { use, about, sections: new Map([["Aliases", [aliases]]]) },
    ),
  );

// ---- short descriptions stand with the parent

const shorts = new Map();
for (const source of [everything, plain, legacy])
  for (const [parent, help] of source)
    for (const [name, short] of listed(help)) shorts.set(`${parent} ${name}`.trim(), short);
const ranks = new Map(
  parseCommands(plain.get("").sections.get("Common Commands")).map((c, i) => [c.name, i + 1]),
);

for (const entry of entries) {
  const key = entry.path.join(" ");
  const listedShort = shorts.get(key) ?? entry.about;
  // a plugin's stub among docker's commands says something else than the plugin's own help
  entry.short = listedShort;
  entry.long = entry.about === listedShort ? "" : entry.about;
  if (entry.path.length === 1 && ranks.has(entry.name) && programOf(entry.path) === "docker")
    entry.marks.push(`r${ranks.get(entry.name)}`);
  if (!entry.interspersed) entry.marks.push("i");
  if (entry.experimental) entry.marks.push("E");
}

// ---- the same command under two names is one row: `docker ps` and `docker container ls`

const rows = new Map();
for (const entry of entries) {
  const body = [
    entry.args,
    entry.use,
    entry.short,
    entry.long,
    entry.flags.join("\n"),
    entry.examples,
    entry.aliases,
    entry.marks.filter((m) => !m.startsWith("r")).join(";"),
    programOf(entry.path),
    entry.group,
  ].join("\t");
  (rows.get(body) ?? rows.set(body, []).get(body)).push(entry);
}

// ---- the rows

const pool = [];
const poolIndex = new Map();
const refOf = (flag) => poolIndex.get(flag) ?? (poolIndex.set(flag, pool.length), pool.push(flag) - 1);
const ordered = [...rows.values()].sort((a, b) => b[0].flags.length - a[0].flags.length);
for (const same of ordered) for (const flag of same[0].flags) refOf(flag);

function ranges(indices) {
  const sorted = [...indices].sort((a, b) => a - b);
  const parts = [];
  for (let i = 0; i < sorted.length;) {
    let j = i;
    while (sorted[j + 1] === sorted[j] + 1) j++;
    parts.push(sorted[i].toString(36) + (j > i ? `-${sorted[j].toString(36)}` : ""));
    i = j + 1;
  }
  return parts.join(",");
}

const lines = [];
const texts = [];
for (const same of rows.values()) {
  // the management form first: it is what the command is called by
  same.sort((a, b) => b.path.length - a.path.length || (a.path.join(" ") < b.path.join(" ") ? -1 : 1));
  const [first] = same;
  const isPersistent = (flag) =>
    facts.PERSISTENT.some(
      ([group, names]) => group === first.path.join(" ") && names.includes(/^[\w-]+/.exec(flag)[0]),
    );
  const refs = [
    ranges(first.flags.filter((f) => !isPersistent(f)).map(refOf)),
    ranges(first.flags.filter(isPersistent).map(refOf)),
  ]
    .join("*")
    .replace(/\*$/, "");
  const paths = same.map((e) => [e.path.join(" ") || "docker", ...cobraAliases(e)].join("+")).join(",");
  const ranked = same.find((e) => e.marks.some((m) => m.startsWith("r")));
  const marks = [first.args, ...(ranked ?? first).marks].join(";");
  const derived = derivedAliases(same);
  const aliases = first.aliases === derived ? "" : first.aliases || "-";
  lines.push([paths, marks, escape(first.use), refs].join("\t").trimEnd());
  texts.push(
    [first.short, first.long, first.examples, aliases === "-" && derived === "" ? "" : aliases]
      .map(escape)
      .join("\t")
      .trimEnd(),
  );
}

/** Other names under the same parent, from the list of aliases. */
function cobraAliases(entry) {
  const parent = `docker ${entry.path.slice(0, -1).join(" ")}`.trim();
  const fromList = entry.aliases
    .split(", ")
    .filter((a) => a !== "" && a.slice(0, a.lastIndexOf(" ")) === parent)
    .map((a) => a.split(" ").at(-1));
  const known = new Set([
    entry.name,
    ...entries
      .filter((e) => e.path.slice(0, -1).join(" ") === entry.path.slice(0, -1).join(" "))
      .map((e) => e.name),
  ]);
  return fromList.filter((name) => !known.has(name));
}

function derivedAliases(same) {
  const all = same.flatMap((e) => {
    const parent = ["docker", ...e.path.slice(0, -1)].join(" ");
    return [e.name, ...cobraAliases(e)].map((n) => `${parent} ${n}`);
  });
  return all.length > 1 ? all.join(", ") : "";
}

const halves = pool.map((line) => line.split("\t"));
const GENERATED =
  "Generated by scripts/make-grammar.mjs from what a real client was seen to know. Not to be edited:";
const constant = (name, list) =>
  `// prettier-ignore\nexport const ${name} = String.raw\`${list.join("\n")}\`;\n`;
writeFileSync(
  `${folder}/grammar/table.ts`,
  `// ${GENERATED} see
// decode.ts for the form, scripts/grammar-facts.mjs for what is written by hand.
${constant(
  "FLAGS",
  halves.map(([flag]) => flag),
)}${constant("COMMANDS", lines)}`,
);
writeFileSync(
  `${folder}/help/help-text.ts`,
  `// ${GENERATED} the
// words of \`--help\`, in the order of the rows of grammar/table.ts.
${constant(
  "FLAG_TEXTS",
  halves.map(([, usage]) => usage),
)}${constant("COMMAND_TEXTS", texts)}`,
);
console.log(`${lines.length} commands, ${pool.length} flags`);
