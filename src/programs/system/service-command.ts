// service: an act on a unit by its bare name, as scripts of System V wanted it (service(8) of init-system-helpers, which
// hands everything to systemctl where systemd runs).

import { command } from "../libc/command.ts";
import { actOn, findUnit, isBooted, unitName } from "./systemctl.ts";
import { statusOf } from "./unit-status.ts";

const ACTS = new Set(["start", "stop", "restart", "try-restart", "reload", "force-reload"]);

export const service = command({ name: "service", gnu: "status-all", raw: true }, function* (io) {
  const [name, act] = io.argv.slice(1);
  if (name === undefined || act === undefined) {
    yield* io.tell(
      "Usage: service < option > | --status-all | [ service_name [ command | --full-restart ] ]\n",
    );
    return 1;
  }
  const unit = isBooted(io.sys) ? findUnit(io.sys, unitName(name)) : undefined;
  if (unit === undefined) {
    yield* io.tell(isBooted(io.sys) ? `${act === "status" ? `Unit ${unitName(name)} could not be found.` : `Failed to ${act} ${unitName(name)}: Unit ${unitName(name)} not found.`}\n` : `${name}: unrecognized service\n`); // prettier-ignore
    return act === "status" ? 4 : isBooted(io.sys) ? 5 : 1;
  }
  if (act === "status") {
    yield* io.print(yield* statusOf(io.sys, unit));
    return unit.active === "active" ? 0 : 3;
  }
  if (ACTS.has(act)) return yield* actOn(io, act, unit.name);
  yield* io.tell(`Unknown command verb '${act}'.\n`);
  return 1;
});
