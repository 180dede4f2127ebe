// Redis as its image starts it, and redis-cli beside it: what they answer (test/programs/redis holds what a real
// server answered to the same lines, through the real redis-cli), what they keep, and how they meet on a network.

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { crc64 } from "../../../../src/programs/redis/crc64.ts";
import { createWorld } from "../../../../src/world.ts";
import { CTRL_C, Typist } from "../../../support/typist.ts";

const recorded = (name: string): string =>
  readFileSync(new URL(`../../../programs/redis/${name}.txt`, import.meta.url), "utf8");

/** A host with a server named `store`. */
function hostWithServer(options = "", command = "") {
  const world = createWorld({ seed: 3 });
  const run = (line: string) => world.host().run(line);
  run(`docker network create lan`);
  const start = (name = "store"): void =>
    void run(`docker run -d --name ${name} --network lan ${options} redis ${command}; sleep 1`);
  start();
  const cli = (line: string, name = "store"): string => run(`docker exec ${name} redis-cli ${line}`).stdout;
  return { world, run, cli, start };
}

const withoutDates = (text: string): string =>
  text.replaceAll(/\d\d \w{3} \d{4} \d\d:\d\d:\d\d\.\d{3}/g, "DATE").replaceAll(/handler \(\d+\)/g, "handler (N)"); // prettier-ignore

test("answers as a real server does", () => {
  const world = createWorld({ files: { "/root/commands": recorded("commands") } });
  const { stdout } = world
    .host()
    .run(
      "docker run -d --name store redis >/dev/null; sleep 1; docker exec -i store redis-cli --no-raw <commands",
    );
  expect(stdout.split("\n")).toEqual(recorded("replies").split("\n"));
});

test("tells in its log how it starts and ends", () => {
  const { run } = hostWithServer();
  run("docker stop store");
  const log = withoutDates(run("docker logs store").stdout).split("\n");
  expect(log.filter((line) => !line.includes("overcommit"))).toEqual([
    "Starting Redis Server",
    "1:C DATE * oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo",
    "1:C DATE * Redis version=8.4.0, bits=64, commit=00000000, modified=1, pid=1, just started",
    "1:C DATE # Warning: no config file specified, using the default config. In order to specify a config file use redis-server /path/to/redis.conf",
    "1:M DATE * monotonic clock: POSIX clock_gettime",
    "1:M DATE * Running mode=standalone, port=6379.",
    "1:M DATE * Server initialized",
    "1:M DATE * Ready to accept connections tcp",
    "1:signal-handler (N) Received SIGTERM scheduling shutdown...",
    "1:M DATE * User requested shutdown...",
    "1:M DATE * Saving the final RDB snapshot before exiting.",
    "1:M DATE * BGSAVE done, 0 keys saved, 0 keys skipped, 88 bytes written.",
    "1:M DATE * DB saved on disk",
    "1:M DATE # Redis is now ready to exit, bye bye...",
    "",
  ]);
  expect(run("docker inspect -f '{{.State.ExitCode}}' store").stdout).toBe("0\n");
});

test("runs as the user redis, on data that are redis's", () => {
  const { run } = hostWithServer();
  expect(run("docker exec store sh -c 'cat /proc/1/status | grep ^Uid; stat -c %U /data'").stdout).toBe(
    "Uid:\t999\t999\t999\t999\nredis\n",
  );
});

describe("what is saved", () => {
  test("is there in the next container of the same volume", () => {
    const { run, cli, start } = hostWithServer("-v store:/data");
    cli("set greeting hello ex 100");
    cli("rpush list 1 two 3000000000");
    cli("hset hash __proto__ 10 constructor x");
    cli("zadd scores 1.5 a inf b");
    cli("-n 3 sadd set a 7");
    run("docker rm -f store");
    start();
    expect(cli("dbsize")).toBe("0\n");
    for (const line of ["set greeting hello ex 100", "rpush list 1 two 3000000000", "hset hash __proto__ 10", "zadd scores 1.5 a inf b", "-n 3 sadd set a 7"]) cli(line); // prettier-ignore
    run("docker stop store; docker rm store");
    start();
    expect(cli("get greeting") + cli("ttl greeting")).toMatch(/^hello\n(9\d|100)\n$/);
    expect(cli("lrange list 0 -1")).toBe("1\ntwo\n3000000000\n");
    expect(cli("hgetall hash") + cli("zrange scores 0 -1 withscores") + cli("-n 3 smembers set")).toBe("__proto__\n10\na\n1.5\nb\ninf\na\n7\n"); // prettier-ignore
    expect(run("docker logs store").stdout).toContain("Done loading RDB, keys loaded: 5, keys expired: 0.");
  });

  test("is saved by a child when enough has changed, and when it is asked for", () => {
    const { cli, run } = hostWithServer("", "--save 60 2");
    cli("mset a 1 b 2");
    run("sleep 61");
    const log = withoutDates(run("docker logs store").stdout);
    expect(log).toContain("1:M DATE * 2 changes in 60 seconds. Saving...\n1:M DATE * Background saving started");
    expect(log).toContain(":C DATE * DB saved on disk\n");
    expect(log).toContain("1:M DATE * Background saving terminated with success\n");
    expect(cli("bgsave") + cli("save") + cli("info persistence")).toMatch(
      /^Background saving started\nOK\n[^]*rdb_saves:3\r\n/,
    );
  }); // prettier-ignore

  test("is written down command by command with --appendonly", () => {
    const { cli, run } = hostWithServer("-v store:/data", "--appendonly yes");
    cli("set a 1 ex 500");
    cli("incr n");
    cli("sadd s x y z");
    cli("spop s");
    run("docker kill store; docker start store; sleep 1");
    expect(cli("get a") + cli("get n") + cli("scard s")).toBe("1\n1\n2\n");
    expect(run("docker exec store ls /data/appendonlydir").stdout).toBe(
      "appendonly.aof.1.base.rdb\nappendonly.aof.1.incr.aof\nappendonly.aof.manifest\n",
    );
  });

  test("has the checksum that Redis gives it", () => {
    const text = new TextEncoder().encode("123456789");
    expect(Buffer.from(crc64(text)).toString("hex")).toBe("cad9b8c414d9c6e9");
  });
});

describe("over the network", () => {
  test("a client in another container finds the server by its name", () => {
    const { run, cli } = hostWithServer();
    expect(run("docker run --rm --network lan redis redis-cli -h store set from afar").stdout).toBe("OK\n");
    expect(cli("get from")).toBe("afar\n");
    const lost = run("docker run --rm --network lan redis redis-cli -h store -p 1 ping");
    expect([lost.stderr, lost.exitCode]).toEqual(["Could not connect to Redis at store:1: Connection refused\n", 1]); // prettier-ignore
    const nobody = run("docker run --rm --network lan redis redis-cli -h nobody ping");
    expect(nobody.stderr).toMatch(/^Could not connect to Redis at nobody:6379: /);
  });

  test("lines that somebody types with nc are requests as well", () => {
    const { run } = hostWithServer("-p 6379:6379");
    expect(run(`printf 'SET a "x y"\\r\\nGET a\\r\\nQUIT\\r\\n' | nc -N localhost 6379`).stdout).toBe(
      "+OK\r\n$3\r\nx y\r\n+OK\r\n",
    );
  });

  test("a password is asked for", () => {
    const { run, cli } = hostWithServer("", "--requirepass secret");
    expect(cli("ping")).toBe("NOAUTH Authentication required.\n\n");
    expect(cli("-a secret --no-auth-warning ping")).toBe("PONG\n");
    const wrong = run("docker exec store redis-cli -a no ping");
    expect(wrong.stderr).toBe("Warning: Using a password with '-a' or '-u' option on the command line interface may not be safe.\nAUTH failed: WRONGPASS invalid username-password pair or user is disabled.\n"); // prettier-ignore
    expect(run("docker exec -e REDISCLI_AUTH=secret store redis-cli dbsize").stdout).toBe("0\n");
  });

  test("subscribers and monitors are told, and who waits for a list is woken", () => {
    const { run, cli } = hostWithServer();
    run("docker exec store redis-cli subscribe news >heard & docker exec store redis-cli monitor >seen &");
    run("docker exec store redis-cli blpop queue 5 >taken & sleep 1");
    expect(cli("publish news 'it rains'") + cli("rpush queue job")).toBe("1\n1\n");
    run("sleep 1");
    expect(run("cat heard taken").stdout).toBe("subscribe\nnews\n1\nmessage\nnews\nit rains\nqueue\njob\n");
    expect(run("cat seen").stdout).toMatch(/^OK\n(.*\n)*\d+\.\d{6} \[0 127\.0\.0\.1:\d+\] "publish" "news" "it rains"\n/);
    expect(cli("blpop nothing 1")).toBe("\n");
  }); // prettier-ignore
});

test("a conversation has a prompt that says where one is", () => {
  const t = new Typist(createWorld({ seed: 3 }));
  t.run("docker run -d --name store redis >/dev/null; clear").run("docker exec -it store redis-cli");
  t.run("set a 1", 0).run("get a", 0).run("keys *", 0).run("select 2", 0).run("multi", 0).run("incr a", 0);
  t.run('exec "', 0).run("exec", 0).run("nope", 0);
  expect(t.rows).toEqual([
    "root@paper:~# docker exec -it store redis-cli",
    "127.0.0.1:6379> set a 1",
    "OK",
    "127.0.0.1:6379> get a",
    '"1"',
    "127.0.0.1:6379> keys *",
    '1) "a"',
    "127.0.0.1:6379> select 2",
    "OK",
    "127.0.0.1:6379[2]> multi",
    "OK",
    "127.0.0.1:6379[2](TX)> incr a",
    "QUEUED",
    '127.0.0.1:6379[2](TX)> exec "',
    "Invalid argument(s)",
    "127.0.0.1:6379[2](TX)> exec",
    "1) (integer) 1",
    "127.0.0.1:6379[2]> nope",
    "(error) ERR unknown command 'nope', with args beginning with:",
    "127.0.0.1:6379[2]>",
  ]);
  t.type(CTRL_C);
  expect(t.last).toBe("root@paper:~#");
});

test("a fork and its origin do not see each other's keys", () => {
  const { world, cli } = hostWithServer();
  cli("set a 1");
  cli("rpush l x");
  const fork = world.fork();
  cli("set a 2");
  cli("rpush l y");
  const inFork = (line: string): string => fork.host().run(`docker exec store redis-cli ${line}`).stdout;
  expect(inFork("get a") + inFork("lrange l 0 -1")).toBe("1\nx\n");
  inFork("rpush l z");
  expect(cli("lrange l 0 -1") + inFork("lrange l 0 -1")).toBe("x\ny\nx\nz\n");
});

test("a setting that makes no sense is said, and what is not modelled says so", () => {
  const { run } = hostWithServer();
  const wrong = run("docker run --rm redis --maxmemory lots");
  expect([wrong.stderr, wrong.exitCode]).toEqual([
    `\n*** FATAL CONFIG FILE ERROR (Redis 8.4.0) ***\nReading the configuration file, at line 1\n>>> 'maxmemory "lots"'\nargument must be a memory value\n`,
    1,
  ]);
  expect(run("docker exec store redis-benchmark").stderr).toBe("redis-benchmark: not modelled by paperwhale\n"); // prettier-ignore
  expect(run("docker exec store redis-cli xadd s '*' a 1").stdout).toBe("ERR command 'xadd' is not modelled by paperwhale\n\n"); // prettier-ignore
  expect(run("docker exec store redis-server --version").stdout).toMatch(/^Redis server v=8\.4\.0 sha=/);
});
