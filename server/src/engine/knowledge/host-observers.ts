import { parseImageReference } from "./images.js";

/**
 * Images whose purpose is to report on the host they run on, and whose own documentation mounts `/` or `/run`, or shares the host's
 * processes, for it.
 */
const observers: readonly { readonly repositories: readonly string[]; readonly source: string }[] = [
  {
    repositories: ["cadvisor/cadvisor", "google/cadvisor"],
    source: "https://github.com/google/cadvisor/blob/master/docs/running.md",
  },
  {
    repositories: ["prom/node-exporter", "prometheus/node-exporter"],
    source: "https://github.com/prometheus/node_exporter/blob/master/README.md",
  },
  { repositories: ["netdata/netdata"], source: "https://github.com/netdata/netdata/blob/master/packaging/docker/README.md" },
  { repositories: ["nicolargo/glances"], source: "https://github.com/nicolargo/glances/blob/develop/docs/docker.rst" },
  { repositories: ["telegraf"], source: "https://github.com/influxdata/telegraf/blob/master/docs/FAQ.md" },
  { repositories: ["falcosecurity/falco"], source: "https://falco.org/docs/setup/container/" },
  {
    repositories: ["beats/metricbeat", "elastic/metricbeat"],
    source: "https://www.elastic.co/guide/en/beats/metricbeat/current/running-on-docker.html",
  },
  { repositories: ["datadog/agent", "datadoghq/agent"], source: "https://docs.datadoghq.com/containers/docker/" },
  {
    repositories: ["otel/opentelemetry-collector-contrib", "opentelemetry-collector-releases/opentelemetry-collector-contrib"],
    source: "https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/main/receiver/hostmetricsreceiver/README.md",
  },
];

const known: readonly string[] = observers.flatMap(({ repositories }) => repositories);

/** Whether an image reports on its host; a mirror keeps the end of the path. */
export function observesHost(reference: string): boolean {
  const { repository } = parseImageReference(reference);
  return known.some((one) => repository === one || (one.includes("/") && repository.endsWith(`/${one}`)));
}
