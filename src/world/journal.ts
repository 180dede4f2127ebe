// Everything that came to a world from outside, in order: it makes the same world again. The first entry is what
// the world was made with. Nothing that the world worked out itself is in it.

import { encode } from "../base/utf8.ts";
import type { Duration } from "../base/time.ts";
import type { RunOptions, WorldOptions } from "./options.ts";

export type Entry =
  | { readonly kind: "begin"; readonly options: WorldOptions }
  | { readonly kind: "run"; readonly host: string; readonly line: string; readonly options: RunOptions }
  | { readonly kind: "advance"; readonly duration: Duration }
  | {
      readonly kind: "open-shell";
      readonly host: string;
      readonly args: readonly string[];
      readonly options: RunOptions;
    }
  /** to the standard input of such a shell; undefined: it ends */
  | {
      readonly kind: "input";
      readonly host: string;
      readonly shell: number;
      readonly bytes: Uint8Array | undefined;
    }
  | { readonly kind: "kill"; readonly host: string; readonly shell: number }
  | { readonly kind: "open-terminal"; readonly host: string; readonly rows: number; readonly columns: number }
  | { readonly kind: "type"; readonly host: string; readonly terminal: number; readonly bytes: Uint8Array }
  | {
      readonly kind: "resize";
      readonly host: string;
      readonly terminal: number;
      readonly rows: number;
      readonly columns: number;
    }
  | { readonly kind: "close-terminal"; readonly host: string; readonly terminal: number }
  | {
      readonly kind: "write-file";
      readonly at: Whose;
      readonly path: string;
      readonly content: Uint8Array;
      readonly mode: number;
    }
  | { readonly kind: "make-directories"; readonly at: Whose; readonly path: string }
  /** a tar, unpacked below a path */
  | { readonly kind: "unpack"; readonly at: Whose; readonly path: string; readonly tar: Uint8Array };

/** A host's file system, or that of a container on it. */
export interface Whose {
  readonly host: string;
  readonly container?: string | undefined;
}

export const bytesOf = (content: string | Uint8Array): Uint8Array =>
  typeof content === "string" ? encode(content) : content.slice();
