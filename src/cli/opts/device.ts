// --device: `host[:container][:permissions]`, or the name of a CDI device such as vendor.com/class=name (docker/cli
// container/opts.go validateDevice and parseDevice, for a Linux daemon).

import { fail, ok, type Result } from "../../base/result.ts";
import { cleanPath } from "./client-io.ts";
import type { DeviceMapping } from "./create-request.ts";

const isDeviceMode = (mode: string): boolean => /^[rwm]+$/.test(mode) && new Set(mode).size === mode.length;

const LETTER_FIRST = /^[A-Za-z](?:[\w.-]*[A-Za-z0-9])?$/;
const CDI_NAME = /^[A-Za-z0-9](?:[\w.:-]*[A-Za-z0-9])?$/;

/** vendor/class=name (cdi pkg/parser IsQualifiedName) */
export function isCdiDeviceName(device: string): boolean {
  const slash = device.indexOf("/");
  const equals = device.indexOf("=");
  if (slash <= 0 || device.startsWith("/") || equals < slash) return false;
  const [vendor, deviceClass, name] = [
    device.slice(0, slash),
    device.slice(slash + 1, equals),
    device.slice(equals + 1),
  ];
  return LETTER_FIRST.test(vendor) && LETTER_FIRST.test(deviceClass) && CDI_NAME.test(name);
}

export function parseDevice(device: string): Result<DeviceMapping, string> {
  const parts = device.split(":");
  const [first = "", second, third] = parts;
  if (parts.length > 3 || first === "") return fail(`bad format for path: ${device}`);
  if (third !== undefined) {
    if (!isDeviceMode(third)) return fail(`bad mode specified: ${third}`);
    return mapping(second as string, first, second as string, third);
  }
  if (second === undefined) return mapping(first, cleanPath(first), "", "");
  if (isDeviceMode(second)) return mapping(first, cleanPath(first), "", second);
  return mapping(second, first, cleanPath(second), "");
}

function mapping(
  checked: string,
  host: string,
  container: string,
  permissions: string,
): Result<DeviceMapping, string> {
  if (!checked.startsWith("/")) return fail(`${checked} is not an absolute path`);
  const inside = container === "" ? host : container;
  return ok({
    PathOnHost: host,
    PathInContainer: inside,
    CgroupPermissions: permissions === "" ? "rwm" : permissions,
  });
}
