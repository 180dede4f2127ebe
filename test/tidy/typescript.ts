// TypeScript's parser. Required rather than imported: before it imports a CommonJS module, Node looks through
// its text for names, which for these nine megabytes takes four times as long as loading them.

import { createRequire } from "node:module";
import type syntax from "typescript";

export const ts = createRequire(import.meta.url)("typescript") as typeof syntax;
