// Why a compressed archive could not be unpacked. The daemon leaves xz to the host's program of that name, so without
// that it is not the format that is at fault (moby/go-archive compression).

import { failed } from "../base/errno.ts";
import type { Engine } from "./engine.ts";

const XZ = /^unsupported compression format \(xz\)$/;
const PATH = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

export function unpackingError(engine: Engine, message: string): string {
  if (!XZ.test(message) || PATH.some((folder) => !failed(engine.files.find(`${folder}/xz`)))) return message;
  return 'exec: "xz": executable file not found in $PATH';
}
