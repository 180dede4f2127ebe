// What a daemon that is no manager of a swarm answers to whoever asks for what managers have, and what one without
// plugins answers to whoever asks for one (moby daemon/cluster errNoSwarm, plugin/store). Swarms are not modelled.

import { quote } from "../../base/go/quote.ts";
import { refuse, type Handler } from "./context.ts";

const NO_SWARM =
  'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.';

export const noSwarm: Handler = function* () {
  return refuse({ kind: "unavailable", message: NO_SWARM });
};

export const noPlugin: Handler = function* (_context, { target }) {
  return refuse({ kind: "not-found", message: `plugin ${quote(target)} not found` });
};
