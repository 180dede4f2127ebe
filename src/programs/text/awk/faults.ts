// What goes wrong while an awk program runs, in the words of each flavour. Mawk adds where in the input it was; the
// caller puts the program's name before.

import type { Runtime } from "./runtime.ts";

/** mawk's line about the record. */
const whereabouts = (rt: Runtime): string =>
  `\n\tFILENAME="${rt.text(rt.FILENAME)}" FNR=${rt.FNR} NR=${rt.NR}`;

export function runtimeFault(rt: Runtime, texts: { mawk: string; gawk: string; busybox: string }): void {
  const { name } = rt.flavour;
  if (name === "mawk") rt.fail(`run time error: ${texts.mawk}${whereabouts(rt)}`);
  else rt.failAt(name === "gawk" ? `fatal: ${texts.gawk}` : texts.busybox);
}

/** mawk goes on with what the division gives. */
export function zeroDivision(rt: Runtime, value: number, op: "/" | "%"): number {
  if (rt.flavour.name === "mawk") return value;
  const gawk = op === "/" ? "division by zero attempted" : "division by zero attempted in `%'";
  runtimeFault(rt, { mawk: "", gawk, busybox: "Division by zero" });
  return Number.NaN;
}

export function mathMissing(rt: Runtime): number {
  runtimeFault(rt, { mawk: "", gawk: "", busybox: "Math support is not compiled in" });
  return 0;
}

export function negativeField(rt: Runtime, index: number): void {
  runtimeFault(rt, {
    mawk: `negative field index $${index}`,
    gawk: `attempt to access field ${index}`,
    busybox: "Access to negative field",
  });
}

export function negativeCount(rt: Runtime): void {
  runtimeFault(rt, {
    mawk: "negative value assigned to NF",
    gawk: "NF set to negative value",
    busybox: "NF set to negative value",
  });
}
