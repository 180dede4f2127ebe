// Expressions of small programs: arithmetic, comparisons, texts, lists, names of modules that have a value (os.environ,
// process.env) and the functions that people call in examples. Relies on tokens.ts and values.ts. What is beyond that is said
// by ScriptError. Not here: statements.

import { beyond, ScriptError, tokensOf, type Token } from "./tokens.ts";
import { Float, isList, isMap, isTrue, numberIn, textOf, type Language, type Value } from "./values.ts";

export type Names = Map<string, Value>;

const LEVELS: Record<Language, readonly (readonly string[])[]> = {
  python: [["or"], ["and"], ["==", "!=", "<", "<=", ">", ">=", "in"], ["+", "-"], ["*", "/", "//", "%"]],
  javascript: [["||", "??"], ["&&"], ["===", "!==", "==", "!=", "<", "<=", ">", ">="], ["+", "-"], ["*", "/", "%"]],
}; // prettier-ignore

export class Expressions {
  private tokens: readonly Token[] = [];
  private at = 0;

  constructor(
    private readonly language: Language,
    private readonly names: Names,
  ) {}

  /** The value of a whole text. */
  evaluate(text: string): Value {
    const saved = [this.tokens, this.at] as const;
    [this.tokens, this.at] = [tokensOf(text), 0];
    const value = this.choice();
    if (this.peek.kind !== "end") beyond(`'${this.peek.text}'`);
    [this.tokens, this.at] = saved;
    return value;
  }

  /** `name = text` */
  assign(name: string, text: string): void {
    this.names.set(name, this.evaluate(text));
  }

  /** What stands between the parentheses of a call, with named arguments apart. */
  argumentsIn(text: string): { readonly args: readonly Value[]; readonly named: ReadonlyMap<string, Value> } {
    const saved = [this.tokens, this.at] as const;
    [this.tokens, this.at] = [tokensOf(`${text})`), 0];
    const found = this.arguments();
    if (this.peek.kind !== "end") beyond(`'${this.peek.text}'`);
    [this.tokens, this.at] = saved;
    return found;
  }

  private get peek(): Token {
    return this.tokens[this.at] as Token;
  }

  private accept(text: string): boolean {
    const { kind, text: word } = this.peek;
    if (word !== text || (kind !== "operator" && kind !== "name")) return false;
    this.at++;
    return true;
  }

  private expect(text: string): void {
    if (!this.accept(text)) beyond(`'${this.peek.text}' where '${text}' was expected`);
  }

  private choice(): Value {
    const value = this.binary(0);
    if (this.language === "javascript" && this.accept("?")) {
      const yes = this.choice();
      this.expect(":");
      const no = this.choice();
      return isTrue(value, this.language) ? yes : no;
    }
    if (this.language === "python" && this.accept("if")) {
      const condition = this.binary(0);
      this.expect("else");
      const no = this.choice();
      return isTrue(condition, this.language) ? value : no;
    }
    return value;
  }

  private binary(level: number): Value {
    const operators = LEVELS[this.language][level];
    if (operators === undefined) return this.unary();
    let left = this.binary(level + 1);
    for (;;) {
      const operator = operators.find((one) => this.accept(one));
      if (operator === undefined) return left;
      left = this.apply(operator, left, this.binary(level + 1));
    }
  }

  private apply(operator: string, left: Value, right: Value): Value {
    switch (operator) {
      case "or":
      case "||":
        return isTrue(left, this.language) ? left : right;
      case "??":
        return left ?? right;
      case "and":
      case "&&":
        return isTrue(left, this.language) ? right : left;
      case "in":
        return isList(right) ? right.some((item) => this.same(item, left)) : isMap(right) ? right.has(left as string) : textOf(right, this.language).includes(left as string);
      case "==":
      case "===":
        return this.same(left, right);
      case "!=":
      case "!==":
        return !this.same(left, right);
      case "+":
        return this.plus(left, right);
      case "%":
        if (typeof left === "string") return this.percent(left, right);
        return this.arithmetic(operator, left, right);
      case "*":
        if (typeof left === "string") return left.repeat(Math.max(0, numberIn(right)));
        if (isList(left)) return Array.from({ length: numberIn(right) }, () => left).flat();
        return this.arithmetic(operator, left, right);
      default:
        return this.arithmetic(operator, left, right);
    }
  } // prettier-ignore

  private same(left: Value, right: Value): boolean {
    if (typeof left === "object" && left !== null)
      return textOf(left, this.language) === textOf(right, this.language);
    return left === right || (right instanceof Float && right.value === left);
  }

  private plus(left: Value, right: Value): Value {
    if (typeof left === "string" && typeof right === "string") return left + right;
    if (isList(left) && isList(right)) return [...left, ...right];
    if (typeof left === "string" || typeof right === "string") {
      if (this.language === "javascript") return textOf(left, this.language) + textOf(right, this.language);
      if (typeof left === "string") throw new ScriptError("TypeError", `can only concatenate str (not "${this.typeOf(right)}") to str`);
      throw new ScriptError("TypeError", `unsupported operand type(s) for +: '${this.typeOf(left)}' and 'str'`);
    }
    return this.arithmetic("+", left, right);
  } // prettier-ignore

  typeOf(value: Value): string {
    if (value === null || value === undefined) return "NoneType";
    if (value instanceof Float) return "float";
    if (isList(value)) return "list";
    if (isMap(value)) return "dict";
    return { string: "str", number: "int", boolean: "bool" }[typeof value as string] ?? "function";
  }

  private arithmetic(operator: string, left: Value, right: Value): Value {
    if (/^[<>]=?$/.test(operator) && typeof left === "string" && typeof right === "string")
      return operator.startsWith("<") ? left < right || (operator === "<=" && left === right) : left > right || (operator === ">=" && left === right);
    const [a, b] = [numberIn(left), numberIn(right)];
    const isFloat = this.language === "python" && (left instanceof Float || right instanceof Float);
    const made = (value: number): Value => (isFloat ? new Float(value) : value);
    switch (operator) {
      case "+":
        return made(a + b);
      case "-":
        return made(a - b);
      case "*":
        return made(a * b);
      case "/":
        if (this.language === "javascript") return a / b;
        if (b === 0) throw new ScriptError("ZeroDivisionError", "division by zero");
        return new Float(a / b);
      case "//":
        return made(Math.floor(a / b));
      case "%":
        return made(this.language === "python" ? ((a % b) + b) % b : a % b);
      case "<":
        return a < b;
      case "<=":
        return a <= b;
      case ">":
        return a > b;
      default:
        return a >= b;
    }
  } // prettier-ignore

  /** `"%s is %d" % (a, b)` */
  private percent(format: string, right: Value): Value {
    const values = isList(right) ? [...right] : [right];
    return format.replace(/%(%|[-0]?\d*(?:\.\d+)?[sdfr])/g, (_, spec: string) => {
      if (spec === "%") return "%";
      const value = values.shift() ?? null;
      const digits = /\.(\d+)f/.exec(spec)?.[1];
      const text = spec.endsWith("f") ? numberIn(value).toFixed(Number(digits ?? 6)) : textOf(value, this.language);
      return text.padStart(Number(/^0?(\d+)/.exec(spec)?.[1] ?? 0), spec.startsWith("0") ? "0" : " ");
    });
  } // prettier-ignore

  private unary(): Value {
    if (this.accept("not") || this.accept("!")) return !isTrue(this.unary(), this.language);
    if (this.accept("-")) {
      const value = this.unary();
      return value instanceof Float ? new Float(-value.value) : -numberIn(value);
    }
    if (this.accept("typeof")) return { object: "object", undefined: "undefined" }[typeof this.unary() as string] ?? "string"; // prettier-ignore
    const base = this.postfix();
    if (!this.accept("**")) return base;
    const exponent = numberIn(this.unary());
    let power = 1;
    for (let i = 0; i < exponent; i++) power *= numberIn(base);
    return power;
  }

  // ---- terms

  private postfix(): Value {
    let value = this.term();
    for (;;) {
      if (this.accept("(")) {
        if (typeof value !== "function") return beyond("calling what is no known function");
        const { args, named } = this.arguments();
        value = value(args, named);
      } else if (this.accept("[")) value = this.index(value);
      else if (this.accept(".")) value = this.member(value, this.name());
      else return value;
    }
  }

  private name(): string {
    if (this.peek.kind !== "name") beyond(`'${this.peek.text}'`);
    return (this.tokens[this.at++] as Token).text;
  }

  private arguments() {
    const args: Value[] = [];
    const named = new Map<string, Value>();
    while (!this.accept(")")) {
      if (this.language === "python" && this.peek.kind === "name" && this.tokens[this.at + 1]?.text === "=") {
        const name = this.name();
        this.at++;
        named.set(name, this.choice());
      } else args.push(this.choice());
      if (!this.accept(",")) {
        this.expect(")");
        break;
      }
    }
    return { args, named };
  }

  private index(value: Value): Value {
    const key = this.accept(":") ? undefined : this.choice();
    if (this.tokens[this.at - 1]?.text === ":" || this.accept(":")) {
      const end = this.peek.text === "]" ? undefined : this.choice();
      this.expect("]");
      const [from, to] = [key, end].map((one) => (one === undefined ? undefined : numberIn(one)));
      return typeof value === "string" || isList(value) ? value.slice(from, to) : beyond("slicing");
    }
    this.expect("]");
    if (isMap(value)) {
      const found = value.get(textOf(key, this.language));
      if (found === undefined && this.language === "python") throw new ScriptError("KeyError", `'${textOf(key, this.language)}'`); // prettier-ignore
      return found;
    }
    if (typeof value !== "string" && !isList(value)) return beyond("looking into such a value");
    const at = numberIn(key);
    const found = value.at(this.language === "javascript" && at < 0 ? value.length : at);
    if (found === undefined && this.language === "python") throw new ScriptError("IndexError", `${this.typeOf(value) === "str" ? "string" : "list"} index out of range`); // prettier-ignore
    return found;
  }

  private member(value: Value, name: string): Value {
    if (isMap(value)) {
      const own = value.get(name);
      if (own !== undefined) return own;
      if (name === "get") return ([key, otherwise = null]) => value.get(key as string) ?? otherwise;
      if (name === "keys") return () => [...value.keys()];
      if (name === "values") return () => [...value.values()];
      if (name === "items") return () => [...value].map((pair) => pair);
      if (this.language === "javascript") return undefined;
    }
    if (typeof value === "string") return this.ofText(value, name);
    if (isList(value)) return this.ofList(value, name);
    return beyond(`'.${name}'`);
  }

  private ofText(value: string, name: string): Value {
    switch (name) {
      case "length":
        return value.length;
      case "upper":
      case "toUpperCase":
        return () => value.toUpperCase();
      case "lower":
      case "toLowerCase":
        return () => value.toLowerCase();
      case "strip":
      case "trim":
        return () => value.trim();
      case "split":
        return ([by]) => (by === undefined ? value.trim().split(/\s+/) : value.split(by as string));
      case "replace":
        return ([from, to]) => this.language === "python" ? value.replaceAll(from as string, to as string) : value.replace(from as string, () => to as string);
      case "startswith":
      case "startsWith":
        return ([part]) => value.startsWith(part as string);
      case "endswith":
      case "endsWith":
        return ([part]) => value.endsWith(part as string);
      case "repeat":
        return ([count]) => value.repeat(numberIn(count));
      case "join":
        return ([list]) => (list as readonly Value[]).map((item) => textOf(item, this.language)).join(value);
      case "format":
        return (args) => {
          let at = 0;
          return value.replace(/\{(\d*)\}/g, (_, place: string) => textOf(args[place === "" ? at++ : Number(place)], this.language));
        };
      case "toString":
      case "encode":
      case "decode":
        return () => value;
      default:
        return beyond(`'.${name}' of a text`);
    }
  } // prettier-ignore

  private ofList(value: readonly Value[], name: string): Value {
    if (name === "length") return value.length;
    if (name === "join")
      return ([by = ","]) => value.map((item) => textOf(item, this.language)).join(by as string);
    if (name === "includes") return ([item]) => value.some((one) => this.same(one, item));
    if (name === "slice") return ([from, to]) => value.slice(from as number, to as number | undefined);
    return beyond(`'.${name}' of a list`);
  }

  private term(): Value {
    const { kind, text, parts } = this.peek;
    if (kind === "string") {
      this.at++;
      if (parts === undefined) return this.peek.kind === "string" && this.language === "python" ? text + textOf(this.term(), this.language) : text; // prettier-ignore
      return parts.map((part, i) => (i % 2 === 0 ? part : this.inserted(part))).join("");
    }
    if (kind === "number") {
      this.at++;
      return this.language === "python" && /[.e]/i.test(text) && !/^0x/i.test(text) ? new Float(Number(text)) : Number(text); // prettier-ignore
    }
    if (kind === "name") return this.named();
    return this.bracketed();
  }

  /** `{value:.2f}` within an f-string. */
  private inserted(part: string): string {
    const [, expression = part, format] = (this.language === "python" ? /^(.*?)(?::([^:'"\])]*))?$/.exec(part) : null) ?? [];
    const value = this.evaluate(expression.replace(/!r$/, ""));
    const digits = /\.(\d+)f$/.exec(format ?? "")?.[1];
    if (digits !== undefined) return numberIn(value).toFixed(Number(digits));
    const width = /^([<>]?)(0?)(\d+)d?$/.exec(format ?? "");
    const text = textOf(value, this.language);
    if (width === null) return text;
    return width[1] === "<" ? text.padEnd(Number(width[3])) : text.padStart(Number(width[3]), width[2] === "0" ? "0" : " ");
  } // prettier-ignore

  private named(): Value {
    const name = this.name();
    const constants = new Map<string, Value>([["True", true], ["False", false], ["None", null], ["true", true], ["false", false], ["null", null], ["undefined", undefined]]); // prettier-ignore
    if (constants.has(name)) return constants.get(name);
    if (this.names.has(name)) return this.names.get(name);
    throw this.language === "python"
      ? new ScriptError("NameError", `name '${name}' is not defined`)
      : new ScriptError("ReferenceError", `${name} is not defined`);
  }

  private bracketed(): Value {
    if (this.accept("(")) {
      const first = this.choice();
      if (this.accept(")")) return first;
      const items = [first];
      while (this.accept(",")) if (this.peek.text !== ")") items.push(this.choice());
      this.expect(")");
      return items;
    }
    if (this.accept("[")) {
      const items: Value[] = [];
      while (!this.accept("]")) {
        items.push(this.choice());
        if (!this.accept(",")) {
          this.expect("]");
          break;
        }
      }
      return items;
    }
    if (!this.accept("{")) return beyond(`'${this.peek.text}'`);
    const members = new Map<string, Value>();
    while (!this.accept("}")) {
      const key = this.language === "javascript" && this.peek.kind === "name" ? this.name() : textOf(this.choice(), this.language); // prettier-ignore
      members.set(key, this.accept(":") ? this.choice() : this.names.get(key));
      if (!this.accept(",")) {
        this.expect("}");
        break;
      }
    }
    return members;
  }
}
