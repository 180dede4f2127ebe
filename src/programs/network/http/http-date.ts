// Dates as HTTP writes them, `Tue, 30 Dec 2025 01:07:12 GMT`, and as access logs do. Always UTC: servers in
// images have no other zone.

import type { Instant } from "../../../base/time.ts";
import { strftime, UTC } from "../../libc/strftime.ts";

export const httpDate = (at: Instant): string => strftime("%a, %d %b %Y %H:%M:%S GMT", at, UTC);
/** `30/Dec/2025:01:07:12 +0000` */
export const logDate = (at: Instant): string => strftime("%d/%b/%Y:%H:%M:%S +0000", at, UTC);
/** `2025/12/30 01:07:12` */
export const errorDate = (at: Instant): string => strftime("%Y/%m/%d %H:%M:%S", at, UTC);
