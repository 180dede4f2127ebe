// Rows of `docker history` (docker/cli cli/command/image/formatter_history.go): the steps of an image, the last one first,
// as the daemon has them.

import { humanDuration } from "../../base/go/human-duration.ts";
import { humanSize } from "../../base/go/human-size.ts";
import { bool } from "../../base/go/types.ts";
import { instantOf, rfc3339, SECOND, type Instant } from "../../base/time.ts";
import { type HistoryItem, historyItemType } from "../../api/wire/image.ts";
import { ellipsis, truncateId } from "../format/ellipsis.ts";
import { column, rowContext } from "../format/rows.ts";

export interface HistoryRow {
  readonly trunc: boolean;
  readonly human: boolean;
  readonly h: HistoryItem;
  readonly now: Instant;
}

const SIZE_DIGITS = 3;
const CREATED_BY_WIDTH = 45;
/** Times before this are none that anybody set. */
const EPOCH = instantOf({ year: 2000, month: 1, day: 1 });

const createdAt = ({ h }: HistoryRow): string => rfc3339(h.Created * SECOND);

function createdSince(row: HistoryRow): string {
  if (!row.human) return createdAt(row);
  const created = row.h.Created * SECOND;
  return created <= EPOCH ? "N/A" : `${humanDuration(row.now - created)} ago`;
}

function createdBy({ trunc, h }: HistoryRow): string {
  const text = h.CreatedBy.replaceAll("\t", " ");
  return trunc ? ellipsis(text, CREATED_BY_WIDTH) : text;
}

export const historyContext = rowContext<HistoryRow>(
  "image.historyContext",
  {
    ID: column("IMAGE", ({ trunc, h }) => (trunc ? truncateId(h.Id) : h.Id)),
    CreatedAt: column("CREATED AT", createdAt),
    CreatedSince: column("CREATED", createdSince),
    CreatedBy: column("CREATED BY", createdBy),
    Size: column("SIZE", ({ human, h }) => (human ? humanSize(h.Size, SIZE_DIGITS) : String(h.Size))),
    Comment: column("COMMENT", ({ h }) => h.Comment),
  },
  { trunc: bool, human: bool, h: historyItemType },
);

export function historyFormat(source: string, quiet: boolean, human: boolean): string {
  if (source !== "table") return source;
  if (quiet) return "{{.ID}}";
  return `table {{.ID}}\t{{.${human ? "CreatedSince" : "CreatedAt"}}}\t{{.CreatedBy}}\t{{.Size}}\t{{.Comment}}`;
}
