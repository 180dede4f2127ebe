// Pipelines, commands, fields, methods and functions of templates, evaluated over values. Source of the
// rules and texts: Go's text/template/exec.go. The statements around them are in execute.ts.
//
// A method that evaluates gives undefined after an error, which is then in `failure`.

import { byteLength } from "../../../base/go/go-string.ts";
import { quote } from "../../../base/go/quote.ts";
import { any, type GoType, type Method } from "../../../base/go/types.ts";
import {
  GoValue,
  indirect,
  indirectInterface,
  INVALID,
  isNilReference,
  isTrue,
  valueOf,
} from "../../../base/go/value.ts";
import { fail, ok } from "../../../base/result.ts";
import { constantArgument, idealConstant, nilArgument, type ParameterType, validate } from "./arguments.ts";
import {
  builtins,
  callFunction,
  type Called,
  type Functions,
  MAX_STRING,
  reflectValue,
  type TemplateFunction,
} from "./functions.ts";
import { memberOf } from "./member.ts";
import {
  type ChainNode,
  type CommandNode,
  type IdentifierNode,
  type Node,
  nodeText,
  type Operand,
  type PipeNode,
  type VariableNode,
} from "./node.ts";

/** No value came down the pipeline. */
const MISSING = new GoValue(reflectValue, "missing");

export interface Variable {
  readonly name: string;
  value: GoValue;
}

/** What stands behind a name that is called: the arguments as written, the first of which is the name itself. */
interface Call {
  readonly args: readonly Operand[];
  /** the value from the pipeline, which is the last argument; MISSING if there is none */
  readonly final: GoValue;
}

const NOTHING: Call = { args: [], final: MISSING };

export interface EvaluatorOptions {
  readonly name: string;
  readonly text: string;
  readonly functions: Functions;
  readonly missingKeyError: boolean;
}

export class Evaluator {
  failure: string | undefined;
  /** what an error points at */
  node: Node;
  variables: Variable[];
  templateName: string;
  /** lists and pipelines in each other */
  depth = 0;

  constructor(
    private readonly options: EvaluatorOptions,
    root: Node,
    data: GoValue,
  ) {
    this.node = root;
    this.templateName = options.name;
    this.variables = [{ name: "$", value: data }];
  }

  fail(why: string): undefined {
    if (this.failure !== undefined) return undefined;
    const { name, text } = this.options;
    const before = text.slice(0, this.node.pos);
    const line = before.split("\n").length;
    const column = byteLength(before.slice(before.lastIndexOf("\n") + 1));
    const where = `executing ${quote(this.templateName)} at <${nodeText(this.node)}>`;
    this.failure = `template: ${name}:${line}:${column}: ${where}: ${why}`;
    return undefined;
  }

  private take(result: Called): GoValue | undefined {
    return result.ok ? result.value : this.fail(result.error);
  }

  // ---- variables

  setVariable(name: string, value: GoValue): void {
    const variable = this.variables.findLast((v) => v.name === name);
    if (variable) variable.value = value;
    else this.fail(`undefined variable: ${name}`);
  }

  private variableValue(name: string): GoValue | undefined {
    const variable = this.variables.findLast((v) => v.name === name);
    return variable ? variable.value : this.fail(`undefined variable: ${name}`);
  }

  // ---- pipelines and commands

  /** The pipeline's value, which its variables get; they stay until the caller drops them. */
  pipeline(dot: GoValue, pipe: PipeNode): GoValue | undefined {
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
    for (const { args } of commands) {
      const next = this.command(dot, { args, final: value });
      if (next === undefined) return undefined;
      value = indirectInterface(next);
    }
    return value;
  }

  private command(dot: GoValue, call: Call): GoValue | undefined {
    const first = call.args[0] as Operand;
    switch (first.kind) {
      case "field":
        this.node = first;
        return this.fieldChain(dot, dot, first, first.names, call);
      case "chain":
        return this.chain(dot, first, call);
      case "identifier":
        return this.functionCall(dot, first, call);
      case "pipe":
        return this.notAFunction(call) ? this.pipeline(dot, first) : undefined;
      case "variable":
        return this.variable(dot, first, call);
      default:
        this.node = first;
        if (!this.notAFunction(call)) return undefined;
        return first.kind === "dot" ? dot : this.take(idealConstant(first));
    }
  }

  private notAFunction({ args, final }: Call): boolean {
    if (args.length <= 1 && final === MISSING) return true;
    this.fail(`can't give argument to non-function ${nodeText(args[0] as Operand)}`);
    return false;
  }

  private chain(dot: GoValue, node: ChainNode, call: Call): GoValue | undefined {
    this.node = node;
    const receiver = this.argument(dot, undefined, node.node);
    return receiver && this.fieldChain(dot, receiver, node, node.names, call);
  }

  private variable(dot: GoValue, node: VariableNode, call: Call): GoValue | undefined {
    this.node = node;
    const value = this.variableValue(node.names[0] as string);
    if (value === undefined) return undefined;
    if (node.names.length > 1) return this.fieldChain(dot, value, node, node.names.slice(1), call);
    return this.notAFunction(call) ? value : undefined;
  }

  // ---- fields and methods

  /** .X.Y.Z, the last of which may be a method with arguments. */
  private fieldChain(
    dot: GoValue,
    receiver: GoValue,
    node: Operand,
    names: readonly string[],
    call: Call,
  ): GoValue | undefined {
    let value: GoValue | undefined = receiver;
    const last = names.length - 1;
    for (let i = 0; i <= last && value !== undefined; i++)
      value = this.field(dot, value, node, names[i] as string, i === last ? call : NOTHING);
    return value;
  }

  private field(dot: GoValue, outer: GoValue, node: Operand, name: string, call: Call): GoValue | undefined {
    const { missingKeyError } = this.options;
    if (outer === INVALID)
      return missingKeyError ? this.fail(`nil data; no entry for key ${quote(name)}`) : INVALID;
    const { type } = outer;
    const receiver = indirect(outer);
    if (receiver.type.kind === "interface") return this.fail(`nil pointer evaluating ${type.name}.${name}`);
    const method = receiver.type.methods.get(name);
    const hasArgs = call.args.length > 1 || call.final !== MISSING;
    // most methods are columns of a table, called for every row
    if (method?.params.length === 0 && !hasArgs && !isNilReference(receiver))
      return valueOf(method.result, method.call(receiver.data));
    if (method) return this.call(dot, node, name, methodFunction(method, receiver), call);
    return this.take(memberOf(receiver, { type, name, hasArgs, missingKeyError }));
  }

  // ---- functions

  private functionCall(dot: GoValue, node: IdentifierNode, call: Call): GoValue | undefined {
    this.node = node;
    const { name } = node;
    const own = this.options.functions.get(name);
    const fn = own ?? builtins.get(name);
    if (fn === undefined) return this.fail(`${quote(name)} is not a defined function`);
    const at: Node = call.args.length > 0 ? { kind: "command", pos: node.pos, args: call.args } : node;
    if (own === undefined && (name === "and" || name === "or")) return this.shortCircuit(dot, name, fn, call);
    if (own === undefined && name === "call") return this.callValue(dot, at, fn, call);
    return this.call(dot, at, name, fn, call);
  }

  private countFits(name: string, { params, variadic }: TemplateFunction, { args, final }: Call): boolean {
    const written = Math.max(args.length - 1, 0);
    const given = written + (final === MISSING ? 0 : 1);
    const least = params.length - 1;
    if (variadic && given < least)
      this.fail(`wrong number of args for ${name}: want at least ${least} got ${written}`);
    else if (!variadic && given !== params.length)
      this.fail(`wrong number of args for ${name}: want ${params.length} got ${given}`);
    return this.failure === undefined;
  }

  /** `at` is what an error of the function itself points at. */
  private call(dot: GoValue, at: Node, name: string, fn: TemplateFunction, call: Call): GoValue | undefined {
    const values = this.countFits(name, fn, call) ? this.arguments(dot, fn.params, call) : undefined;
    return values && this.finish(at, name, fn.call(values));
  }

  private finish(at: Node, name: string, called: Called): GoValue | undefined {
    const tooLong =
      called.ok && typeof called.value.data === "string" && called.value.data.length > MAX_STRING;
    if (called.ok && !tooLong) return called.value;
    this.node = at;
    return this.fail(
      `error calling ${name}: ${called.ok ? `result exceeds ${MAX_STRING} characters` : called.error}`,
    );
  }

  private arguments(dot: GoValue, params: readonly GoType[], { args, final }: Call): GoValue[] | undefined {
    const typeOf = (i: number): GoType => params[Math.min(i, params.length - 1)] as GoType;
    const values: GoValue[] = [];
    for (let i = 1; i < args.length; i++) {
      const value = this.argument(dot, typeOf(i - 1), args[i] as Operand);
      if (value === undefined) return undefined;
      values.push(value);
    }
    if (final === MISSING) return values;
    const last = this.take(validate(final, typeOf(values.length)));
    return last && [...values, last];
  }

  /** `and` and `or` look at no more arguments than they need. */
  private shortCircuit(dot: GoValue, name: string, fn: TemplateFunction, call: Call): GoValue | undefined {
    if (!this.countFits(name, fn, call)) return undefined;
    let value: GoValue | undefined = INVALID;
    for (const arg of call.args.slice(1)) {
      value = this.argument(dot, reflectValue, arg);
      if (value === undefined || isTrue(indirectInterface(value)) === (name === "or")) return value;
    }
    return call.final === MISSING ? value : call.final;
  }

  /** The `call` function, whose errors name what was called. */
  private callValue(dot: GoValue, at: Node, fn: TemplateFunction, call: Call): GoValue | undefined {
    const values = this.countFits("call", fn, call) ? this.arguments(dot, fn.params, call) : undefined;
    if (values === undefined) return undefined;
    const named = call.args[1];
    const callee = named ? nodeText(named) : reflectString(call.final);
    return this.finish(at, "call", callFunction(callee, values[0] as GoValue, values.slice(1)));
  }

  private argument(dot: GoValue, type: ParameterType, node: Operand): GoValue | undefined {
    this.node = node;
    if (node.kind === "nil") return this.take(nilArgument(type));
    if (node.kind === "bool" || node.kind === "number" || node.kind === "string")
      return this.take(constantArgument(type, node));
    const value = this.operand(dot, node);
    return value && this.take(validate(value, type));
  }

  /** What is no constant, evaluated without arguments. */
  private operand(dot: GoValue, node: Operand): GoValue | undefined {
    switch (node.kind) {
      case "field":
        return this.fieldChain(dot, dot, node, node.names, NOTHING);
      case "variable":
        return this.variable(dot, node, NOTHING);
      case "pipe":
        return this.pipeline(dot, node);
      case "identifier":
        return this.functionCall(dot, node, NOTHING);
      case "chain":
        return this.chain(dot, node, NOTHING);
      default:
        return dot;
    }
  }
}

/** reflect.Value.String() */
const reflectString = (v: GoValue): string =>
  v.type.kind === "string" ? (v.data as string) : `<${v.type.name} Value>`;

/** A method with its receiver bound. */
const methodFunction = ({ params, result, call }: Method, receiver: GoValue): TemplateFunction => ({
  params,
  variadic: false,
  call: (args) => {
    if (isNilReference(receiver))
      return fail("runtime error: invalid memory address or nil pointer dereference");
    const data = args.map((arg, i) => (params[i] === any ? arg : arg.data));
    return ok(valueOf(result, call(receiver.data, ...data)));
  },
});
