import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type HostPath, hostPaths } from "../../server/src/engine/knowledge/host-paths.js";
import { findings } from "./check.js";

/** The rules about what a mount brings in from the host: of one mount, at most one of them may speak. */
const mountRules: ReadonlySet<string> = new Set([
  "docker-socket-mount",
  "docker-socket-tool",
  "socket-parent-mount",
  "host-root-writable",
  "host-credentials-mount",
  "host-path-disclosure",
]);

/** Every entry of `hostPaths`, by the rule that judges it when it is mounted writable and when it is mounted read-only. */
const verdicts: readonly {
  readonly writable: string | undefined;
  readonly readOnly: string | undefined;
  readonly paths: readonly string[];
}[] = [
  {
    writable: "docker-socket-mount",
    readOnly: "docker-socket-mount",
    paths: [
      "/var/run/docker.sock",
      "~/.docker/run/docker.sock",
      "/run/user/*/docker.sock",
      "/run/containerd/containerd.sock",
      "/run/podman/podman.sock",
      "/run/user/*/podman/podman.sock",
      "/run/crio/crio.sock",
      "/run/buildkit/buildkitd.sock",
      "/run/cri-dockerd.sock",
      "/run/balena-engine.sock",
      "//./pipe/docker_engine",
      "//./pipe/containerd-containerd",
      "/var/lib/lxd/unix.socket",
    ],
  },
  { writable: "socket-parent-mount", readOnly: "socket-parent-mount", paths: ["/run/containerd", "/run/systemd", "/var/run"] },
  {
    writable: "host-path-disclosure",
    readOnly: "host-path-disclosure",
    paths: [
      "/var/lib/kubelet",
      "/run/dbus/system_bus_socket",
      "/run/user/*",
      "/tmp/.X11-unix",
      "/home",
      "~",
      "/var/lib/docker/volumes",
      "~/.local/share/docker",
      "/var/log",
      "/tmp",
      "/mnt/c",
      "/sys/kernel/debug",
      "/sys/kernel/tracing",
      "/sys/firmware/efi/efivars",
      "/sys/firmware",
      "/dev",
      "/dev/shm",
    ],
  },
  { writable: "host-root-writable", readOnly: "host-root-writable", paths: ["/run/systemd/private", "/run/libvirt", "/run/snapd.socket"] },
  {
    writable: undefined,
    readOnly: undefined,
    paths: [
      "/run/systemd/notify",
      "/run/udev",
      "/run/libvirt/libvirt-sock-ro",
      "/dev/log",
      "/var/lib/docker/volumes/x",
      "/var/log/x",
      "/srv",
      "/usr/share/zoneinfo",
      "/etc/localtime",
      "/etc/hostname",
      "/etc/machine-id",
      "/proc/kcore",
      "/proc/cpuinfo",
      "/sys/class/x",
      "/sys/fs/bpf",
      "/dev/null",
      "/dev/serial",
    ],
  },
  {
    writable: "host-credentials-mount",
    readOnly: "host-credentials-mount",
    paths: [
      "$SSH_AUTH_SOCK",
      "/etc/ssl/private",
      "/etc/NetworkManager",
      "~/.ssh",
      "~/.aws",
      "~/.kube",
      "~/.docker/config.json",
      "~/.config/gcloud",
      "~/.azure",
      "~/.gnupg",
      "~/.netrc",
      "~/.npmrc",
      "~/.git-credentials",
      "~/.pgpass",
      "~/.vault-token",
      "~/.terraform.d",
      "~/.bash_history",
      "~/.mozilla",
    ],
  },
  { writable: "host-root-writable", readOnly: "socket-parent-mount", paths: ["/"] },
  {
    writable: "host-root-writable",
    readOnly: "host-credentials-mount",
    paths: ["/root/.ssh", "/etc/shadow", "/etc/ssh", "/etc/kubernetes"],
  },
  {
    writable: "host-root-writable",
    readOnly: "host-path-disclosure",
    paths: [
      "/root",
      "/var/lib/docker",
      "/var/lib/docker/containers",
      "/var/lib/containerd",
      "/var",
      "/var/lib",
      "C:\\Windows",
      "C:\\ProgramData\\docker",
      "C:\\ProgramData",
      "/etc",
      "/etc/docker",
      "/proc",
      "/proc/1",
      "/sys",
    ],
  },
  {
    writable: "host-root-writable",
    readOnly: undefined,
    paths: [
      "/boot",
      "/lib/modules",
      "/usr/src",
      "/usr",
      "/usr/bin",
      "/bin",
      "/etc/passwd",
      "/etc/sudoers",
      "/etc/cron.d",
      "/etc/systemd",
      "/etc/init.d",
      "/etc/ld.so.preload",
      "/etc/pam.d",
      "/etc/ssh/ssh_known_hosts",
      "/proc/sys",
      "/proc/sysrq-trigger",
      "/sys/kernel/uevent_helper",
    ],
  },
  {
    writable: "host-path-disclosure",
    readOnly: undefined,
    paths: [
      "/opt",
      "/etc/letsencrypt",
      "/etc/resolv.conf",
      "/etc/ssl/certs",
      "~/.ssh/known_hosts",
      "~/.gitconfig",
      "~/.bashrc",
      "/proc/sys/net",
      "/sys/fs/cgroup",
      "/sys/kernel/security",
      "/sys/class",
    ],
  },
];

describe("every path of the host that is known", () => {
  test("is in the table, once", () => {
    const listed = verdicts.flatMap(({ paths }) => paths);
    assert.deepEqual(listed.toSorted(), hostPaths.flatMap((entry) => spellings(entry).slice(0, 1)).toSorted());
  });

  for (const { writable, readOnly, paths } of verdicts) {
    test(`writable: ${writable ?? "nothing"}, read-only: ${readOnly ?? "nothing"}`, () => {
      for (const entry of hostPaths.filter((one) => paths.includes(spellings(one)[0] ?? ""))) {
        for (const path of spellings(entry)) {
          assert.deepEqual(rulesFor(path, false), writable === undefined ? [] : [writable], path);
          assert.deepEqual(rulesFor(path, true), readOnly === undefined ? [] : [readOnly], `${path}, read-only`);
        }
      }
    });
  }
});

/** The paths that an entry is about, each as something one may mount. */
function spellings({ path, also = [], match }: HostPath): readonly string[] {
  return [path, ...also].map((one) => (match === "below" ? `${one}/x` : one));
}

function rulesFor(path: string, readOnly: boolean): readonly string[] {
  const source = JSON.stringify(path.replaceAll("*", "1000"));
  const mount = `{type: bind, source: ${source}, target: /mnt, read_only: ${readOnly}}`;
  const found = findings(`services:\n  app:\n    image: example/app:1\n    volumes:\n      - ${mount}\n`);
  return found.map(({ rule }) => rule).filter((rule) => mountRules.has(rule));
}
