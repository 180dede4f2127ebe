// sha256 and the `sha256:…` values that name content (OCI image-spec, descriptor.md "Digests"). Other
// algorithms of the specification are not here: Docker neither makes nor takes them.

import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { encode } from "./utf8.ts";

/** `sha256:` and 64 hex digits */
export type Digest = string;

export const sha256Hex = (bytes: Uint8Array | string): string =>
  bytesToHex(sha256(typeof bytes === "string" ? encode(bytes) : bytes));

export const digestOf = (bytes: Uint8Array | string): Digest => `sha256:${sha256Hex(bytes)}`;

/** For content that is made piece by piece. */
export class Digester {
  private readonly hash = sha256.create();
  size = 0;

  update(bytes: Uint8Array): void {
    this.hash.update(bytes);
    this.size += bytes.length;
  }

  digest(): Digest {
    return `sha256:${bytesToHex(this.hash.digest())}`;
  }
}
