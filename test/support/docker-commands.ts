// Random command lines of docker, most of which make sense and many of which fail: names that are ordinary data
// though a plain object would trip over them, images and programs that are not there, ports and addresses that are
// taken, containers in the wrong state.

import fc from "fast-check";

/** Valid names of containers and volumes that are also properties of every object, numbers, or look like ids. */
const NAMES = ["web", "constructor", "toString", "10", "hasOwnProperty", "valueOf", "abc"];
/** Not names that Docker takes, but somebody types them. */
const BAD_NAMES = ["__proto__", "größe", "名前", "", "-x", "a b"];

const name = fc.oneof({ weight: 12, arbitrary: fc.constantFrom(...NAMES) }, fc.constantFrom(...BAD_NAMES));
const volume = fc.constantFrom("data", "constructor", "10", "__proto__", "toString");
const key = fc.constantFrom("__proto__", "constructor", "10", "a", "größe", "toString");

const quoted = (text: string): string => `'${text}'`;
const maybe = (arbitrary: fc.Arbitrary<string>, weight = 1): fc.Arbitrary<string> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant("") }, { weight, arbitrary });

const words = (...parts: readonly (fc.Arbitrary<string> | string)[]): fc.Arbitrary<string> =>
  fc
    .tuple(...parts.map((part) => (typeof part === "string" ? fc.constant(part) : part)))
    .map((all) => all.filter((word) => word !== "").join(" "));

const creationFlags = words(
  maybe(fc.constant("--rm")),
  maybe(
    name.map((n) => `--name ${quoted(n)}`),
    9,
  ),
  maybe(
    fc.constantFrom(
      "-p 8080:80",
      "-p 8080-8081:80",
      "-p 80",
      "-p 127.0.0.1:8080:80",
      "-p 99999:1",
      "-P --expose 7",
    ),
  ),
  maybe(volume.map((v) => `-v ${v}:/data`)),
  maybe(
    fc.constantFrom(
      "-v /data",
      "--mount type=tmpfs,dst=/t",
      "--tmpfs /t",
      "-v /nowhere/at/all:/d:ro",
      "--mount type=bind,src=/no,dst=/d",
    ),
  ),
  maybe(name.map((n) => `--volumes-from ${quoted(n)}`)),
  maybe(
    fc.constantFrom(
      "--restart always",
      "--restart on-failure:2",
      "--restart unless-stopped",
      "--restart no:1",
    ),
  ),
  maybe(
    fc.oneof(
      fc.constantFrom("--network none", "--network host", "--network nope"),
      name.map((n) => `--network container:${quoted(n)}`),
    ),
  ),
  maybe(
    fc.constantFrom(
      "--init",
      "-t",
      "-i",
      "--read-only",
      "--privileged",
      "-m 1m",
      "-m 64m",
      "--pids-limit 3",
      "-u nobody",
      "-u nope",
      "-w /new/dir",
      "--ipc host",
      "--pid host",
      "--uts host",
      "--cpus 99",
    ),
  ),
  maybe(fc.tuple(key, key).map(([k, v]) => `-l ${quoted(`${k}=${v}`)} -e ${quoted(`${k}=${v}`)}`)),
  maybe(
    fc.constantFrom(
      "--health-cmd true --health-interval 1s",
      "--health-cmd false --health-interval 1s --health-retries 1",
    ),
  ),
);

const image = fc.oneof(
  { weight: 12, arbitrary: fc.constant("busybox") },
  fc.constantFrom("img", "img:2", "nope", "UPPER", "hello-world", "constructor"),
);

const program = fc.constantFrom(
  "sleep 100",
  "sleep 100",
  "sleep 2",
  "true",
  "false",
  "nosuchprogram",
  "/etc",
  "",
  "sh -c 'exit 7'",
  "sh -c 'sleep 1; exit 3'",
  "sh -c 'trap exit TERM; while :; do sleep 1; done'",
  "sh -c 'sleep 50 & sleep 60 & wait'",
  "sh -c 'echo out; echo err >&2; mkdir -p /data/x; echo y > /data/x/y'",
  "sh -c ': | : | cat; kill -9 $$'",
);

const target = fc.oneof(
  { weight: 10, arbitrary: name.map(quoted) },
  { weight: 3, arbitrary: fc.constant("$(docker ps -lq)") },
  { weight: 1, arbitrary: fc.constant("$(docker ps -aq)") },
  { weight: 1, arbitrary: fc.constant("a") },
);

const ofContainers = words(
  fc.constantFrom(
    "docker start",
    "docker start",
    "docker stop -t 0",
    "docker stop -t 1",
    "docker kill",
    "docker kill -s TERM",
    "docker kill -s NOPE",
    "docker pause",
    "docker unpause",
    "docker restart -t 0",
    "docker rm",
    "docker rm -f",
    "docker rm -fv",
    "docker rm -v",
    "docker inspect",
    "docker logs",
    "docker top",
    "docker diff",
    "docker port",
    "docker update --restart no",
    "docker update -m 32m",
    "docker stats --no-stream",
  ),
  target,
);

const ofExecs = words(
  fc.constantFrom(
    "docker exec",
    "docker exec -d",
    "docker exec -t",
    "docker exec -u nobody",
    "docker exec -w /nope",
  ),
  target,
  fc.constantFrom("true", "sleep 30", "nosuchprogram", "sh -c 'sleep 5 & exit 4'", "kill 1", "ls /"),
);

const ofImages = fc.oneof(
  words("docker commit", target, fc.constantFrom("img", "img:2", "UPPER", "constructor")),
  words(
    fc.constantFrom("docker rmi", "docker rmi -f"),
    fc.constantFrom("img", "img:2", "busybox", "nope", "constructor"),
  ),
  words("docker tag", image, fc.constantFrom("img", "img:2", "other")),
  fc.constantFrom(
    "docker images",
    "docker image prune -f",
    "docker image prune -af",
    "docker history busybox",
  ),
);

const ofVolumes = fc.oneof(
  words("docker volume create", volume),
  words("docker volume rm", volume),
  words("docker volume inspect", volume),
  fc.constantFrom(
    "docker volume prune -f",
    "docker volume prune -af",
    "docker volume ls",
    "docker volume create",
  ),
);

const others = fc.oneof(
  words("docker rename", target, name.map(quoted)),
  words(
    "docker cp",
    words(target, fc.constantFrom(":/etc/passwd", ":/nope", ":")).map((w) => w.replace(" :", ":")),
    "/tmp/copied",
  ),
  words(
    "docker cp /etc/hostname",
    words(target, fc.constantFrom(":/tmp", ":/nope/x", ":/data")).map((w) => w.replace(" :", ":")),
  ),
  fc.constantFrom(
    "docker ps -a",
    "docker container prune -f",
    "docker system prune -f",
    "docker system df",
    "docker network ls",
    "docker info",
    "docker --nope",
    "docker run",
    "docker run -d",
    "sleep 1",
    "sleep 5",
    "sleep 60",
  ),
);

/** One command line, which ends by itself. */
export const dockerCommand: fc.Arbitrary<string> = fc.oneof(
  { weight: 8, arbitrary: words("docker run -d", creationFlags, image, program) },
  { weight: 3, arbitrary: words("docker create", creationFlags, image, program) },
  { weight: 2, arbitrary: words("timeout 3 docker run", creationFlags, image, program) },
  { weight: 12, arbitrary: ofContainers },
  { weight: 4, arbitrary: ofExecs.map((line) => `timeout 2 ${line}`) },
  { weight: 2, arbitrary: ofImages },
  { weight: 2, arbitrary: ofVolumes },
  { weight: 4, arbitrary: others },
);
