// The hash functions that checksum programs know, by name, for content that comes piece by piece. Beside them POSIX's
// cksum. Not here: digests of images and layers (digest.ts).

import { blake2b } from "@noble/hashes/blake2.js";
import { md5, sha1 } from "@noble/hashes/legacy.js";
import { sha224, sha256, sha384, sha512 } from "@noble/hashes/sha2.js";
import { sha3_224, sha3_256, sha3_384, sha3_512 } from "@noble/hashes/sha3.js";
import { bytesToHex } from "@noble/hashes/utils.js";

const HASHES = { md5, sha1, sha224, sha256, sha384, sha512, blake2b, sha3_224, sha3_256, sha3_384, sha3_512 };

export type HashName = keyof typeof HASHES;

/** Made piece by piece; hexadecimal digits at the end. */
export class Hasher {
  private readonly hash;

  constructor(name: HashName) {
    this.hash = HASHES[name].create();
  }

  update(bytes: Uint8Array): void {
    this.hash.update(bytes);
  }

  hex(): string {
    return bytesToHex(this.hash.digest());
  }
}
