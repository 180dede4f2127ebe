// jq's operators between two values: what plus means between objects, minus between arrays, times between objects and
// strings, and how they are compared. What does not go together is an error in jq's words.

import { shown } from "./json-text.ts";
import { compare, failure, isArray, isObject, isSame, kindOf, type JqObject, type JqValue } from "./value.ts";

const described = (value: JqValue): string => `${kindOf(value)} (${shown(value)})`;

const refuse = (left: JqValue, right: JqValue, what: string): never =>
  failure(`${described(left)} and ${described(right)} cannot be ${what}`);

function add(left: JqValue, right: JqValue): JqValue {
  if (left === null) return right;
  if (right === null) return left;
  if (typeof left === "number" && typeof right === "number") return left + right;
  if (typeof left === "string" && typeof right === "string") return left + right;
  if (isArray(left) && isArray(right)) return [...left, ...right];
  if (isObject(left) && isObject(right)) return new Map([...left, ...right]);
  return refuse(left, right, "added");
}

function subtract(left: JqValue, right: JqValue): JqValue {
  if (typeof left === "number" && typeof right === "number") return left - right;
  if (isArray(left) && isArray(right)) return left.filter((item) => !right.some((other) => isSame(item, other)));
  return refuse(left, right, "subtracted");
} // prettier-ignore

/** Objects within objects are merged as well. */
function merge(left: JqObject, right: JqObject): JqObject {
  const merged = new Map(left);
  for (const [key, value] of right) {
    const before = merged.get(key) ?? null;
    merged.set(key, isObject(before) && isObject(value) ? merge(before, value) : value);
  }
  return merged;
}

function multiply(left: JqValue, right: JqValue): JqValue {
  if (typeof left === "number" && typeof right === "number") return left * right;
  if (isObject(left) && isObject(right)) return merge(left, right);
  const [text, count] = typeof left === "string" ? [left, right] : [right, left];
  if (typeof text !== "string" || typeof count !== "number") return refuse(left, right, "multiplied");
  return count <= 0 ? null : text.repeat(Math.max(1, Math.floor(count < 1 ? 1 : count)));
}

function divide(left: JqValue, right: JqValue): JqValue {
  if (typeof left === "string" && typeof right === "string") return splitText(left, right);
  if (typeof left !== "number" || typeof right !== "number") return refuse(left, right, "divided");
  return right === 0 ? refuse(left, right, "divided because the divisor is zero") : left / right;
}

function modulo(left: JqValue, right: JqValue): JqValue {
  if (typeof left !== "number" || typeof right !== "number")
    return refuse(left, right, "divided (remainder)");
  const divisor = Math.trunc(Math.abs(right));
  if (divisor === 0) return refuse(left, right, "divided (remainder) because the divisor is zero");
  return (Math.trunc(left) % divisor) + 0;
}

export const splitText = (text: string, separator: string): JqValue =>
  text === "" ? [] : separator === "" ? [...text] : text.split(separator);

const OPERATORS: ReadonlyMap<string, (left: JqValue, right: JqValue) => JqValue> = new Map<
  string,
  (left: JqValue, right: JqValue) => JqValue
>([
  ["+", add],
  ["-", subtract],
  ["*", multiply],
  ["/", divide],
  ["%", modulo],
  ["==", isSame],
  ["!=", (left, right) => !isSame(left, right)],
  ["<", (left, right) => compare(left, right) < 0],
  ["<=", (left, right) => compare(left, right) <= 0],
  [">", (left, right) => compare(left, right) > 0],
  [">=", (left, right) => compare(left, right) >= 0],
]);

export const arithmetic = (operator: string, left: JqValue, right: JqValue): JqValue =>
  (OPERATORS.get(operator) ?? add)(left, right);
