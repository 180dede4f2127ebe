// Parsing a template, once per text: commands execute the same template for every row and every run. Errors
// are Go's own; what docker puts before them ("template parsing error: ") is up to who prints them.

import { ok, type Result } from "../../../base/result.ts";
import { dockerFunctions } from "./docker-functions.ts";
import type { Template } from "./execute.ts";
import { builtins, type Functions } from "./functions.ts";
import { parseTrees } from "./parser.ts";

/** Templates that are remembered for one set of functions; then all are forgotten. */
const MAX_REMEMBERED = 256;

/** Memory of a pure function, so it may outlive a world. */
const remembered = new WeakMap<Functions, Map<string, Result<Template, string>>>();

export interface ParseOptions {
  /** what errors call the template; docker leaves it empty but for `docker version` */
  readonly name?: string;
  readonly functions?: Functions;
}

function parse(name: string, text: string, functions: Functions): Result<Template, string> {
  const trees = parseTrees(name, text, (fn) => functions.has(fn) || builtins.has(fn));
  return trees.ok ? ok({ name, text, trees: trees.value, functions }) : trees;
}

/** templates.Parse of docker/cli; the error is Go's, such as `template: :1: unclosed action`. */
export function parseTemplate(text: string, options: ParseOptions = {}): Result<Template, string> {
  const { name = "", functions = dockerFunctions } = options;
  const known = remembered.get(functions) ?? new Map<string, Result<Template, string>>();
  remembered.set(functions, known);
  const key = `${name}\0${text}`;
  const there = known.get(key);
  if (there) return there;
  if (known.size >= MAX_REMEMBERED) known.clear();
  const parsed = parse(name, text, functions);
  known.set(key, parsed);
  return parsed;
}
