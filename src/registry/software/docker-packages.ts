// Docker as it is installed on hosts: the packages of docker.com and those of Debian, which differ in where the
// daemon lies. What daemon and client do is the engine's and the client's; who starts them is the host's.

import { installDockerCompletion } from "./bash-completion.ts";
import type { Layout } from "../layout.ts";

const UNIT = (daemon: string): string => `[Unit]
Description=Docker Application Container Engine
Documentation=https://docs.docker.com
After=network-online.target docker.socket containerd.service
Wants=network-online.target containerd.service
Requires=docker.socket
StartLimitBurst=3
StartLimitIntervalSec=60

[Service]
Type=notify
ExecStart=${daemon} -H fd:// --containerd=/run/containerd/containerd.sock
ExecReload=/bin/kill -s HUP $MAINPID
TimeoutStartSec=0
RestartSec=2
Restart=always
LimitNPROC=infinity
LimitCORE=infinity
TasksMax=infinity
Delegate=yes
KillMode=process

[Install]
WantedBy=multi-user.target
`;

const SOCKET_UNIT = `[Unit]
Description=Docker Socket for the API

[Socket]
ListenStream=/run/docker.sock
SocketMode=0660
SocketUser=root
SocketGroup=docker

[Install]
WantedBy=sockets.target
`;

const CONTAINERD_UNIT = `[Unit]
Description=containerd container runtime
Documentation=https://containerd.io
After=network.target

[Service]
ExecStart=/usr/bin/containerd
Type=notify
Delegate=yes
KillMode=process
Restart=always

[Install]
WantedBy=multi-user.target
`;

/** The tree that dockerd keeps, as it is after its first start, with the modes that keep others out. */
function layOutData(layout: Layout): void {
  const closed = { mode: 0o700 };
  const traversable = { mode: 0o710 };
  layout
    .directory("var/lib/docker", traversable)
    .directory("var/lib/docker/buildkit", { mode: 0o711 })
    .directory("var/lib/docker/containers", traversable)
    .directory("var/lib/docker/image", closed)
    .directories("var/lib/docker/image/overlay2/distribution var/lib/docker/image/overlay2/imagedb", closed)
    .directory("var/lib/docker/image/overlay2/layerdb", closed)
    .directory("var/lib/docker/network", { mode: 0o750 })
    .directory("var/lib/docker/network/files", { mode: 0o750 })
    .directory("var/lib/docker/overlay2", traversable)
    .directory("var/lib/docker/overlay2/l", traversable)
    .directories(
      "var/lib/docker/plugins var/lib/docker/runtimes var/lib/docker/swarm var/lib/docker/tmp",
      closed,
    )
    .directory("var/lib/docker/volumes", { mode: 0o701 });
}

function layOutSettings(layout: Layout, daemon: string): void {
  layout
    .add(layOutData)
    .directories("etc/docker etc/cdi")
    .directory("opt/containerd", { mode: 0o711 })
    .directories("opt/containerd/bin opt/containerd/lib")
    .file("etc/default/docker", "# Options of the daemon where there is no systemd; else it is /etc/docker/daemon.json\n#DOCKER_OPTS=\"\"\n")
    .file("etc/containerd/config.toml", 'disabled_plugins = ["cri"]\n')
    .file("usr/lib/systemd/system/docker.service", UNIT(daemon))
    .file("usr/lib/systemd/system/docker.socket", SOCKET_UNIT)
    .file("usr/lib/systemd/system/containerd.service", CONTAINERD_UNIT)
    .link("etc/systemd/system/multi-user.target.wants/docker.service", "/usr/lib/systemd/system/docker.service")
    .link("etc/systemd/system/multi-user.target.wants/containerd.service", "/usr/lib/systemd/system/containerd.service")
    .link("etc/systemd/system/sockets.target.wants/docker.socket", "/usr/lib/systemd/system/docker.socket")
    .add(installDockerCompletion); // prettier-ignore
}

/** docker-ce, docker-ce-cli, containerd.io and the plugins, as docker.com packs them. */
export function installDockerCe(layout: Layout): void {
  layout
    .programs("usr/bin", "docker:41770152 dockerd:97320216 docker-init:708448 docker-proxy:2170880")
    .programs("usr/bin", "containerd:40153112 containerd-shim-runc-v2:8028344 ctr:19546296 runc:12001544")
    .programs("usr/libexec/docker/cli-plugins", "docker-buildx:75157688 docker-compose:74223656");
  layOutSettings(layout, "/usr/bin/dockerd");
}

/** docker.io and what it needs, as Debian packs them. */
export function installDockerIo(layout: Layout): void {
  layout
    .program("usr/bin/docker", "docker.io", 32_990_296)
    .programs("usr/bin", "tini-static:827408 docker-init>tini-static runc>../sbin/runc")
    .programs("usr/bin", "containerd:41997240 containerd-shim-runc-v2:15338584 ctr:23150720")
    .programs("usr/sbin", "dockerd:79640312 docker-proxy:2867224 runc:11226472")
    .programs("usr/libexec/docker/cli-plugins", "docker-buildx:70410488 docker-compose:69199000")
    .link("usr/bin/docker-compose", "../libexec/docker/cli-plugins/docker-compose");
  layOutSettings(layout, "/usr/sbin/dockerd");
}
