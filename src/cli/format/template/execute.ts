// Executing a template: walks its tree over a value and writes text until the end or the first error.
// Source of the rules and texts: Go's text/template/exec.go.

import { sprint } from "../../../base/go/fmt.ts";
import { quote } from "../../../base/go/quote.ts";
import { type GoValue, indirect, indirectInterface, INVALID, isTrue } from "../../../base/go/value.ts";
import { Evaluator, type Variable } from "./evaluator.ts";
import { type Functions, printable } from "./functions.ts";
import {
  type ActionNode,
  type BranchNode,
  type ListNode,
  nodeText,
  type PipeNode,
  type Statement,
  type TemplateNode,
} from "./node.ts";
import { type Item, itemsOf } from "./range-items.ts";

/** What a template is once it is parsed. */
export interface Template {
  readonly name: string;
  readonly text: string;
  readonly trees: ReadonlyMap<string, ListNode>;
  readonly functions: Functions;
}

export interface ExecuteOptions {
  /** Option("missingkey=error") */
  readonly missingKeyError?: boolean;
  /** in place of the functions that the template was parsed with */
  readonly functions?: Functions;
}

export interface Executed {
  /** what was written, up to the error if there was one */
  readonly output: string;
  readonly error?: string;
}

/**
 * Lists and pipelines in each other, which only templates that call themselves reach. Go counts templates
 * up to 100,000, and its error says so; recursion here has less room.
 */
const MAX_DEPTH = 450;
/** Rounds of all `range`s together; a range over a huge number would never end. */
const MAX_ROUNDS = 1_000_000;
/** UTF-16 units of output. */
const MAX_OUTPUT = 1 << 26;

type Flow = "next" | "break" | "continue" | "failed";

class Execution {
  private output = "";
  private rounds = 0;
  private readonly evaluator: Evaluator;

  constructor(
    private readonly template: Template,
    private readonly root: ListNode,
    data: GoValue,
    { missingKeyError = false, functions = template.functions }: ExecuteOptions,
  ) {
    const { name, text } = template;
    this.evaluator = new Evaluator({ name, text, functions, missingKeyError }, root, data);
  }

  run(data: GoValue): Executed {
    this.list(data, this.root);
    const { output, evaluator } = this;
    return evaluator.failure === undefined ? { output } : { output, error: evaluator.failure };
  }

  private fail(why: string): "failed" {
    this.evaluator.fail(why);
    return "failed";
  }

  private list(dot: GoValue, list: ListNode): Flow {
    let flow: Flow = "next";
    this.evaluator.depth++;
    for (const node of list.nodes) {
      flow = this.statement(dot, node);
      if (flow !== "next") break;
    }
    this.evaluator.depth--;
    return flow;
  }

  private statement(dot: GoValue, node: Statement): Flow {
    this.evaluator.node = node;
    switch (node.kind) {
      case "text":
        this.output += node.text;
        return "next";
      case "action":
        return this.action(dot, node);
      case "if":
      case "with":
        return this.ifOrWith(dot, node);
      case "range":
        return this.range(dot, node);
      case "template":
        return this.invoke(dot, node);
      default:
        return node.kind;
    }
  }

  /** Variables that an action declares live on until the end of the list around it. */
  private action(dot: GoValue, node: ActionNode): Flow {
    const value = this.evaluator.pipeline(dot, node.pipe);
    if (value === undefined) return "failed";
    if (node.pipe.declared.length > 0) return "next";
    this.evaluator.node = node;
    const shown = printable(value);
    if (shown.type.kind === "func")
      return this.fail(`can't print ${nodeText(node)} of type ${shown.type.name}`);
    this.output += sprint([shown]);
    return this.output.length > MAX_OUTPUT ? this.fail(`output exceeds ${MAX_OUTPUT} characters`) : "next";
  }

  private ifOrWith(dot: GoValue, node: BranchNode): Flow {
    const mark = this.evaluator.variables.length;
    const value = this.evaluator.pipeline(dot, node.pipe);
    if (value === undefined) return "failed";
    let flow: Flow = "next";
    if (isTrue(indirectInterface(value))) flow = this.list(node.kind === "with" ? value : dot, node.list);
    else if (node.elseList) flow = this.list(dot, node.elseList);
    this.evaluator.variables.length = mark;
    return flow;
  }

  /** A template sees its argument and no variables from outside. */
  private invoke(dot: GoValue, node: TemplateNode): Flow {
    const { evaluator } = this;
    const list = this.template.trees.get(node.name);
    if (list === undefined) return this.fail(`template ${quote(node.name)} not defined`);
    if (evaluator.depth >= MAX_DEPTH) return this.fail("exceeded maximum template depth (100000)");
    const value = node.pipe === undefined ? INVALID : evaluator.pipeline(dot, node.pipe);
    if (value === undefined) return "failed";
    const { variables, templateName } = evaluator;
    evaluator.templateName = node.name;
    evaluator.variables = [{ name: "$", value }];
    const flow = this.list(value, list);
    evaluator.variables = variables;
    evaluator.templateName = templateName;
    return flow;
  }

  private range(dot: GoValue, node: BranchNode): Flow {
    const { evaluator } = this;
    const mark = evaluator.variables.length;
    const over = evaluator.pipeline(dot, node.pipe);
    if (over === undefined) return "failed";
    const items = itemsOf(indirect(over), node.pipe.declared.length);
    if (!items.ok) return this.fail(items.error);
    const flow = this.iterate(items.value, node);
    const result = flow ?? (node.elseList ? this.list(dot, node.elseList) : "next");
    evaluator.variables.length = mark;
    return result;
  }

  /** Runs the body for each item; undefined if there was none. */
  private iterate(items: Iterable<Item>, node: BranchNode): Flow | undefined {
    const mark = this.evaluator.variables.length;
    let flow: Flow | undefined;
    for (const item of items) {
      if (++this.rounds > MAX_ROUNDS) return this.fail(`range exceeds ${MAX_ROUNDS} rounds`);
      if (!this.setRangeVariables(node.pipe, item)) return "failed";
      flow = this.list(item[1], node.list);
      this.evaluator.variables.length = mark;
      if (flow === "failed") return flow;
      if (flow === "break") return "next";
    }
    return flow && "next";
  }

  private setRangeVariables({ declared, assigns }: PipeNode, item: Item): boolean {
    const { evaluator } = this;
    const values = declared.length > 1 ? item : item.slice(1);
    declared.forEach(({ names }, i) => {
      const value = values[i] as GoValue;
      if (assigns) evaluator.setVariable(names[0] as string, value);
      else (evaluator.variables.at(i - declared.length) as Variable).value = value;
    });
    return evaluator.failure === undefined;
  }
}

/** Template.Execute */
export function executeTemplate(template: Template, data: GoValue, options: ExecuteOptions = {}): Executed {
  const { name } = template;
  const root = template.trees.get(name);
  if (root === undefined)
    return { output: "", error: `template: ${name}: ${quote(name)} is an incomplete or empty template` };
  return new Execution(template, root, data, options).run(data);
}
