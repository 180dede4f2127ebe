// --blkio-weight-device and the --device-{read,write}-{bps,iops} throttles: `/dev/path:number` (docker/cli
// opts/weightdevice.go, opts/throttledevice.go).

import { fail, ok, type Result } from "../../base/result.ts";
import type { ThrottleDevice, WeightDevice } from "./create-request.ts";
import { parseUint, parseBytes } from "./numbers.ts";
import { cut } from "./key-value.ts";

function splitDevice(value: string): Result<readonly [path: string, amount: string], string> {
  const [path, amount, found] = cut(value, ":");
  if (!found || path === "") return fail(`bad format: ${value}`);
  return path.startsWith("/dev/") ? ok([path, amount]) : fail(`bad format for device path: ${value}`);
}

export function parseWeightDevice(value: string): Result<WeightDevice, string> {
  const parts = splitDevice(value);
  if (!parts.ok) return parts;
  const [path, amount] = parts.value;
  const weight = parseUint(amount, 10, 16);
  if (!weight.ok || (weight.value > 0 && (weight.value < 10 || weight.value > 1000)))
    return fail(`invalid weight for device: ${value}`);
  return ok({ Path: path, Weight: weight.value });
}

export function parseThrottleBps(value: string): Result<ThrottleDevice, string> {
  const parts = splitDevice(value);
  if (!parts.ok) return parts;
  const rate = parseBytes(parts.value[1]);
  if (rate.ok && rate.value >= 0) return ok({ Path: parts.value[0], Rate: rate.value });
  return fail(
    `invalid rate for device: ${value}. The correct format is <device-path>:<number>[<unit>]. Number must be a positive integer. Unit is optional and can be kb, mb, or gb`,
  );
}

export function parseThrottleIops(value: string): Result<ThrottleDevice, string> {
  const parts = splitDevice(value);
  if (!parts.ok) return parts;
  const rate = parseUint(parts.value[1], 10);
  if (rate.ok) return ok({ Path: parts.value[0], Rate: rate.value });
  return fail(
    `invalid rate for device: ${value}. The correct format is <device-path>:<number>. Number must be a positive integer`,
  );
}
