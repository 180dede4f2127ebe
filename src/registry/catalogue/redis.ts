// redis:latest, 8.4.0 on slim Debian 12, in the layers of its Dockerfile. Source of the facts: the published
// image; the entry point does what the published one does, in fewer words. Not here: what its modules do.

import { instantOf } from "../../base/time.ts";
import { Layout } from "../layout.ts";
import { DEBIAN_GROUP, DEBIAN_PASSWD, groupLine } from "../software/accounts.ts";
import { addAccounts } from "../software/debian-tree.ts";
import { bookwormSlim, debianHistory } from "./debian.ts";
import { PATH } from "./environment.ts";
import { catalogueImage, step } from "./image.ts";
import { catalogueLayer, type CatalogueLayer } from "./layer.ts";

const BUILT = instantOf({
  year: 2025,
  month: 12,
  day: 29,
  hour: 23,
  minute: 44,
  second: 3,
  microsecond: 107_573,
});
/** bytes that the build adds */
const BUILD_SIZE = 63_698_432;
const OWNER = { uid: 999, gid: 999 };

const PROGRAMS = `redis-benchmark:8372056 redis-cli:8741264 redis-server:18297968 redis-check-aof>redis-server
  redis-check-rdb>redis-server redis-sentinel>redis-server`;

const MODULES = "redisbloom.so:1061888:755 redistimeseries.so:2469528:755 rejson.so:5214592:755";

const ENTRY_POINT = `#!/bin/sh
# Starts the server as the user redis, on data that belong to it; any other command starts as it is.
set -e

# options alone, or a configuration file, are meant for the server
if [ "\${1#-}" != "$1" ] || [ "\${1%.conf}" != "$1" ]; then
	set -- redis-server "$@"
fi

if [ "$1" = 'redis-server' ] && [ "$(id -u)" = '0' ] && [ -z "\${SKIP_DROP_PRIVS:-}" ]; then
	if [ -z "\${SKIP_FIX_PERMS:-}" ]; then
		find . \\! -user redis -exec chown redis '{}' +
	fi
	exec setpriv --reuid redis --regid redis --clear-groups "$0" "$@"
fi

# what is saved is for nobody else to read
if [ "$(umask)" = '0022' ]; then
	umask 0077
fi

if [ "$1" = 'redis-server' ]; then
	echo "Starting Redis Server"
fi

exec "$@"
`;

const describeBuild = (): Layout =>
  new Layout(BUILT)
    .programs("usr/local/bin", PROGRAMS)
    .dataFiles("usr/local/lib/redis/modules", MODULES)
    .fill(BUILD_SIZE, ["usr/local/lib/redis/modules/redisearch.so"]);

const LAYERS: readonly (readonly [string, () => Layout])[] = [
  [
    "user",
    () =>
      new Layout(BUILT).add(
        addAccounts(
          `${DEBIAN_PASSWD}redis:x:999:999::/home/redis:/bin/sh\n`,
          DEBIAN_GROUP + groupLine("redis:999"),
          BUILT,
        ),
      ),
  ],
  ["tzdata", () => new Layout(BUILT).file("var/lib/apt/extended_states", "")],
  ["build", describeBuild],
  ["data", () => new Layout(BUILT).directory("data", OWNER)],
  ["workdir", () => new Layout(BUILT)],
  [
    "entrypoint",
    () => new Layout(BUILT).file("usr/local/bin/docker-entrypoint.sh", ENTRY_POINT, { mode: 0o755 }),
  ],
];

const top = LAYERS.reduce<CatalogueLayer>(
  (below, [name, describe]) => catalogueLayer({ name: `redis-8.4.0 ${name}`, below, now: BUILT, describe }),
  bookwormSlim,
);

const VARIABLES = [
  "REDIS_DOWNLOAD_URL=https://github.com/redis/redis/archive/refs/tags/8.4.0.tar.gz",
  "REDIS_DOWNLOAD_SHA=b947d9015622669b5bee8ec954f658b3278d42dbefae23a92d9b7704bfe143f9",
];

const RUN = "RUN /bin/sh -c set -eux;";

export const redis = catalogueImage({
  references: ["redis:latest", "redis:8", "redis:8.4", "redis:8.4.0", "redis:bookworm"],
  created: BUILT,
  top,
  config: {
    ExposedPorts: new Map([["6379/tcp", {}]]),
    Env: [PATH, ...VARIABLES],
    Entrypoint: ["docker-entrypoint.sh"],
    Cmd: ["redis-server"],
    Volumes: new Map([["/data", {}]]),
    WorkingDir: "/data",
  },
  history: [
    debianHistory("bookworm"),
    step(BUILT, `${RUN} \tgroupadd -r -g 999 redis; \tuseradd -r -g redis -u 999 redis # buildkit`),
    step(BUILT, `${RUN} \tapt-get update; \tapt-get install -y --no-install-recommends \t\ttzdata \t; \trm -rf /var/lib/apt/lists/* # buildkit`),
    ...VARIABLES.map((variable) => step(BUILT, `ENV ${variable}`, true)),
    step(BUILT, `${RUN} \t\tsavedAptMark="$(apt-mark showmanual)"; \tapt-get update; \twget -O redis.tar.gz "$REDIS_DOWNLOAD_URL"; \techo "$REDIS_DOWNLOAD_SHA *redis.tar.gz" | sha256sum -c -; \tmake -C /usr/src/redis install; \t\tredis-cli --version; \tredis-server --version # buildkit`),
    step(BUILT, "RUN /bin/sh -c mkdir /data && chown redis:redis /data # buildkit"),
    step(BUILT, "VOLUME [/data]", true),
    step(BUILT, "WORKDIR /data"),
    step(BUILT, "COPY docker-entrypoint.sh /usr/local/bin/ # buildkit"),
    step(BUILT, 'ENTRYPOINT ["docker-entrypoint.sh"]', true),
    step(BUILT, "EXPOSE map[6379/tcp:{}]", true),
    step(BUILT, 'CMD ["redis-server"]', true),
  ],
}); // prettier-ignore
