/** A directory of the host that holds control sockets. */
export interface SocketFolder {
  /** Written as in `HostPath`. */
  readonly path: string;
  /** "the engine's sockets": what is in it. */
  readonly holds: string;
  /** What whoever connects to them gets. */
  readonly gives: string;
  readonly source: string;
}

const host = "root on the host";

/**
 * `/var` is not among them: its `run` is a link to `/run`, which inside a container leads to the container's own. `/run/user/1000`
 * is the folder of desktop sockets, and holds an engine's only where one runs rootless.
 */
export const socketFolders: readonly SocketFolder[] = [
  {
    path: "/",
    holds: "every control socket of the host",
    gives: host,
    source: "https://docs.docker.com/engine/storage/bind-mounts/#recursive-mounts",
  },
  {
    path: "/run",
    holds: "the sockets of Docker, containerd and systemd",
    gives: host,
    source: "https://docs.docker.com/reference/cli/dockerd/#daemon-socket-option",
  },
  {
    path: "/run/containerd",
    holds: "containerd's sockets",
    gives: host,
    source: "https://github.com/containerd/containerd/blob/main/defaults/defaults_unix.go",
  },
  {
    path: "/run/podman",
    holds: "Podman's socket",
    gives: host,
    source: "https://docs.podman.io/en/latest/markdown/podman-system-service.1.html",
  },
  {
    path: "/run/crio",
    holds: "CRI-O's socket",
    gives: host,
    source: "https://github.com/cri-o/cri-o/blob/main/docs/crio.8.md",
  },
  {
    path: "/run/systemd",
    holds: "systemd's control socket",
    gives: host,
    source: "https://github.com/systemd/systemd/blob/main/src/core/dbus.c",
  },
  {
    path: "/run/user/*/podman",
    holds: "Podman's socket",
    gives: "all rights of its user",
    source: "https://docs.podman.io/en/latest/markdown/podman-system-service.1.html",
  },
  {
    path: "~/.docker/run",
    holds: "Docker Desktop's socket",
    gives: "the engine and the user's files",
    source: "https://docs.docker.com/desktop/setup/install/mac-permission-requirements/",
  },
];
