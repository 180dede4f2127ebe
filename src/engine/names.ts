// Names of containers: which are allowed, which are free, and what one without a name is called
// (moby daemon/names.go).

import { dockerError, ok, type Result } from "../base/result.ts";
import { randomName } from "../model/random-names.ts";
import { lookUp } from "../model/shelf.ts";
import type { Engine } from "./engine.ts";

const ALLOWED = "[a-zA-Z0-9][a-zA-Z0-9_.-]";
const VALID = new RegExp(`^${ALLOWED}+$`);

/** The name as it is kept, without a slash. */
export function reserveName(engine: Engine, wanted: string): Result<string> {
  const name = wanted.replace(/^\//, "");
  if (!VALID.test(name))
    return dockerError(
      "invalid-parameter",
      `Invalid container name (${wanted}), only ${ALLOWED} are allowed`,
    );
  const holder = lookUp(engine.state.containerNames, name);
  if (holder === undefined) return ok(name);
  return dockerError(
    "conflict",
    `Conflict. The container name "/${name}" is already in use by container "${holder}". You have to remove (or rename) that container to be able to reuse that name.`,
  );
}

export function generateName(engine: Engine): string {
  for (let attempt = 0; ; attempt++) {
    const name = randomName(engine.random, attempt);
    if (lookUp(engine.state.containerNames, name) === undefined) return name;
  }
}
