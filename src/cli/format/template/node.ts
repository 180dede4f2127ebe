// The parse tree of a template, and each node as error texts show it. Positions are in UTF-16 units of the
// text; who prints one counts bytes.

import { quote } from "../../../base/go/quote.ts";
import type { GoInt } from "../../../base/go/integers.ts";

/** A number constant has each value that its writing allows, as Go's untyped constants do. */
export interface NumberNode {
  readonly kind: "number";
  readonly pos: number;
  readonly text: string;
  readonly int: GoInt | undefined;
  readonly uint: GoInt | undefined;
  readonly float: number | undefined;
  readonly complex: { readonly re: number; readonly im: number } | undefined;
}

interface At {
  readonly pos: number;
}

export interface VariableNode extends At {
  readonly kind: "variable";
  /** $x.Field as ["$x", "Field"] */
  readonly names: readonly string[];
}

export interface FieldNode extends At {
  readonly kind: "field";
  readonly names: readonly string[];
}

export interface IdentifierNode extends At {
  readonly kind: "identifier";
  readonly name: string;
}

export interface ChainNode extends At {
  readonly kind: "chain";
  readonly node: Operand;
  readonly names: readonly string[];
}

export interface PipeNode extends At {
  readonly kind: "pipe";
  readonly declared: readonly VariableNode[];
  readonly assigns: boolean;
  readonly commands: readonly CommandNode[];
}

export interface CommandNode extends At {
  readonly kind: "command";
  readonly args: readonly Operand[];
}

export type Operand =
  | NumberNode
  | VariableNode
  | FieldNode
  | IdentifierNode
  | ChainNode
  | PipeNode
  | (At & { readonly kind: "bool"; readonly value: boolean })
  | (At & { readonly kind: "dot" })
  | (At & { readonly kind: "nil" })
  | (At & { readonly kind: "string"; readonly quoted: string; readonly value: string });

export interface ListNode extends At {
  readonly kind: "list";
  readonly nodes: readonly Statement[];
}

export interface BranchNode extends At {
  readonly kind: "if" | "range" | "with";
  readonly pipe: PipeNode;
  readonly list: ListNode;
  readonly elseList: ListNode | undefined;
}

export interface TemplateNode extends At {
  readonly kind: "template";
  readonly name: string;
  readonly pipe: PipeNode | undefined;
}

export interface ActionNode extends At {
  readonly kind: "action";
  readonly pipe: PipeNode;
}

export type Statement =
  | ActionNode
  | BranchNode
  | TemplateNode
  | (At & { readonly kind: "text"; readonly text: string })
  | (At & { readonly kind: "break" })
  | (At & { readonly kind: "continue" });

export type Node = Statement | ListNode | Operand | CommandNode;

const inParens = (node: Operand): string => (node.kind === "pipe" ? `(${nodeText(node)})` : nodeText(node));

function pipeText(node: PipeNode): string {
  const commands = node.commands.map(nodeText).join(" | ");
  if (node.declared.length === 0) return commands;
  return `${node.declared.map(nodeText).join(", ")} ${node.assigns ? "=" : ":="} ${commands}`;
}

function branchText({ kind, pipe, list, elseList }: BranchNode): string {
  const otherwise = elseList ? `{{else}}${nodeText(elseList)}` : "";
  return `{{${kind} ${nodeText(pipe)}}}${nodeText(list)}${otherwise}{{end}}`;
}

function operandText(node: Operand): string {
  switch (node.kind) {
    case "number":
      return node.text;
    case "variable":
      return node.names.join(".");
    case "field":
      return node.names.map((name) => `.${name}`).join("");
    case "identifier":
      return node.name;
    case "chain":
      return inParens(node.node) + node.names.map((name) => `.${name}`).join("");
    case "pipe":
      return pipeText(node);
    case "bool":
      return String(node.value);
    case "dot":
      return ".";
    case "nil":
      return "nil";
    case "string":
      return node.quoted;
  }
}

/** Node.String() */
export function nodeText(node: Node): string {
  switch (node.kind) {
    case "text":
      return node.text;
    case "list":
      return node.nodes.map(nodeText).join("");
    case "action":
      return `{{${pipeText(node.pipe)}}}`;
    case "break":
    case "continue":
      return `{{${node.kind}}}`;
    case "if":
    case "range":
    case "with":
      return branchText(node);
    case "template":
      return `{{template ${quote(node.name)}${node.pipe ? ` ${pipeText(node.pipe)}` : ""}}}`;
    case "command":
      return node.args.map(inParens).join(" ");
    default:
      return operandText(node);
  }
}
