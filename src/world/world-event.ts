// One thing that happened, on one host: what a page or a test subscribes to or looks through afterwards.
// What happened is the model's (model/event.ts).

import type { Event } from "../model/event.ts";

export interface WorldEvent {
  readonly host: string;
  readonly event: Event;
}
