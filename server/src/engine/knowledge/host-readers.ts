import { isImageOf } from "./images.js";

/** Images whose purpose is to look at the host: mounts that their makers ask for. */
interface HostReader {
  /** As in `ImageFacts`. */
  readonly repositories: readonly string[];
  /** Names of services that are built from them, besides the repositories' own. */
  readonly names?: readonly string[];
  /** Paths that it reads, and what is below them; `/` is the root alone. */
  readonly reads: readonly string[];
  /** Paths that it writes, too. */
  readonly writes?: readonly string[];
  readonly source: string;
}

/** Whether an image is documented to mount a path of the host (canonical) in this way. */
export function asksForPath(image: string, path: string, writable: boolean): boolean {
  return readers.some(({ repositories, reads, writes = [] }) => {
    const paths = writable ? writes : [...reads, ...writes];
    return paths.some((one) => path === one || (one !== "/" && path.startsWith(`${one}/`))) && isImageOf(image, repositories);
  });
}

/** Whether an image reports on its host: its makers mount the host's root or processes into it. */
export function observesHost(image: string): boolean {
  return ["/", "/proc"].some((path) => asksForPath(image, path, false));
}

/** Whether an image keeps what others gather about hosts, or fetches it from them. */
export function isTelemetryStore(image: string): boolean {
  return isImageOf(image, stores);
}

const stores: readonly string[] = [
  "prom/prometheus",
  "quay.io/prometheus/prometheus",
  "grafana/loki",
  "grafana/tempo",
  "grafana/mimir",
  "victoriametrics/*",
  "influxdb",
  "elasticsearch",
  "docker.elastic.co/elasticsearch/elasticsearch",
  "opensearchproject/opensearch",
  "graphiteapp/graphite-statsd",
  "zabbix/*",
];

/** The names that services of these images go by, where a service is built and so has no image to look at. */
export function readerNamed(name: string): string | undefined {
  return byName.get(plainName(name));
}

function plainName(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/gu, "");
}

const containerLogs = "/var/lib/docker/containers";

const readers: readonly HostReader[] = [
  {
    repositories: ["gcr.io/cadvisor/cadvisor", "ghcr.io/google/cadvisor", "google/cadvisor"],
    reads: ["/", "/run", "/sys", "/cgroup", "/dev/disk", "/var/lib/docker", "/var/lib/containerd"],
    source: "https://github.com/google/cadvisor#quick-start-running-cadvisor-in-a-docker-container",
  },
  {
    repositories: ["prom/node-exporter", "quay.io/prometheus/node-exporter", "bitnami/node-exporter"],
    reads: ["/", "/proc", "/sys", "/run/udev", "/run/dbus"],
    source: "https://github.com/prometheus/node_exporter#docker",
  },
  {
    repositories: ["netdata/netdata"],
    reads: ["/", "/proc", "/sys", "/var/log", "/run/dbus"],
    source: "https://learn.netdata.cloud/docs/netdata-agent/installation/docker",
  },
  {
    repositories: ["grafana/promtail", "grafana/alloy", "grafana/agent"],
    reads: ["/", "/proc", "/sys", "/var/log", "/var/lib/docker", "/run/udev"],
    source: "https://grafana.com/docs/loki/latest/send-data/promtail/installation/",
  },
  {
    repositories: ["gcr.io/datadoghq/agent", "datadog/agent", "public.ecr.aws/datadog/agent", "datadoghq.azurecr.io/agent"],
    reads: ["/", "/proc", "/sys/fs/cgroup", "/sys/kernel/debug", "/var/log", containerLogs],
    source: "https://docs.datadoghq.com/containers/docker/",
  },
  {
    repositories: [
      ...["filebeat", "metricbeat", "auditbeat", "packetbeat"].flatMap((name) => [`docker.elastic.co/beats/${name}`, `elastic/${name}`]),
      "docker.elastic.co/elastic-agent/elastic-agent",
      "docker.elastic.co/beats/elastic-agent",
      "elastic/elastic-agent",
    ],
    names: ["fleet-server"],
    reads: ["/", "/proc", "/sys/fs/cgroup", "/var/log", containerLogs],
    source: "https://www.elastic.co/docs/reference/beats/metricbeat/running-on-docker",
  },
  {
    repositories: ["telegraf"],
    reads: ["/", "/proc", "/sys", "/etc", "/var/log"],
    source: "https://github.com/influxdata/telegraf/blob/master/docs/FAQ.md",
  },
  {
    repositories: [
      "otel/opentelemetry-collector-contrib",
      "otel/opentelemetry-collector",
      "ghcr.io/open-telemetry/opentelemetry-collector-releases/opentelemetry-collector-contrib",
      "ghcr.io/open-telemetry/opentelemetry-collector-releases/opentelemetry-collector",
      "signoz/signoz-otel-collector",
    ],
    reads: ["/", "/proc", "/sys", "/var/log", containerLogs],
    source: "https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/receiver/hostmetricsreceiver",
  },
  {
    repositories: ["fluent/fluent-bit", "cr.fluentbit.io/fluent/fluent-bit", "fluent/fluentd", "timberio/vector"],
    reads: ["/proc", "/sys", "/var/log", containerLogs],
    source: "https://docs.fluentbit.io/manual/pipeline/inputs/tail",
  },
  {
    repositories: ["crowdsecurity/crowdsec", "crazymax/fail2ban", "lscr.io/linuxserver/fail2ban", "linuxserver/fail2ban"],
    reads: ["/var/log"],
    source: "https://hub.docker.com/r/crowdsecurity/crowdsec",
  },
  {
    repositories: ["nicolargo/glances", "newrelic/infrastructure"],
    reads: ["/", "/proc", "/sys"],
    source:
      "https://docs.newrelic.com/docs/infrastructure/infrastructure-agent/linux-installation/container-instrumentation-infrastructure-monitoring/",
  },
  {
    repositories: ["zabbix/zabbix-agent", "zabbix/zabbix-agent2"],
    reads: ["/", "/proc", "/sys", "/dev", "/run"],
    source: "https://hub.docker.com/r/zabbix/zabbix-agent2",
  },
  {
    repositories: ["falcosecurity/falco", "falcosecurity/falco-driver-loader"],
    reads: ["/dev", "/proc", "/etc", "/boot", "/lib/modules", "/usr", "/sys/kernel/debug", "/sys/kernel/tracing"],
    source: "https://falco.org/docs/setup/container/",
  },
  {
    repositories: [
      "aquasec/tracee",
      "grafana/beyla",
      "apache/skywalking-rover",
      "ghcr.io/parca-dev/parca-agent",
      "otel/opentelemetry-collector-ebpf-profiler",
      "ghcr.io/open-telemetry/opentelemetry-collector-releases/opentelemetry-collector-ebpf-profiler",
    ],
    reads: ["/proc", "/etc/os-release", "/lib/modules", "/sys"],
    writes: ["/sys/kernel/debug", "/sys/kernel/tracing", "/sys/fs/bpf", "/sys/fs/cgroup"],
    source: "https://aquasecurity.github.io/tracee/latest/docs/install/docker/",
  },
  {
    repositories: ["ghcr.io/home-assistant/home-assistant", "homeassistant/home-assistant", "lscr.io/linuxserver/homeassistant"],
    reads: ["/run/dbus"],
    writes: ["/run/dbus"],
    source: "https://www.home-assistant.io/integrations/bluetooth/",
  },
  {
    repositories: ["portainer/agent"],
    reads: ["/"],
    writes: ["/var/lib/docker/volumes"],
    source: "https://docs.portainer.io/admin/environments/add/docker/agent",
  },
  {
    repositories: ["containrrr/watchtower", "nickfedor/watchtower"],
    reads: ["~/.docker/config.json"],
    writes: ["~/.docker/config.json"],
    source: "https://containrrr.dev/watchtower/private-registries/",
  },
  {
    repositories: ["amazon/aws-cli", "public.ecr.aws/aws-cli/aws-cli"],
    reads: ["~/.aws"],
    writes: ["~/.aws"],
    source: "https://docs.aws.amazon.com/cli/latest/userguide/getting-started-docker.html",
  },
  {
    repositories: ["google/cloud-sdk", "gcr.io/google.com/cloudsdktool/google-cloud-cli"],
    reads: ["~/.config/gcloud"],
    writes: ["~/.config/gcloud"],
    source: "https://cloud.google.com/sdk/docs/downloads-docker",
  },
  {
    repositories: ["mcr.microsoft.com/azure-cli"],
    reads: ["~/.azure"],
    writes: ["~/.azure"],
    source: "https://learn.microsoft.com/en-us/cli/azure/run-azure-cli-docker",
  },
  {
    repositories: ["rclone/rclone"],
    reads: ["~/.config/rclone"],
    writes: ["~/.config/rclone"],
    source: "https://rclone.org/install/#docker",
  },
  {
    repositories: ["certbot/*", "goacme/lego", "neilpang/acme.sh", "nginxproxy/acme-companion", "jc21/nginx-proxy-manager"],
    reads: ["/etc/letsencrypt"],
    writes: ["/etc/letsencrypt"],
    source: "https://eff-certbot.readthedocs.io/en/stable/install.html#running-with-docker",
  },
  {
    repositories: [
      "lscr.io/linuxserver/wireguard",
      "linuxserver/wireguard",
      "ghcr.io/wg-easy/wg-easy",
      "kylemanna/openvpn",
      "qmcgaw/gluetun",
    ],
    reads: ["/etc/wireguard", "/etc/openvpn"],
    writes: ["/etc/wireguard", "/etc/openvpn"],
    source: "https://github.com/kylemanna/docker-openvpn",
  },
];

/** Names that say nothing by themselves. */
const plainWords: ReadonlySet<string> = new Set(["", "agent", "infrastructure"]);

const byName: ReadonlyMap<string, string> = new Map(
  readers
    .flatMap(({ repositories, names = [] }) => [
      ...repositories.map((repository) => [plainName(repository.split("/").at(-1) ?? ""), repository] as const),
      ...names.map((name) => [plainName(name), repositories[0] ?? ""] as const),
    ])
    .filter(([name]) => !plainWords.has(name))
    .toReversed(),
);
