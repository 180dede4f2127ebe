import { expect, test } from "vitest";
import { createWorld } from "../../../src/world.ts";

const host = () => createWorld({ seed: 1, hosts: { paper: { images: ["busybox:latest"] } } }).host();

test("containers come back with the daemon as their policies say", () => {
  const paper = host();
  paper.run("for p in no always unless-stopped on-failure; do docker run -d --name c-$p --restart $p busybox sleep 999; done; docker run -d --name by-hand --restart unless-stopped busybox sleep 999; docker stop -t 0 by-hand c-always"); // prettier-ignore
  expect(paper.run("systemctl restart docker")).toMatchObject({ exitCode: 0, stdout: "", stderr: "" });
  const { stdout } = paper.run("docker ps --format '{{.Names}}' | sort");
  expect(stdout).toBe("c-always\nc-on-failure\nc-unless-stopped\n");
});

test("the socket brings the daemon back, until it is stopped as well", () => {
  const paper = host();
  expect(paper.run("systemctl stop docker").stderr).toBe(
    "Stopping 'docker.service', but its triggering units are still active:\ndocker.socket\n",
  );
  expect(paper.run("systemctl is-active docker")).toMatchObject({ stdout: "inactive\n", exitCode: 3 });
  expect(paper.run("docker ps -q").exitCode).toBe(0);
  expect(paper.run("systemctl is-active docker").stdout).toBe("active\n");
  expect(paper.run("systemctl stop docker.socket docker").stderr).toBe("");
  expect(paper.run("docker ps").stderr).toContain("Cannot connect to the Docker daemon");
});

test("a daemon that is killed is started again", () => {
  const paper = host();
  const before = paper.run("pidof dockerd").stdout;
  paper.run("kill -9 $(pidof dockerd); sleep 3");
  const after = paper.run("pidof dockerd").stdout;
  expect(after).not.toBe(before);
  expect(paper.run("systemctl show -p NRestarts --value docker").stdout).toBe("1\n");
  expect(paper.run("journalctl -u docker | grep -c 'code=killed, status=9/KILL'").stdout).toBe("1\n");
});

test("a wrong daemon.json keeps it from starting, and the journal says why", () => {
  const paper = host();
  paper.run(`echo '{"debug": "yes"}' > /etc/docker/daemon.json`);
  const failed = paper.run("systemctl restart docker");
  expect(failed.exitCode).toBe(1);
  expect(failed.stderr).toContain("Job for docker.service failed because");
  expect(paper.run("journalctl -u docker -o cat | grep unable | head -1").stdout).toBe(
    "unable to configure the Docker daemon with file /etc/docker/daemon.json: invalid JSON: json: cannot unmarshal string into Go struct field Config.debug of type bool\n",
  );
});

test("a service of one's own lives by its file", () => {
  const paper = host();
  paper.run(`printf '[Unit]\\nDescription=Beats\\n[Service]\\nEnvironment=WHAT=tick\\nExecStart=/bin/sh -c "echo $$0 \${WHAT}; exec sleep 50"\\n[Install]\\nWantedBy=multi-user.target\\n' > /etc/systemd/system/beat.service`); // prettier-ignore
  expect(paper.run("systemctl daemon-reload; systemctl enable --now beat").stderr).toBe(
    "Created symlink '/etc/systemd/system/multi-user.target.wants/beat.service' → '/etc/systemd/system/beat.service'.\n",
  );
  paper.run("sleep 1");
  expect(paper.run("systemctl status beat").stdout).toMatch(
    /^● beat\.service - Beats\n +Loaded: loaded \(\/etc\/systemd\/system\/beat\.service; enabled; preset: enabled\)\n +Active: active \(running\)/,
  );
  expect(paper.run("systemctl stop beat; systemctl is-active beat").stdout).toBe("inactive\n");
});

test("a fork in which the daemon stops leaves the other alone", () => {
  const world = createWorld({ seed: 1, hosts: { paper: { images: ["busybox:latest"] } } });
  world.host().run("docker run -d --name web --restart always busybox sleep 999");
  const twin = world.fork();
  twin.host().run("systemctl stop docker.socket docker");
  expect(twin.host().run("docker ps").exitCode).toBe(1);
  expect(world.host().run("docker ps --format '{{.Names}}'").stdout).toBe("web\n");
  expect(world.fork().host().run("systemctl restart docker; docker ps --format '{{.Names}}'").stdout).toBe("web\n"); // prettier-ignore
});

test("users may look, but not act", () => {
  const paper = host();
  paper.run("useradd -m ann");
  expect(paper.run("su ann -c 'systemctl stop docker'").stderr).toBe(
    "Failed to stop docker.service: Interactive authentication required.\nSee system logs and 'systemctl status docker.service' for details.\n",
  );
});
