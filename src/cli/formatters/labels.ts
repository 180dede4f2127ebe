// Labels in one cell of a table: a=1,b=2, in order of their names, as real containers' are; the real client leaves those
// of volumes and networks in an order of chance. Relies on nothing.

import { compareStrings } from "../../base/go/go-string.ts";

export const joinLabels = (labels: ReadonlyMap<string, string> | null | undefined): string =>
  [...(labels ?? [])]
    .map(([name, value]) => `${name}=${value}`)
    .sort(compareStrings)
    .join(",");
