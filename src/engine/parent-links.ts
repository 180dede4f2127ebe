// Which images of an archive are made from which others of it (moby image/tarexport validatedParentLinks,
// checkValidParent): links out of the archive are not written, and such as cannot be true are not taken.

import type { Image } from "../model/image.ts";
import { createdTextOf } from "./image-json.ts";

export interface ParentLink {
  readonly id: string;
  readonly parent: string;
}

/** For each its parent, if that is among them; "" if not. */
export const linkedParents = (links: readonly ParentLink[]): string[] =>
  links.map(({ id, parent }) => (parent !== id && links.some((other) => other.id === parent) ? parent : ""));

/** Whether an image can have been made from another: it has all of its history, and one entry more. */
export function isPossibleParent(parent: Image, child: Image): boolean {
  if (parent.history.length === 0 && child.history.length === 0) return true;
  if (child.history.length - parent.history.length !== 1) return false;
  return parent.history.every((entry, i) => {
    const own = child.history[i] as typeof entry;
    return (
      createdTextOf(entry) === createdTextOf(own) &&
      entry.createdBy === own.createdBy &&
      entry.comment === own.comment &&
      entry.author === own.author &&
      entry.emptyLayer === own.emptyLayer
    );
  });
}
