// Files of hosts and containers from outside, and volumes of memfs taken in and given out.

import { memfs, type IFs } from "memfs";
import { expect, test } from "vitest";
import { createWorld, replay, type World } from "../../../src/index.ts";
import type { ReadableVolume, WritableVolume } from "../../../src/fs/memfs-volume.ts";

const asVolume = (fs: IFs): ReadableVolume & WritableVolume => fs;
const printed = (world: World, line: string): string => {
  const { stdout, stderr } = world.host().run(line);
  return stdout + stderr;
};

test("files of a host are read and written as root does", () => {
  const world = createWorld({ hosts: { a: { docker: false } } });
  const { fs } = world.host();
  expect(fs.write("/srv/app/run.sh", "#!/bin/sh\necho it runs\n", 0o755)).toBeUndefined();
  expect(printed(world, "/srv/app/run.sh; echo from inside > /srv/app/note; umask 077; mkdir /srv/own")).toBe("it runs\n");
  expect([fs.readText("/srv/app/note"), fs.list("/srv"), fs.exists("/srv/none")]).toEqual(["from inside\n", ["app", "own"], false]);
  expect([fs.readText("/srv/none"), fs.list("/srv/none"), fs.stat("/srv/own")?.mode]).toEqual([undefined, undefined, 0o40700]);
  expect(fs.readBytes("/srv/app/note")?.length).toBe(12);
  expect(fs.write("/srv/app/note/deeper", "")).toBe("ENOTDIR");
  expect(fs.readText("/proc/sys/kernel/hostname")).toBe("a\n");
  const again = replay(world.journal).host().fs;
  expect(again.readText("/srv/app/note")).toBe("from inside\n");
}); // prettier-ignore

test("files of a container, while it runs and afterwards, with its mounts", () => {
  const world = createWorld();
  const host = world.host();
  host.run("mkdir /data; echo shared > /data/file; docker run -d --name box -v /data:/mnt -v vol:/vol busybox sleep 1000");
  const { fs } = host.container("box");
  expect(fs.readText("/etc/hostname")).toHaveLength(13);
  expect([fs.readText("/mnt/file"), fs.readText("/proc/1/comm")]).toEqual(["shared\n", "sleep\n"]);
  void fs.write("/mnt/reply", "from outside\n");
  void fs.write("/own/deep", "in the container\n");
  void fs.write("/vol/kept", "in the volume\n");
  expect(printed(world, "cat /data/reply; docker exec box cat /own/deep; docker diff box | sort")).toBe(
    "from outside\nin the container\nA /mnt\nA /own\nA /own/deep\nA /vol\n",
  );
  host.run("docker kill box");
  expect([fs.readText("/own/deep"), fs.readText("/mnt/file"), fs.list("/bin")?.includes("sh")]).toEqual(["in the container\n", undefined, true]);
  void fs.write("/own/later", "while it is stopped\n");
  expect(printed(world, "docker start box >/dev/null; docker exec box cat /own/later /vol/kept; docker rm -f box")).toBe("while it is stopped\nin the volume\nbox\n");
  expect(() => fs.readText("/etc/hostname")).toThrow("container: there is no box on paper");
  const again = replay(world.journal).host();
  expect(again.run("cat /data/reply; cat /var/lib/docker/volumes/vol/_data/kept").stdout).toBe("from outside\nin the volume\n");
}); // prettier-ignore

test("a memfs volume is taken into a host, with all that it can carry", () => {
  const { fs: volume } = memfs({ "/app/main.py": "print(1)\n", "/app/lib/util.py": "", "/etc/app.conf": "x=1\n" });
  volume.symlinkSync("main.py", "/app/start");
  volume.linkSync("/app/main.py", "/app/same");
  volume.chmodSync("/app/main.py", 0o750);
  volume.chownSync("/app/lib", 1000, 1000);
  const world = createWorld();
  const host = world.host();
  expect(host.fs.takeIn(asVolume(volume), "/app", "/home/debian/app")).toBeUndefined();
  expect(printed(world, "cd /home/debian/app; stat -c '%n %A %h %U' *; readlink start; cat same")).toBe(
    "lib drwxrwxrwx 2 debian\nmain.py -rwxr-x--- 2 root\nsame -rwxr-x--- 2 root\nstart lrwxrwxrwx 1 root\nmain.py\nprint(1)\n",
  );
  volume.writeFileSync("/app/main.py", "print(2)\n");
  const look = "cat /home/debian/app/main.py";
  expect([printed(world, look), printed(replay(world.journal), look)]).toEqual(["print(1)\n", "print(1)\n"]);
  expect(printed(world, "docker run --rm -v /home/debian/app:/app busybox ls /app")).toBe("lib\nmain.py\nsame\nstart\n");
  host.run("docker run -d --name box busybox sleep 1000");
  expect(host.container("box").fs.takeIn(asVolume(volume), "/etc", "/srv")).toBeUndefined();
  expect(printed(world, "docker exec box cat /srv/app.conf; docker diff box")).toBe("x=1\nA /srv\nA /srv/app.conf\n");
  expect(host.fs.takeIn(asVolume(volume), "/", "/etc/passwd/x")).toBe("ENOTDIR");
}); // prettier-ignore

test("a memfs volume is filled from a host and from a container", () => {
  const world = createWorld();
  const host = world.host();
  host.run("mkdir -p /srv/site; cd /srv/site; echo hi > index.html; ln -s index.html home; chmod 600 index.html; mkfifo pipe");
  host.run("docker run --name box -v vol:/vol busybox sh -c 'echo made > /made; echo kept > /vol/kept; mkdir /empty'");
  const { fs: volume, vol } = memfs();
  host.fs.giveOut(asVolume(volume), "/srv/site", "/out");
  expect(vol.toJSON()).toEqual({ "/out/index.html": "hi\n" });
  expect(volume.readlinkSync("/out/home")).toBe("index.html");
  expect(volume.statSync("/out/index.html").mode).toBe(0o100600);
  const { fs: whole } = memfs();
  host.container("box").fs.giveOut(asVolume(whole));
  expect(whole.readFileSync("/made", "utf8")).toBe("made\n");
  expect(whole.readdirSync("/")).toEqual(expect.arrayContaining(["bin", "empty", "etc", "made", "vol"]));
  host.container("box").fs.giveOut(asVolume(volume), "/nowhere", "/none");
  expect(volume.existsSync("/none")).toBe(false);
}); // prettier-ignore
