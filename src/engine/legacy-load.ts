// Archives without a manifest.json, as Docker wrote them before 1.10: a directory for each layer and a file with the
// names (moby image/tarexport legacyLoad). What is no archive of images at all is told of in the words of these.

import { fail, type Result } from "../base/result.ts";
import { REPOSITORIES } from "./image-archive.ts";
import type { Loading } from "./loading.ts";

export function legacyLoad(loading: Loading): Result<undefined, string> {
  for (const directory of loading.directories()) {
    const config = loading.read(`${directory}/json`);
    if (!config.ok) return config;
  }
  const repositories = loading.read(REPOSITORIES);
  if (!repositories.ok) return repositories;
  return fail("archives of images from before Docker 1.10 are not yet modelled");
}
