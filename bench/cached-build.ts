// A Dockerfile of twenty instructions that was built before, built again: every step is found in the cache.

import { createWorld } from "../src/world.ts";
import type { Figure } from "./figure.ts";
import { medianOf } from "./worlds.ts";

const ALLOWED_US = 3000;
const WARM_UP = 100;
const ROUNDS = 200;

const DOCKERFILE = [
  "FROM busybox",
  "ARG VERSION=1",
  "LABEL org.opencontainers.image.version=1",
  "ENV APP=/app PORT=8080",
  "WORKDIR /app",
  "RUN adduser -D app",
  "COPY file1 file2 ./",
  "RUN cat file1 file2 > both",
  "COPY . /app/all",
  "RUN ls -R /app > /list",
  "RUN echo $VERSION > /version",
  "ENV MODE=production",
  "RUN mkdir -p /var/data && chown app /var/data",
  "VOLUME /var/data",
  "EXPOSE 8080",
  "COPY --chown=app file3 /home/app/",
  "USER app",
  "RUN id > /tmp/who",
  "ENTRYPOINT [\"httpd\"]",
  "CMD [\"-f\"]",
].join("\n"); // prettier-ignore

export const cachedBuild: Figure = {
  name: "docker build of 20 instructions, all cached",
  unit: "us",
  against: "3 ms",
  target: 1,
  measure: () => {
    const host = createWorld({ seed: 1 }).host();
    const run = (line: string): string => {
      const { exitCode, stdout, stderr } = host.run(line);
      if (exitCode !== 0) throw new Error(stderr);
      return `${stdout}${stderr}`;
    };
    run("mkdir app && cd app && for i in 1 2 3 4 5; do echo $i > file$i; done");
    host.fs.write("/root/app/Dockerfile", DOCKERFILE);
    const build = (): string => run("docker build --progress plain /root/app");
    build();
    const cached = build().match(/ CACHED$/gm)?.length ?? 0;
    const steps = DOCKERFILE.match(/^(RUN|COPY|WORKDIR)/gm)?.length ?? 0;
    if (cached !== steps) throw new Error(`${cached} of ${steps} steps were cached`);
    medianOf(WARM_UP, build);
    return { ours: medianOf(ROUNDS, build), theirs: ALLOWED_US };
  },
};
