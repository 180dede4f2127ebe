// One instruction of a stage: what it adds to the graph, to the config and to history (BuildKit's dispatch functions
// in dockerfile2llb/convert.go).

import { quote } from "../../base/go/quote.ts";
import { fail, ok, type Result } from "../../base/result.ts";
import { changeConfig } from "../dockerfile-changes.ts";
import type { Argument, From, Instruction } from "../dockerfile/instruction.ts";
import { HERE, type Node } from "../dockerfile/source.ts";
import { processWord } from "../dockerfile-words.ts";
import { cleanPath } from "../paths.ts";
import { isProxy, proxiesOf } from "./arguments.ts";
import { parseModeChange } from "./mode-change.ts";
import { describe, describeArgs } from "./descriptions.ts";
import type { Graph } from "./graph.ts";
import { parseRunMount, type RunMount } from "../dockerfile/run-mount.ts";
import type { StageState } from "./stage-state.ts";
import type { BuildFailure, Input, Op, RunOp } from "./vertex.ts";

type Of<K extends Instruction["kind"]> = Extract<Instruction, { kind: K }>;
type Failure = BuildFailure | undefined;

export function dispatch(graph: Graph, state: StageState, instruction: Exclude<Instruction, From>): Failure {
  switch (instruction.kind) {
    case "arg":
      return declare(graph, state, instruction);
    case "run":
      return run(graph, state, instruction);
    case "copy":
      return copy(graph, state, instruction);
    case "workdir":
      return workdir(graph, state, instruction);
    case "shell":
      state.building.config.Shell = instruction.shell;
      return note(state, `SHELL [${instruction.shell.join(" ")}]`);
    case "maintainer":
      state.author = instruction.node.rest;
      return note(state, `MAINTAINER ${instruction.node.rest}`);
    case "config":
      return configure(state, instruction.node);
  }
}

/** Only the config changed. */
function note(state: StageState, createdBy: string): undefined {
  state.history.push({ createdBy, vertex: undefined });
}

function configure(state: StageState, node: Node): Failure {
  const { building } = state;
  const complaint = changeConfig(building, node);
  if (complaint !== undefined) return { message: asBuilderSays(complaint, node), lines: node };
  const name = node.name.toLowerCase();
  // To BuildKit nothing is a command as well, an empty one.
  if (name === "cmd" && node.rest === "") building.config.Cmd = [...shellOf(state), ""];
  if (name === "entrypoint" && node.rest === "") building.config.Entrypoint = [...shellOf(state), ""];
  if (name === "cmd") building.config.ArgsEscaped = true;
  if (name === "cmd" || name === "entrypoint") dropEmpty(state);
  const text = describe(building, node);
  return text === undefined ? undefined : note(state, text);
}

/** Ports are refused in go-connections' newer words. */
function asBuilderSays(complaint: string, { rest }: Node): string {
  const [, missing] = /^No port specified: (.*)<empty>$/.exec(complaint) ?? [];
  if (missing !== undefined) return `invalid port: ${quote(missing)}: no port specified`;
  const [, proto] = /^Invalid proto: (.*)$/.exec(complaint) ?? [];
  if (proto === undefined) return complaint.replace(/^Invalid /, "invalid ");
  const port = rest.split(/\s+/).find((word) => word.endsWith(`/${proto}`)) ?? rest;
  return `invalid port: ${quote(port)}: invalid proto: ${proto}`;
}

/** An empty list is no command. */
function dropEmpty({ building: { config } }: StageState): void {
  if (config.Cmd?.length === 0) config.Cmd = null;
  if (config.Entrypoint?.length === 0) config.Entrypoint = null;
}

// ---- arguments

function declare(graph: Graph, state: StageState, { args, node }: Of<"arg">): Failure {
  const { building } = state;
  const declared: Argument[] = [];
  for (const { name, value: otherwise } of args) {
    graph.asked.add(name);
    const expanded = otherwise === undefined ? ok(undefined) : processWord(otherwise, building.env, building);
    if (!expanded.ok) return { message: expanded.error, lines: node };
    const value = graph.request.args.get(name) ?? expanded.value ?? graph.globals.get(name);
    if (value !== undefined) building.env.set(name, value);
    declared.push({ name, value });
  }
  state.args.push(...declared);
  return note(state, describeArgs(declared));
}

// ---- files

/** A line as it is shown: variables replaced where they are set, the instruction in capitals. */
function shown({ building: { env, escape } }: StageState, node: Node): string {
  const word = processWord(node.text, env, { escape, forShow: true });
  const text = (word.ok ? word.value : node.text).replace(/^\S+/, (name) => name.toUpperCase());
  return text + summaryOf(node);
}

/** A here-document that is all of a RUN's command is told of by its first line. */
function summaryOf({ name, rest, hereDocuments: [only] }: Node): string {
  if (only === undefined || name.toLowerCase() !== "run" || !HERE.test(rest)) return "";
  const [first = "", ...more] = only.content.trim().split(/\r?\n/);
  return ` (${first}${more.length > 0 ? "..." : ""})`;
}

/** A step that makes files: its vertex is where the stage is from now on. */
function step(graph: Graph, state: StageState, node: Node, op: Op, createdBy: string): undefined {
  const name = shown(state, node);
  state.vertex = graph.add({ name, stage: state, lines: node, base: state.vertex, op });
  state.history.push({ createdBy, vertex: state.vertex });
}

const SHELL = ["/bin/sh", "-c"];

function run(graph: Graph, state: StageState, { command, flags, node }: Of<"run">): Failure {
  const { building } = state;
  const cwd = building.config.WorkingDir || "/";
  const mounts = mountsOf(graph, state, flags.all("mount"), node);
  if (!mounts.ok) return mounts.error;
  const { args, script } = commandOf(state, command, node);
  const op: RunOp = {
    kind: "run",
    args,
    env: [...building.env].filter(([name]) => !isProxy(name)).map(([name, value]) => `${name}=${value}`),
    proxies: proxiesOf(graph.request.args),
    cwd,
    user: building.config.User,
    network: flags.one("network") ?? graph.request.network,
    mounts: mounts.value,
    ...(script !== undefined && { script }),
  };
  const words = [...declared(state), ...(script === undefined ? args : [...shellOf(state), script.content])];
  return step(graph, state, node, op, `RUN ${words.join(" ")} # buildkit`);
}

const shellOf = ({ building }: StageState): readonly string[] => building.config.Shell ?? SHELL;

/** A here-document alone is the script; beside other words it is the shell's to read. */
function commandOf(
  state: StageState,
  command: readonly string[] | string,
  node: Node,
): Pick<RunOp, "args" | "script"> {
  if (typeof command !== "string") return { args: command };
  const shell = shellOf(state);
  const [only, ...more] = node.hereDocuments;
  if (only === undefined) return { args: [...shell, command] };
  if (more.length === 0 && /^\d*<<-?\S+$/.test(command)) {
    const path = `/dev/pipes/${only.name}`;
    return only.content.startsWith("#!")
      ? { args: [path], script: { path, content: only.content } }
      : { args: [...shell, only.content] };
  }
  const documents = node.hereDocuments.map(({ name, content }) => `\n${content}${name}`).join("");
  return { args: [...shell, command + documents] };
}

/** `|2 A=1 B=two`: the arguments that were declared so far, as the step sees them. */
function declared({ args, building: { env } }: StageState): readonly string[] {
  const values = new Map(args.map(({ name, value }) => [name, env.get(name) ?? value ?? ""]));
  if (values.size === 0) return [];
  return [`|${values.size}`, ...[...values].map(([name, value]) => `${name}=${value}`)];
}

function mountsOf(
  graph: Graph,
  state: StageState,
  texts: readonly string[],
  node: Node,
): Result<RunOp["mounts"], BuildFailure> {
  const mounts: { readonly mount: RunMount; readonly from: Input }[] = [];
  for (const text of texts) {
    const { env, escape, config } = state.building;
    const mount = parseRunMount(text, { env, cwd: config.WorkingDir || "/", wording: { escape } });
    if (!mount.ok) return fail({ message: mount.error, lines: node });
    const from = mountedFrom(graph, state, mount.value);
    if (!from.ok) return from;
    mounts.push({ mount: mount.value, from: from.value });
  }
  return ok(mounts);
}

function mountedFrom(
  graph: Graph,
  state: StageState,
  { type, from, target }: RunMount,
): Result<Input, BuildFailure> {
  if (from !== undefined) {
    const undispatched = `cannot mount from stage ${quote(from)} to ${quote(target)}, stage needs to be defined before current command`;
    return graph.from(from, state, undefined, undispatched);
  }
  return ok(type === "bind" ? graph.context("", state) : undefined);
}

function copy(
  graph: Graph,
  state: StageState,
  { adds, sources, destination, flags, node }: Of<"copy">,
): Failure {
  const { env, escape, config } = state.building;
  const words: string[] = [];
  for (const word of [...sources, destination, flags.one("chown") ?? "", flags.one("chmod") ?? ""]) {
    const done = processWord(word, env, { escape });
    if (!done.ok) return { message: done.error, lines: node };
    words.push(done.value);
  }
  const [target = "", chown = "", chmod = ""] = words.slice(sources.length);
  const complaint =
    chmodComplaint(chmod) ?? sourcesComplaint(adds, words.slice(0, sources.length), flags.one("checksum"));
  if (complaint !== undefined) return { message: complaint, lines: node };
  const from = copiedFrom(graph, state, flags.one("from"), node, words.slice(0, sources.length));
  if (!from.ok) return from.error;
  const op: Op = {
    kind: "copy",
    adds,
    unpacks: adds && flags.one("unpack") !== "false",
    from: from.value,
    fromContext: flags.one("from") === undefined || graph.vertices[from.value ?? -1]?.op.kind === "context",
    sources: words.slice(0, sources.length).filter((_, i) => !isDocument(node, sources[i] as string)),
    documents: documentsOf(node, state),
    destination: absolute(config.WorkingDir, target),
    chown,
    chmod,
    exclude: flags.all("exclude"),
  };
  const options = [chown && ` --chown=${chown}`, chmod && ` --chmod=${chmod}`].join("");
  const name = adds ? "ADD" : "COPY";
  const documents = op.documents.map(({ name: document }) => `<<${document}`);
  const createdBy = `${name}${options} ${[...op.sources, ...documents, target].join(" ")} # buildkit`;
  return step(graph, state, node, op, createdBy);
}

const isGit = (source: string): boolean =>
  /^(git@|git:\/\/|ssh:\/\/|github\.com\/)/.test(source) || /^https?:\/\/[^?#]*\.git(#|$)/.test(source);
const isHttp = (source: string): boolean => /^https?:\/\//.test(source) && !isGit(source);
const isUrl = (source: string): boolean => isHttp(source) || isGit(source);

/** An octal number, or changes in chmod's words. */
function chmodComplaint(chmod: string): string | undefined {
  const octal = /^[0-7]+$/.test(chmod) && parseInt(chmod, 8) <= 0o7777;
  if (chmod === "" || octal || parseModeChange(chmod) !== undefined) return undefined;
  return /^\d/.test(chmod)
    ? `invalid chmod parameter: '${chmod}'. it should be octal string and between 0 and 07777`
    : "invalid syntax";
}

function sourcesComplaint(
  adds: boolean,
  sources: readonly string[],
  checksum: string | undefined,
): string | undefined {
  if (checksum !== undefined && sources.length !== 1)
    return "checksum can't be specified for multiple sources";
  if (checksum !== undefined && !sources.every(isUrl)) return "checksum requires HTTP(S) or Git sources";
  if (adds) return undefined;
  if (sources.some(isGit)) return "source can't be a git ref for COPY";
  return sources.some(isHttp) ? "source can't be a URL for COPY" : undefined;
}

const isDocument = (node: Node, word: string): boolean => node.hereDocuments.length > 0 && /^<<-?/.test(word);

function documentsOf(node: Node, { building: { env } }: StageState) {
  return node.hereDocuments.map(({ name, content, expands }) => {
    const word = expands ? processWord(content, env, { plainQuotes: true }) : ok(content);
    return { name, content: word.ok ? word.value : content };
  });
}

function copiedFrom(
  graph: Graph,
  state: StageState,
  name: string | undefined,
  node: Node,
  sources: readonly string[],
): Result<Input, BuildFailure> {
  if (name === undefined) {
    const onlyElsewhere = sources.every((source) => isDocument(node, source) || isUrl(source));
    return ok(onlyElsewhere ? undefined : graph.context("", state));
  }
  const undispatched = `cannot copy from stage ${quote(name)}, it needs to be defined before current stage ${quote(state.name)}`;
  return graph.from(name, state, node, undispatched);
}

/** What a path means below a working directory; a slash at its end stays. */
function absolute(cwd: string, path: string): string {
  const whole = cleanPath(path.startsWith("/") ? path : `${cwd || "/"}/${path}`);
  const isDirectory = path === "" || path === "." || /\/\.?$/.test(path);
  return isDirectory && whole !== "/" ? `${whole}/` : whole;
}

function workdir(graph: Graph, state: StageState, { node }: Of<"workdir">): Failure {
  const { building } = state;
  const complaint = changeConfig(building, node);
  if (complaint !== undefined) return { message: complaint, lines: node };
  const written = processWord(node.rest, building.env, building);
  // An absolute one stays as it is written.
  if (written.ok && /^\/./.test(written.value)) building.config.WorkingDir = written.value;
  const path = building.config.WorkingDir;
  if (path === "/") return note(state, "WORKDIR /");
  return step(graph, state, node, { kind: "workdir", path, user: building.config.User }, `WORKDIR ${path}`);
}

/** A problem's text as one that the user is to see whole. */
export const processFailure = (args: readonly string[], why: string): string =>
  `process ${quote(args.join(" "))} did not complete successfully: ${why}`;
