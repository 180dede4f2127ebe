// --device-cgroup-rule: `type major:minor mode`, where `*` is any number (docker/cli container/opts.go
// validateDeviceCgroupRule).

import { fail, ok, type Result } from "../../base/result.ts";

const RULE = /^[acb] ([0-9]+|\*):([0-9]+|\*) [rwm]{1,3}$/;

export const validateDeviceCgroupRule = (value: string): Result<string, string> =>
  RULE.test(value) ? ok(value) : fail(`invalid device cgroup format '${value}'`);
