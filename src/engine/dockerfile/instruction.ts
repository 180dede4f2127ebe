// What a Dockerfile's nodes say, checked as far as it can be without running anything (BuildKit's
// frontend/dockerfile/instructions/parse.go). Variables are still in place; where they are replaced is build/graph.ts.

import { quote } from "../../base/go/quote.ts";
import { fail, ok, type Result } from "../../base/result.ts";
import { beginBuilding, changeConfig } from "../dockerfile-changes.ts";
import { splitWords } from "../dockerfile-words.ts";
import { EMPTY_CONFIG } from "../image-json.ts";
import { readFlags, type Flags } from "./flags.ts";
import { HERE, type Node } from "./source.ts";
import { nearest } from "./suggest.ts";
import { checkMountText } from "./run-mount.ts";

export interface From {
  readonly kind: "from";
  readonly base: string;
  readonly platform: string | undefined;
  readonly name: string;
  readonly node: Node;
}

export interface Argument {
  readonly name: string;
  readonly value: string | undefined;
}

export type Instruction =
  | From
  | { readonly kind: "arg"; readonly args: readonly Argument[]; readonly node: Node }
  | {
      readonly kind: "run";
      /** a list is run as it is, a text by the shell */
      readonly command: readonly string[] | string;
      readonly flags: Flags;
      readonly node: Node;
    }
  | {
      readonly kind: "copy";
      /** ADD unpacks archives and fetches URLs */
      readonly adds: boolean;
      readonly sources: readonly string[];
      readonly destination: string;
      readonly flags: Flags;
      readonly node: Node;
    }
  | { readonly kind: "workdir"; readonly node: Node }
  | { readonly kind: "shell"; readonly shell: readonly string[]; readonly node: Node }
  | { readonly kind: "maintainer"; readonly node: Node }
  /** changes the config only */
  | { readonly kind: "config"; readonly node: Node };

type Parser = (node: Node, flags: Flags) => Result<Instruction, string>;

const atLeastOne = ({ name }: Node): Result<never, string> =>
  fail(`${name.toUpperCase()} requires at least one argument`);

const exactlyOne = ({ name }: Node): Result<never, string> =>
  fail(`${name.toUpperCase()} requires exactly one argument`);

const STAGE_NAME = /^[a-z][a-z0-9-_.]*$/;

const from: Parser = (node, flags) => {
  const words = node.rest.split(/\s+/).filter((word) => word !== "");
  const [base = "", as = "", name = ""] = words;
  if (words.length !== 1 && !(words.length === 3 && as.toLowerCase() === "as"))
    return fail("FROM requires either one or three arguments");
  const lower = name.toLowerCase();
  if (name !== "" && !STAGE_NAME.test(lower))
    return fail(
      `invalid name for build stage: ${quote(name)}, name can't start with a number or contain symbols`,
    );
  return ok({ kind: "from", base, platform: flags.one("platform"), name: lower, node });
};

const arg: Parser = (node) => {
  const words = splitWords(node.rest);
  if (words.length === 0) return atLeastOne(node);
  const args = words.map((word): Argument => {
    const [name = "", value] = word.split(/=(.*)/s);
    return { name, value };
  });
  return args.some(({ name }) => name === "")
    ? fail("ARG names can not be blank")
    : ok({ kind: "arg", args, node });
};

const NETWORKS = ["default", "none", "host"];

const run: Parser = (node, flags) => {
  const network = flags.one("network");
  if (network !== undefined && !NETWORKS.includes(network))
    return fail(`invalid network mode ${quote(network)}`);
  for (const text of flags.all("mount")) {
    const complaint = checkMountText(text);
    if (complaint !== undefined) return fail(complaint);
  }
  return ok({ kind: "run", command: node.json ?? node.rest, flags, node });
};

const copy: Parser = (node, flags) => {
  const name = node.name.toUpperCase();
  const words = node.json ?? node.rest.split(/\s+/).filter((word) => word !== "");
  if (words.length < 2)
    return fail(
      `${name} requires at least two arguments, but only one was provided. Destination could not be determined`,
    );
  const destination = words.at(-1) as string;
  if (HERE.test(destination)) return fail(`${name} cannot accept a heredoc as a destination`);
  return ok({ kind: "copy", adds: name === "ADD", sources: words.slice(0, -1), destination, flags, node });
};

const workdir: Parser = (node) => (node.rest === "" ? exactlyOne(node) : ok({ kind: "workdir", node }));
const maintainer: Parser = (node) => (node.rest === "" ? exactlyOne(node) : ok({ kind: "maintainer", node }));

const shell: Parser = (node) => {
  if (node.rest === "" || node.json?.length === 0) return atLeastOne(node);
  return node.json === undefined
    ? fail("SHELL requires the arguments to be in JSON form")
    : ok({ kind: "shell", shell: node.json, node });
};

const config: Parser = (node) => ok({ kind: "config", node });
const some: Parser = (node, flags) =>
  node.rest === "" || node.json?.length === 0 ? atLeastOne(node) : config(node, flags);
const single: Parser = (node) => (node.rest === "" ? exactlyOne(node) : ok({ kind: "config", node }));

/** What can be said of these at once is said by trying them. */
const tried: Parser = (node) => {
  const complaint = changeConfig(beginBuilding(EMPTY_CONFIG), node);
  return complaint === undefined ? ok({ kind: "config", node }) : fail(complaint);
};

const volume: Parser = (node, flags) =>
  (node.json ?? []).includes("") ? fail("VOLUME specified can not be an empty string") : some(node, flags);

const named: Parser = (node, flags) => {
  const blank = splitWords(node.rest).some((word) => word.startsWith("="));
  return blank ? fail(`${node.name.toUpperCase()} names can not be blank`) : some(node, flags);
};

const PARSERS: ReadonlyMap<string, Parser> = new Map([
  ["add", copy],
  ["arg", arg],
  ["cmd", config],
  ["copy", copy],
  ["entrypoint", config],
  ["env", named],
  ["expose", some],
  ["from", from],
  ["healthcheck", tried],
  ["label", named],
  ["maintainer", maintainer],
  ["onbuild", tried],
  ["run", run],
  ["shell", shell],
  ["stopsignal", single],
  ["user", single],
  ["volume", volume],
  ["workdir", workdir],
]);

const COPY_FLAGS = {
  from: "text",
  chown: "text",
  chmod: "text",
  link: "bool",
  exclude: "list",
} as const;

const FLAGS = new Map<string, Parameters<typeof readFlags>[1]>([
  ["from", { platform: "text" }],
  ["run", { mount: "list", network: "text" }],
  ["copy", COPY_FLAGS],
  ["add", {
    chown: "text", chmod: "text", link: "bool", checksum: "text", exclude: "list",
    "keep-git-dir": "bool", unpack: "bool",
  }],
  ["healthcheck", {
    interval: "text", timeout: "text", "start-period": "text", "start-interval": "text", retries: "text",
  }],
]); // prettier-ignore

export function parseInstruction(node: Node): Result<Instruction, string> {
  const name = node.name.toLowerCase();
  const parser = PARSERS.get(name);
  if (parser === undefined) return fail(`unknown instruction: ${node.name}${suggestion(node.name)}`);
  const flags = readFlags(node.flags, FLAGS.get(name) ?? {});
  return flags.ok ? parser(node, flags.value) : flags;
}

/** In the case that the word was written in. */
function suggestion(given: string): string {
  const near = nearest(given.toLowerCase(), PARSERS.keys());
  if (near === undefined) return "";
  return ` (did you mean ${given === given.toUpperCase() ? near.toUpperCase() : near}?)`;
}
