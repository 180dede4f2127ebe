// text/template's executor: walks a tree over a value and writes text until the end or the first error,
// whose text names the place. Source of the rules and texts: Go's text/template/exec.go.
//
// A function that evaluates gives undefined after an error, which is then in `failure`.

import { sprint, formatWith } from "../../../base/go/fmt.ts";
import { byteLength } from "../../../base/go/go-string.ts";
import { type GoInt, toGoInt } from "../../../base/go/integers.ts";
import { quote } from "../../../base/go/quote.ts";
import { any, bool, complex128, float64, type GoType, int, isAssignable, type Method, string } from "../../../base/go/types.ts";
import {
  elem,
  fieldValue,
  GoValue,
  indexSlice,
  indirect,
  indirectInterface,
  INVALID,
  isNil,
  isNilReference,
  isTrue,
  lengthOf,
  mapIndex,
  sortedEntries,
  valueOf,
} from "../../../base/go/value.ts";
import { fail, ok } from "../../../base/result.ts";
import { builtins, callFunction, type Functions, printable, reflectValue, type TemplateFunction } from "./functions.ts";
import {
  type ActionNode,
  type BranchNode,
  type ChainNode,
  type CommandNode,
  type IdentifierNode,
  type ListNode,
  type Node,
  nodeText,
  type NumberNode,
  type Operand,
  type PipeNode,
  type Statement,
  type TemplateNode,
  type VariableNode,
} from "./node.ts";

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
const MAX_ROUNDS = 10_000_000;
/** UTF-16 units of output. */
const MAX_OUTPUT = 1 << 28;

/** No value came down the pipeline. */
const MISSING = new GoValue(reflectValue, "missing");

type Flow = "next" | "break" | "continue" | "failed";

interface Variable {
  readonly name: string;
  value: GoValue;
}

const nillable = (type: GoType): boolean =>
  type === reflectValue || ["interface", "map", "pointer", "slice", "func"].includes(type.kind);

class Execution {
  output = "";
  failure: string | undefined;
  private node: Node;
  private variables: Variable[];
  private templateName: string;
  private depth = 0;
  private rounds = 0;

  constructor(
    private readonly template: Template,
    private readonly root: ListNode,
    data: GoValue,
    private readonly options: ExecuteOptions,
    private readonly functions: Functions,
  ) {
    this.node = root;
    this.templateName = template.name;
    this.variables = [{ name: "$", value: data }];
  }

  run(): Executed {
    this.list((this.variables[0] as Variable).value, this.root);
    return this.failure === undefined ? { output: this.output } : { output: this.output, error: this.failure };
  }

  // ---- errors

  private fail(why: string): undefined {
    if (this.failure !== undefined) return undefined;
    const before = this.template.text.slice(0, this.node.pos);
    const line = before.split("\n").length;
    const column = byteLength(before.slice(before.lastIndexOf("\n") + 1));
    const place = `template: ${this.template.name}:${line}:${column}`;
    this.failure = `${place}: executing ${quote(this.templateName)} at <${nodeText(this.node)}>: ${why}`;
    return undefined;
  }

  // ---- statements

  private list(dot: GoValue, list: ListNode): Flow {
    let flow: Flow = "next";
    this.depth++;
    for (const node of list.nodes) {
      flow = this.statement(dot, node);
      if (flow !== "next") break;
    }
    this.depth--;
    return flow;
  }

  private statement(dot: GoValue, node: Statement): Flow {
    this.node = node;
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
    const value = this.pipeline(dot, node.pipe);
    if (value === undefined) return "failed";
    if (node.pipe.declared.length > 0) return "next";
    this.node = node;
    const shown = printable(value);
    if (shown.type.kind === "func") this.fail(`can't print ${nodeText(node)} of type ${shown.type.name}`);
    else this.output += sprint([shown]);
    if (this.output.length > MAX_OUTPUT) this.fail(`output exceeds ${MAX_OUTPUT} characters`);
    return this.failure === undefined ? "next" : "failed";
  }

  private ifOrWith(dot: GoValue, node: BranchNode): Flow {
    const mark = this.variables.length;
    const value = this.pipeline(dot, node.pipe);
    if (value === undefined) return "failed";
    let flow: Flow = "next";
    if (isTrue(indirectInterface(value))) flow = this.list(node.kind === "with" ? value : dot, node.list);
    else if (node.elseList) flow = this.list(dot, node.elseList);
    this.variables.length = mark;
    return flow;
  }

  private invoke(dot: GoValue, node: TemplateNode): Flow {
    const list = this.template.trees.get(node.name);
    if (list === undefined) this.fail(`template ${quote(node.name)} not defined`);
    else if (this.depth >= MAX_DEPTH) this.fail("exceeded maximum template depth (100000)");
    const value = this.failure === undefined ? this.argumentOf(dot, node) : undefined;
    if (list === undefined || value === undefined) return "failed";
    const outer = { variables: this.variables, templateName: this.templateName };
    this.templateName = node.name;
    this.variables = [{ name: "$", value }];
    const flow = this.list(value, list);
    Object.assign(this, outer);
    return flow;
  }

  private argumentOf(dot: GoValue, node: TemplateNode): GoValue | undefined {
    return node.pipe === undefined ? INVALID : this.pipeline(dot, node.pipe);
  }

  // ---- range

  private range(dot: GoValue, node: BranchNode): Flow {
    const mark = this.variables.length;
    const piped = this.pipeline(dot, node.pipe);
    if (piped === undefined) return "failed";
    const items = this.itemsOf(indirect(piped), node);
    if (items === undefined) return "failed";
    const flow = this.iterate(items, node);
    const result = flow ?? (node.elseList ? this.list(dot, node.elseList) : "next");
    this.variables.length = mark;
    return result;
  }

  /** Runs the body for each item; undefined if there was none. */
  private iterate(items: Iterable<readonly [GoValue, GoValue]>, node: BranchNode): Flow | undefined {
    const mark = this.variables.length;
    let any = false;
    for (const [key, value] of items) {
      any = true;
      if (++this.rounds > MAX_ROUNDS) this.fail(`range exceeds ${MAX_ROUNDS} rounds`);
      if (!this.setRangeVariables(node.pipe, key, value)) return "failed";
      const flow = this.list(value, node.list);
      this.variables.length = mark;
      if (flow === "failed") return flow;
      if (flow === "break") return "next";
    }
    return any ? "next" : undefined;
  }

  private setRangeVariables(pipe: PipeNode, key: GoValue, value: GoValue): boolean {
    const names = pipe.declared.map((variable) => variable.names[0] as string);
    const values = names.length > 1 ? [key, value] : [value];
    names.forEach((name, i) => {
      if (pipe.assigns) this.setVariable(name, values[i] as GoValue);
      else (this.variables[this.variables.length - names.length + i] as Variable).value = values[i] as GoValue;
    });
    return this.failure === undefined;
  }

  private itemsOf(over: GoValue, node: BranchNode): Iterable<readonly [GoValue, GoValue]> | undefined {
    switch (over.type.kind) {
      case "invalid":
        return [];
      case "slice":
        return sliceItems(over);
      case "map":
        return sortedEntries(over);
      case "int":
      case "uint":
        if (node.pipe.declared.length <= 1) return countedItems(over);
        return this.fail(`can't use ${formatWith("v", over)} to iterate over more than one variable`);
      default:
        if (over.type.kind === "interface" && isNil(over)) return [];
        return this.fail(`range can't iterate over ${formatWith("v", over)}`);
    }
  }

  // ---- variables

  private setVariable(name: string, value: GoValue): void {
    const variable = this.variables.findLast((v) => v.name === name);
    if (variable) variable.value = value;
    else this.fail(`undefined variable: ${name}`);
  }

  private variableValue(name: string): GoValue | undefined {
    const variable = this.variables.findLast((v) => v.name === name);
    return variable ? variable.value : this.fail(`undefined variable: ${name}`);
  }

  // ---- pipelines and commands

  private pipeline(dot: GoValue, pipe: PipeNode): GoValue | undefined {
    this.node = pipe;
    this.depth++;
    const value = this.commands(dot, pipe.commands);
    this.depth--;
    if (value === undefined) return undefined;
    for (const { names } of pipe.declared) {
      if (pipe.assigns) this.setVariable(names[0] as string, value);
      else this.variables.push({ name: names[0] as string, value });
    }
    return this.failure === undefined ? value : undefined;
  }

  /** The value of one command is the last argument of the next. */
  private commands(dot: GoValue, commands: readonly CommandNode[]): GoValue | undefined {
    let value: GoValue = MISSING;
    for (const command of commands) {
      const next = this.command(dot, command, value);
      if (next === undefined) return undefined;
      value = indirectInterface(next);
    }
    return value;
  }

  private command(dot: GoValue, { args }: CommandNode, final: GoValue): GoValue | undefined {
    const first = args[0] as Operand;
    switch (first.kind) {
      case "field":
        this.node = first;
        return this.fieldChain(dot, dot, first, first.names, args, final);
      case "chain":
        return this.chain(dot, first, args, final);
      case "identifier":
        return this.functionCall(dot, first, args, final);
      case "pipe":
        return this.notAFunction(args, final) ? this.pipeline(dot, first) : undefined;
      case "variable":
        return this.variable(dot, first, args, final);
      default:
        this.node = first;
        return this.notAFunction(args, final) ? this.constant(dot, first) : undefined;
    }
  }

  private notAFunction(args: readonly Operand[], final: GoValue): boolean {
    if (args.length <= 1 && final === MISSING) return true;
    this.fail(`can't give argument to non-function ${nodeText(args[0] as Operand)}`);
    return false;
  }

  private constant(dot: GoValue, node: Operand): GoValue | undefined {
    switch (node.kind) {
      case "bool":
        return new GoValue(bool, node.value);
      case "dot":
        return dot;
      case "number":
        return this.idealConstant(node);
      case "string":
        return new GoValue(string, node.value);
      default:
        return this.fail("nil is not a command");
    }
  }

  /** The type of a number where none is asked for follows from how it is written. */
  private idealConstant(node: NumberNode): GoValue | undefined {
    this.node = node;
    const { text } = node;
    if (node.complex) return new GoValue(complex128, node.complex);
    const hexInt = /^0[xX]./.test(text) && !/[pP]/.test(text);
    if (node.float !== undefined && !hexInt && text[0] !== "'" && /[.eEpP]/.test(text))
      return new GoValue(float64, node.float);
    return node.int === undefined ? this.fail(`${text} overflows int`) : new GoValue(int, node.int);
  }

  private chain(dot: GoValue, node: ChainNode, args: readonly Operand[], final: GoValue): GoValue | undefined {
    this.node = node;
    const receiver = this.argument(dot, undefined, node.node);
    return receiver && this.fieldChain(dot, receiver, node, node.names, args, final);
  }

  private variable(dot: GoValue, node: VariableNode, args: readonly Operand[], final: GoValue): GoValue | undefined {
    this.node = node;
    const value = this.variableValue(node.names[0] as string);
    if (value === undefined) return undefined;
    if (node.names.length > 1) return this.fieldChain(dot, value, node, node.names.slice(1), args, final);
    return this.notAFunction(args, final) ? value : undefined;
  }

  // ---- fields and methods

  /** .X.Y.Z, the last of which may be a method with arguments. */
  private fieldChain(
    dot: GoValue,
    receiver: GoValue,
    node: Operand,
    names: readonly string[],
    args: readonly Operand[],
    final: GoValue,
  ): GoValue | undefined {
    let value: GoValue | undefined = receiver;
    for (let i = 0; i < names.length && value !== undefined; i++) {
      const last = i === names.length - 1;
      value = this.field(dot, names[i] as string, node, last ? args : [], last ? final : MISSING, value);
    }
    return value;
  }

  private field(
    dot: GoValue,
    name: string,
    node: Operand,
    args: readonly Operand[],
    final: GoValue,
    outer: GoValue,
  ): GoValue | undefined {
    if (outer === INVALID)
      return this.options.missingKeyError ? this.fail(`nil data; no entry for key ${quote(name)}`) : INVALID;
    const { type } = outer;
    const receiver = indirect(outer);
    if (receiver.type.kind === "interface") return this.fail(`nil pointer evaluating ${type.name}.${name}`);
    const method = receiver.type.methods.get(name);
    if (method) return this.callFunction(dot, node, name, methodFunction(method, receiver), args, final);
    const hasArgs = args.length > 1 || final !== MISSING;
    if (receiver.type.kind === "struct") return this.structField(receiver, type, name, hasArgs);
    if (receiver.type.kind === "map" && receiver.type.key?.name === "string")
      return this.mapEntry(receiver, name, hasArgs);
    if (isNilReference(receiver) && receiver.type.elem?.fieldsByName.has(name))
      return this.fail(`nil pointer evaluating ${type.name}.${name}`);
    return this.noSuchField(name, type);
  }

  private noSuchField(name: string, type: GoType): undefined {
    return this.fail(`can't evaluate field ${name} in type ${type.name}`);
  }

  private structField(receiver: GoValue, type: GoType, name: string, hasArgs: boolean): GoValue | undefined {
    const field = receiver.type.fieldsByName.get(name);
    if (field === undefined) return this.noSuchField(name, type);
    if (!field.exported) return this.fail(`${name} is an unexported field of struct type ${type.name}`);
    if (hasArgs) return this.fail(`${name} has arguments but cannot be invoked as function`);
    return fieldValue(receiver, field);
  }

  private mapEntry(receiver: GoValue, name: string, hasArgs: boolean): GoValue | undefined {
    if (hasArgs) return this.fail(`${name} is not a method but has arguments`);
    const found = mapIndex(receiver, name);
    if (found) return found;
    return this.options.missingKeyError ? this.fail(`map has no entry for key ${quote(name)}`) : INVALID;
  }

  // ---- functions

  private functionCall(
    dot: GoValue,
    node: IdentifierNode,
    args: readonly Operand[],
    final: GoValue,
  ): GoValue | undefined {
    this.node = node;
    const own = this.functions.get(node.name);
    const fn = own ?? builtins.get(node.name);
    if (fn === undefined) return this.fail(`${quote(node.name)} is not a defined function`);
    if (own || !["and", "or", "call"].includes(node.name))
      return this.callFunction(dot, args.length > 0 ? { kind: "command", pos: node.pos, args } : node, node.name, fn, args, final);
    if (!this.countFits(node.name, fn, args, final)) return undefined;
    return node.name === "call" ? this.callBuiltin(dot, node, args, final) : this.shortCircuit(dot, node.name, args, final);
  }

  private countFits(name: string, fn: TemplateFunction, args: readonly Operand[], final: GoValue): boolean {
    const written = Math.max(args.length - 1, 0);
    const given = written + (final === MISSING ? 0 : 1);
    const { length } = fn.params;
    if (fn.variadic && given < length - 1)
      this.fail(`wrong number of args for ${name}: want at least ${length - 1} got ${written}`);
    else if (!fn.variadic && given !== length) this.fail(`wrong number of args for ${name}: want ${length} got ${given}`);
    return this.failure === undefined;
  }

  /** `at` is what an error of the function itself points at. */
  private callFunction(
    dot: GoValue,
    at: Node,
    name: string,
    fn: TemplateFunction,
    args: readonly Operand[],
    final: GoValue,
  ): GoValue | undefined {
    if (!this.countFits(name, fn, args, final)) return undefined;
    const values = this.arguments(dot, fn.params, args, final);
    if (values === undefined) return undefined;
    const called = fn.call(values);
    if (called.ok) return called.value;
    this.node = at;
    return this.fail(`error calling ${name}: ${called.error}`);
  }

  private arguments(
    dot: GoValue,
    params: readonly GoType[],
    args: readonly Operand[],
    final: GoValue,
  ): GoValue[] | undefined {
    const typeOf = (i: number): GoType => params[Math.min(i, params.length - 1)] as GoType;
    const values: GoValue[] = [];
    for (let i = 1; i < args.length; i++) {
      const value = this.argument(dot, typeOf(i - 1), args[i] as Operand);
      if (value === undefined) return undefined;
      values.push(value);
    }
    if (final === MISSING) return values;
    const last = this.validate(final, typeOf(values.length));
    return last && [...values, last];
  }

  /** `and` and `or` look at no more arguments than they need. */
  private shortCircuit(dot: GoValue, name: string, args: readonly Operand[], final: GoValue): GoValue | undefined {
    let value: GoValue | undefined = INVALID;
    for (let i = 1; i < args.length; i++) {
      value = this.argument(dot, reflectValue, args[i] as Operand);
      if (value === undefined || isTrue(indirectInterface(value)) === (name === "or")) return value;
    }
    return final === MISSING ? value : this.validate(final, reflectValue);
  }

  private callBuiltin(dot: GoValue, node: IdentifierNode, args: readonly Operand[], final: GoValue): GoValue | undefined {
    const values = this.arguments(dot, [reflectValue], args, final);
    if (values === undefined) return undefined;
    const named = args[1];
    const callee = named ? nodeText(named) : calleeText(final);
    const called = callFunction(callee, values[0] as GoValue, values.slice(1));
    if (called.ok) return called.value;
    this.node = { kind: "command", pos: node.pos, args: args.length > 0 ? args : [node] };
    return this.fail(`error calling call: ${called.error}`);
  }

  // ---- arguments

  /** A value as one of a parameter's type; `type` is undefined where anything will do. */
  private validate(value: GoValue, type: GoType | undefined): GoValue | undefined {
    if (type === undefined || type === reflectValue) return value;
    if (value === INVALID) {
      if (nillable(type)) return valueOf(type, null);
      return this.fail(`invalid value; expected ${type.name}`);
    }
    if (isAssignable(value.type, type)) return value;
    const held = value.type.kind === "interface" && !isNil(value) ? elem(value) : value;
    if (isAssignable(held.type, type)) return held;
    if (held.type.kind !== "pointer" || !isAssignable(held.type.elem as GoType, type))
      return this.fail(`wrong type for value; expected ${type.name}; got ${held.type.name}`);
    return isNil(held) ? this.fail(`dereference of nil pointer of type ${type.name}`) : elem(held);
  }

  private argument(dot: GoValue, type: GoType | undefined, node: Operand): GoValue | undefined {
    this.node = node;
    if (node.kind === "nil") return this.nilArgument(type);
    const value = this.operand(dot, node);
    if (value !== CONSTANT) return value && this.validate(value, type);
    if (type === undefined || type === reflectValue || type.kind === "interface") return this.constant(dot, node);
    return this.typedConstant(type, node);
  }

  private nilArgument(type: GoType | undefined): GoValue | undefined {
    if (type === undefined || type === reflectValue) return INVALID;
    return nillable(type) ? valueOf(type, null) : this.fail(`cannot assign nil to ${type.name}`);
  }

  /** What is not a constant, evaluated without arguments. */
  private operand(dot: GoValue, node: Operand): GoValue | undefined {
    switch (node.kind) {
      case "dot":
        return dot;
      case "field":
        return this.fieldChain(dot, dot, node, node.names, [], MISSING);
      case "variable":
        return this.variable(dot, node, [], MISSING);
      case "pipe":
        return this.pipeline(dot, node);
      case "identifier":
        return this.functionCall(dot, node, [], MISSING);
      case "chain":
        return this.chain(dot, node, [], MISSING);
      default:
        return CONSTANT;
    }
  }

  /** A constant for a parameter of a basic type. */
  private typedConstant(type: GoType, node: Operand): GoValue | undefined {
    switch (type.kind) {
      case "bool":
        return node.kind === "bool" ? new GoValue(type, node.value) : this.expected("bool", node);
      case "string":
        return node.kind === "string" ? new GoValue(type, node.value) : this.expected("string", node);
      case "int":
        return this.number(type, node, "int", "integer");
      case "uint":
        return this.number(type, node, "uint", "unsigned integer");
      case "float":
        return this.number(type, node, "float", "float");
      default:
        return this.fail(`can't handle ${nodeText(node)} for arg of type ${type.name}`);
    }
  }

  private number(type: GoType, node: Operand, as: "int" | "uint" | "float", what: string): GoValue | undefined {
    const value = node.kind === "number" ? node[as] : undefined;
    return value === undefined ? this.expected(what, node) : new GoValue(type, wrapped(type, value));
  }

  private expected(what: string, node: Operand): undefined {
    return this.fail(`expected ${what}; found ${nodeText(node)}`);
  }
}

const CONSTANT = new GoValue(reflectValue, "constant");

/** A constant that is too large for a parameter loses its upper bits, as in Go. */
function wrapped(type: GoType, value: GoInt): GoInt {
  if (type.kind === "float" || type.bits === 64) return value;
  const wide = BigInt(value);
  return toGoInt(type.kind === "int" ? BigInt.asIntN(type.bits, wide) : BigInt.asUintN(type.bits, wide));
}

/** reflect.Value.String() */
const calleeText = (v: GoValue): string => (v.type.kind === "string" ? (v.data as string) : `<${v.type.name} Value>`);

function* sliceItems(v: GoValue): Generator<readonly [GoValue, GoValue]> {
  const n = lengthOf(v);
  for (let i = 0; i < n; i++) yield [new GoValue(int, i), indexSlice(v, i)];
}

function* countedItems(v: GoValue): Generator<readonly [GoValue, GoValue]> {
  for (let i = 0; i < (v.data as GoInt); i++) yield [INVALID, new GoValue(v.type, i)];
}

/** A method with its receiver bound. */
const methodFunction = ({ params, result, call }: Method, receiver: GoValue): TemplateFunction => ({
  params,
  variadic: false,
  call: (args) => {
    if (isNilReference(receiver)) return fail("runtime error: invalid memory address or nil pointer dereference");
    const data = args.map((arg, i) => (params[i] === any ? arg : arg.data));
    return ok(valueOf(result, call(receiver.data, ...data)));
  },
});

/** Template.Execute */
export function executeTemplate(template: Template, data: GoValue, options: ExecuteOptions = {}): Executed {
  const root = template.trees.get(template.name);
  if (root === undefined)
    return { output: "", error: `template: ${template.name}: ${quote(template.name)} is an incomplete or empty template` };
  return new Execution(template, root, data, options, options.functions ?? template.functions).run();
}
