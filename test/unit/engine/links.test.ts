import { expect, test } from "vitest";
import { createWorld } from "../../../src/world.ts";

const told = (script: string): string => {
  const { stdout, stderr } = createWorld({ seed: 7 }).host().run(script);
  return stdout + stderr;
};

const DB = "docker run -d --name db -e KEY=v --expose 5432 --expose 5433 busybox sleep 300 >/dev/null;";
const APP = "docker run -d --name app --link db:my-db busybox sleep 300 >/dev/null;";

test("a linked container is told where the other is", () => {
  expect(
    told(`${DB}${APP} docker exec app env | grep MY_DB | sort; docker exec app grep -c my-db /etc/hosts`),
  ).toBe(
    [
      "MY_DB_ENV_KEY=v",
      "MY_DB_NAME=/app/my-db",
      "MY_DB_PORT=tcp://172.17.0.2:5432",
      "MY_DB_PORT_5432_TCP=tcp://172.17.0.2:5432",
      "MY_DB_PORT_5432_TCP_ADDR=172.17.0.2",
      "MY_DB_PORT_5432_TCP_END=tcp://172.17.0.2:5433",
      "MY_DB_PORT_5432_TCP_PORT=5432",
      "MY_DB_PORT_5432_TCP_PORT_END=5433",
      "MY_DB_PORT_5432_TCP_PORT_START=5432",
      "MY_DB_PORT_5432_TCP_PROTO=tcp",
      "MY_DB_PORT_5432_TCP_START=tcp://172.17.0.2:5432",
      "MY_DB_PORT_5433_TCP=tcp://172.17.0.2:5433",
      "MY_DB_PORT_5433_TCP_ADDR=172.17.0.2",
      "MY_DB_PORT_5433_TCP_PORT=5433",
      "MY_DB_PORT_5433_TCP_PROTO=tcp",
      "1",
      "",
    ].join("\n"),
  );
});

test("a link is a name of the other container, which follows renames and goes with rm --link", () => {
  const script = `${DB}${APP} docker rename db store; docker rename app web; docker inspect -f '{{.Name}}' web/my-db;
    docker inspect -f '{{.HostConfig.Links}}' web; docker ps --no-trunc --format '{{.Names}}' | tail -n 1;
    docker rm --link web/my-db; docker inspect -f '{{json .HostConfig.Links}}' web; docker inspect web/my-db`;
  expect(told(script)).toBe(
    "/store\n[/store:/web/my-db]\nstore,web/my-db\nweb/my-db\nnull\n[]\nError: No such object: web/my-db\n",
  );
});

test("one that does not run cannot be linked to", () => {
  const script = `${DB}${APP} docker rm -f db >/dev/null; docker restart -t 0 app; docker inspect -f '{{.HostConfig.Links}}' app`;
  expect(told(script)).toBe(
    "[/db:/app/my-db]\nError response from daemon: Cannot restart container app: Cannot link to a non running container: /db AS /app/my-db\n",
  );
});
