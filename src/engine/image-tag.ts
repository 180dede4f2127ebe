// Names that images are given: what the API takes as repository and tag (moby api/server/httputils
// RepoTagReference, api/server/router/image postImagesTag).

import { familiarReference, parseImageReference, withDefaultTag } from "../base/image-reference.ts";
import { dockerError, ok, type Result } from "../base/result.ts";
import { findImage } from "../model/lookup.ts";
import type { Engine } from "./engine.ts";
import { tagImage } from "./images.ts";

const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;

/** The familiar name with its tag; undefined without a repository. */
export function repositoryTag(repository: string, tag: string): Result<string | undefined> {
  if (repository === "") return ok(undefined);
  const reference = parseImageReference(repository);
  if (!reference.ok) return dockerError("invalid-parameter", reference.error);
  if (reference.value.digest !== "")
    return dockerError("invalid-parameter", "cannot import digest reference");
  if (tag === "") return ok(familiarReference(withDefaultTag(reference.value)));
  if (!TAG.test(tag)) return dockerError("invalid-parameter", "invalid tag format");
  return ok(familiarReference({ ...reference.value, tag }));
}

/** `docker tag`. */
export function nameImage(engine: Engine, given: string, repository: string, tag: string): Result<undefined> {
  const name = repositoryTag(repository, tag);
  if (!name.ok) return name;
  if (name.value === undefined) return dockerError("invalid-parameter", "");
  const found = findImage(engine.state, given);
  if (!found.ok) return dockerError("not-found", found.error.message);
  return tagImage(engine, found.value, name.value);
}
