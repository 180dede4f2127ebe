// Where values are kept: variables of a program and of a function, elements of arrays, fields, special variables. A
// place is worked out once, then read, written, or both. How subscripts are computed is left to the compiler.

import type { AwkArray } from "./arrays.ts";
import { map, mapAll, pure, type Code } from "./code.ts";
import { negativeField } from "./faults.ts";
import type { Frame, Runtime } from "./runtime.ts";
import { specialVariable } from "./special-variables.ts";
import type { Expr, Lvalue, Name } from "./syntax.ts";
import type { Value } from "./values.ts";

/** A place that can be read and written; the key is worked out once for both. */
export interface Reference {
  readonly key: Code<number | string>;
  readonly read: (frame: Frame, key: number | string) => Value;
  readonly write: (frame: Frame, key: number | string, value: Value) => void;
}

const NO_KEY: Code<number | string> = pure(() => 0);

export abstract class PlaceCompiler {
  constructor(readonly rt: Runtime) {}

  abstract value(expr: Expr): Code<Value>;
  abstract text(expr: Expr): Code<string>;

  array(name: Name): (frame: Frame) => AwkArray {
    const { rt } = this;
    const { place } = name;
    if (place?.kind === "local") {
      const { index } = place;
      return (frame) => (frame.arrays[index] ??= new Map());
    }
    const index = place?.kind === "global" ? place.index : 0;
    return () => (rt.arrays[index] ??= new Map());
  }

  subscript(subscripts: readonly Expr[]): Code<string> {
    const { rt } = this;
    const [only] = subscripts;
    if (subscripts.length !== 1 || only === undefined)
      return mapAll(
        subscripts.map((item) => this.text(item)),
        (_, texts) => texts.join(rt.SUBSEP),
      );
    return this.text(only);
  }

  reference(lvalue: Lvalue): Reference {
    const { rt } = this;
    if (lvalue.kind === "name") return this.variable(lvalue);
    if (lvalue.kind === "element") {
      const array = this.array(lvalue.array);
      return {
        key: this.subscript(lvalue.subscripts),
        read: (frame, key) => elementOf(array(frame), key as string),
        write: (frame, key, value) => void array(frame).set(key as string, value),
      };
    }
    return {
      key: map(this.value(lvalue.index), (_, value): number => this.fieldIndex(rt.number(value))),
      read: (_, key) => rt.record.get(key as number),
      write: (_, key, value) => rt.record.put(key as number, value),
    };
  }

  private fieldIndex(value: number): number {
    const index = Math.trunc(value);
    if (index >= 0 && index < 1e7) return index;
    negativeField(this.rt, index);
    return 0;
  }

  private variable({ place }: Name): Reference {
    const { rt } = this;
    if (place?.kind === "special") {
      const { get, set } = specialVariable(rt, place.name);
      return { key: NO_KEY, read: get, write: (_, __, value) => set(value) };
    }
    const index = place?.index ?? 0;
    if (place?.kind === "local")
      return {
        key: NO_KEY,
        read: (frame) => frame.scalars[index],
        write: (frame, _, value) => void (frame.scalars[index] = value),
      };
    const { scalars } = rt;
    return {
      key: NO_KEY,
      read: () => scalars[index],
      write: (_, __, value) => void (scalars[index] = value),
    };
  }
}

/** A reference to an element makes it. */
function elementOf(array: AwkArray, key: string): Value {
  const value = array.get(key);
  if (value === undefined && !array.has(key)) array.set(key, undefined);
  return value;
}
