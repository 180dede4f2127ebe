// The library: what a test, a page or a tool imports. Everything else in src is the house's own; a name that is
// not here may change without notice.

export { createWorld, replay, type World, type WorldState } from "./world.ts";
export { InvariantError } from "./base/assert.ts";
export type { ChangeKind, ImageReport, LayerChange, LayerReport } from "./base/formats/layer-report.ts";
export type { Duration, Instant } from "./base/time.ts";
export type { Running, RunResult, Stream } from "./world/command-runs.ts";
export type { FileAccess } from "./world/file-access.ts";
export type { ContainerHandle, Host } from "./world/host.ts";
export type { Entry } from "./world/journal.ts";
export {
  OptionsError,
  type HostOptions,
  type InitialFiles,
  type RunOptions,
  type TerminalSize,
  type WorldOptions,
} from "./world/options.ts";
export { RunNeverEnds } from "./world/run-never-ends.ts";
export type { Terminal } from "./world/terminals.ts";
export type { WorldEvent } from "./world/world-event.ts";
