// The programs of Redis as a list, for the registry. The server's own commands are in dispatch.ts.
// Not modelled, and they say so: redis-benchmark, redis-sentinel, redis-check-aof, redis-check-rdb.

import type { Command } from "../libc/command.ts";
import { redisCli } from "./redis-cli.ts";
import { redisServer } from "./redis-server.ts";

export const REDIS_COMMANDS: readonly Command[] = [redisServer, redisCli];
