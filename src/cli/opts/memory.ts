// Sizes of memory (docker/cli opts.MemBytes, opts.MemSwapBytes): bytes with or without a unit; swap takes -1 for
// no limit.

import { ok, type Result } from "../../base/result.ts";
import { parseBytes } from "./numbers.ts";

const UNLIMITED = "-1";

export const parseMemory = (value: string): Result<number, string> => parseBytes(value);

export const parseMemorySwap = (value: string): Result<number, string> =>
  value === UNLIMITED ? ok(-1) : parseBytes(value);
