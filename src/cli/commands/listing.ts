// Printing rows, as the commands that list things do: by the format that was asked for, all at once, or nothing where a
// row fails.

import type { Task } from "../../kernel/sys.ts";
import type { Client } from "../client.ts";
import { clientError, type Outcome } from "../client-error.ts";
import { formatRows, type Rows } from "../format/rows.ts";

export function* printRows<Row>(client: Client, rows: Rows<Row>): Task<Outcome> {
  const text = formatRows(rows);
  if (!text.ok) return clientError(text.error);
  if (text.value !== "") yield* client.print(text.value);
  return undefined;
}

/** What --format says, else the configuration (but not with -q), else a table. */
export const formatOf = (given: string, configured: string | undefined, quiet: boolean): string =>
  given || (quiet ? "" : (configured ?? "")) || "table";
