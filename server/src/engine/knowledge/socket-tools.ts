import { imageFacts, isImageOf } from "./images.js";

/** What a tool asks the engine for: lists and events, which a proxy lets pass, or also to start, change and remove containers. */
export type SocketUse = "reads" | "rules";

/** Images beside those of `images` whose purpose is to talk to the engine, as their makers document it. */
interface SocketTool {
  /** As in `ImageFacts`. */
  readonly repositories: readonly string[];
  readonly use: SocketUse;
  readonly source: string;
}

/** What an image is documented to do with the engine's socket; absent for those that need none. */
export function socketUse(image: string): SocketUse | undefined {
  const facts = imageFacts(image)?.needsDockerSocket;
  return facts ? facts : tools.find(({ repositories }) => isImageOf(image, repositories))?.use;
}

/** The same for a service that is built and so has no image to look at, by its name. */
export function socketUseNamed(name: string): SocketUse | undefined {
  return byName.get(name.toLowerCase().replaceAll(/[^a-z0-9]/gu, ""));
}

const tools: readonly SocketTool[] = [
  {
    repositories: ["portainer/agent", "portainer/portainer"],
    use: "rules",
    source: "https://docs.portainer.io/admin/environments/add/docker/agent",
  },
  { repositories: ["nickfedor/watchtower"], use: "rules", source: "https://watchtower.nickfedor.com/" },
  { repositories: ["pyouroboros/ouroboros"], use: "rules", source: "https://github.com/pyouroboros/ouroboros" },
  { repositories: ["mazzolino/shepherd", "containrrr/shepherd"], use: "rules", source: "https://github.com/containrrr/shepherd" },
  {
    repositories: ["fmartinou/whats-up-docker", "getwud/wud", "ghcr.io/getwud/wud"],
    use: "reads",
    source: "https://github.com/getwud/wud/blob/main/docs/quickstart/README.md",
  },
  {
    repositories: ["spotify/docker-gc", "clockworksoul/docker-gc-cron"],
    use: "rules",
    source: "https://github.com/clockworksoul/docker-gc-cron",
  },
  { repositories: ["mcuadros/ofelia"], use: "rules", source: "https://github.com/mcuadros/ofelia" },
  { repositories: ["ghcr.io/netresearch/ofelia"], use: "rules", source: "https://github.com/netresearch/ofelia" },
  {
    repositories: ["selfhostedpro/yacht", "ghcr.io/selfhostedpro/yacht"],
    use: "rules",
    source: "https://yacht.sh/docs/Installation/Install",
  },
  { repositories: ["ghcr.io/moghtech/komodo-periphery"], use: "rules", source: "https://komo.do/docs/setup/connect-servers" },
  { repositories: ["lazyteam/lazydocker"], use: "rules", source: "https://github.com/jesseduffield/lazydocker" },
  { repositories: ["philhawthorne/ha-dockermon"], use: "rules", source: "https://github.com/philhawthorne/ha-dockermon" },
  { repositories: ["gitlab/gitlab-runner"], use: "rules", source: "https://docs.gitlab.com/runner/install/docker/" },
  {
    repositories: ["drone/drone-runner-docker", "drone/agent"],
    use: "rules",
    source: "https://docs.drone.io/runner/docker/installation/linux/",
  },
  {
    repositories: ["woodpeckerci/woodpecker-agent", "ghcr.io/woodpecker-ci/woodpecker-agent"],
    use: "rules",
    source: "https://woodpecker-ci.org/docs/administration/installation/docker-compose",
  },
  { repositories: ["gitea/act_runner", "gitea/runner"], use: "rules", source: "https://docs.gitea.com/usage/actions/act-runner" },
  {
    repositories: ["1dev/server", "1dev/agent"],
    use: "rules",
    source: "https://docs.onedev.io/installation-guide/run-as-docker-container",
  },
  { repositories: ["openruntimes/executor"], use: "rules", source: "https://github.com/open-runtimes/executor" },
  {
    repositories: ["localstack/localstack", "localstack/localstack-pro"],
    use: "rules",
    source: "https://docs.localstack.cloud/aws/getting-started/installation/",
  },
  { repositories: ["testcontainers/ryuk"], use: "rules", source: "https://github.com/testcontainers/moby-ryuk" },
  {
    repositories: ["docker/mcp-gateway"],
    use: "rules",
    source: "https://github.com/docker/mcp-gateway/blob/main/examples/client/compose.yaml",
  },
  {
    repositories: ["offen/docker-volume-backup", "ghcr.io/offen/docker-volume-backup"],
    use: "rules",
    source: "https://offen.github.io/docker-volume-backup/",
  },
  { repositories: ["nginxproxy/docker-gen", "jwilder/docker-gen"], use: "rules", source: "https://github.com/nginx-proxy/docker-gen" },
  {
    repositories: ["nginxproxy/acme-companion", "jrcs/letsencrypt-nginx-proxy-companion"],
    use: "rules",
    source: "https://github.com/nginx-proxy/acme-companion",
  },
  { repositories: ["lucaslorentz/caddy-docker-proxy"], use: "reads", source: "https://github.com/lucaslorentz/caddy-docker-proxy" },
  { repositories: ["lobre/traefik-home"], use: "reads", source: "https://github.com/lobre/traefik-home" },
  { repositories: ["ghcr.io/gethomepage/homepage"], use: "reads", source: "https://gethomepage.dev/configs/docker/" },
  {
    repositories: ["henrygd/beszel-agent", "ghcr.io/henrygd/beszel/beszel-agent"],
    use: "reads",
    source: "https://beszel.dev/guide/agent-installation",
  },
  {
    repositories: ["gcr.io/cadvisor/cadvisor", "ghcr.io/google/cadvisor", "google/cadvisor"],
    use: "reads",
    source: "https://github.com/google/cadvisor",
  },
  { repositories: ["netdata/netdata"], use: "reads", source: "https://learn.netdata.cloud/docs/netdata-agent/installation/docker" },
  { repositories: ["nicolargo/glances"], use: "reads", source: "https://glances.readthedocs.io/en/latest/docker.html" },
  {
    repositories: ["gcr.io/datadoghq/agent", "datadog/agent", "public.ecr.aws/datadog/agent", "datadoghq.azurecr.io/agent"],
    use: "reads",
    source: "https://docs.datadoghq.com/containers/docker/log/",
  },
  {
    repositories: ["telegraf"],
    use: "reads",
    source: "https://github.com/influxdata/telegraf/blob/master/plugins/inputs/docker/README.md",
  },
  {
    repositories: ["docker.elastic.co/beats/filebeat", "elastic/filebeat"],
    use: "reads",
    source: "https://www.elastic.co/docs/reference/beats/filebeat/running-on-docker",
  },
  {
    repositories: ["docker.elastic.co/beats/metricbeat", "elastic/metricbeat"],
    use: "reads",
    source: "https://www.elastic.co/docs/reference/beats/metricbeat/running-on-docker",
  },
  {
    repositories: ["docker.elastic.co/elastic-agent/elastic-agent", "docker.elastic.co/beats/elastic-agent", "elastic/elastic-agent"],
    use: "reads",
    source: "https://github.com/elastic/integrations/blob/main/packages/docker/_dev/build/docs/README.md#running-from-within-docker",
  },
  {
    repositories: [
      "otel/opentelemetry-collector-contrib",
      "ghcr.io/open-telemetry/opentelemetry-collector-releases/opentelemetry-collector-contrib",
    ],
    use: "reads",
    source: "https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/main/receiver/dockerstatsreceiver/README.md",
  },
  {
    repositories: ["grafana/promtail"],
    use: "reads",
    source: "https://grafana.com/docs/loki/latest/send-data/promtail/configuration/#docker_sd_configs",
  },
  {
    repositories: ["grafana/alloy", "grafana/agent"],
    use: "reads",
    source: "https://grafana.com/docs/alloy/latest/reference/components/discovery/discovery.docker/",
  },
  { repositories: ["timberio/vector"], use: "reads", source: "https://vector.dev/docs/reference/configuration/sources/docker_logs/" },
  { repositories: ["gliderlabs/logspout"], use: "reads", source: "https://github.com/gliderlabs/logspout" },
  { repositories: ["crowdsecurity/crowdsec"], use: "reads", source: "https://docs.crowdsec.net/docs/log_processor/data_sources/docker/" },
];

/** Services are named for their program; names that others have as well say nothing. */
const byName: ReadonlyMap<string, SocketUse> = new Map([
  ["traefik", "reads"],
  ["dozzle", "reads"],
  ["cadvisor", "reads"],
  ["netdata", "reads"],
  ["glances", "reads"],
  ["filebeat", "reads"],
  ["metricbeat", "reads"],
  ["fleetserver", "reads"],
  ["elasticagent", "reads"],
  ["promtail", "reads"],
  ["diun", "reads"],
  ["nginxproxy", "reads"],
  ["portainer", "rules"],
  ["watchtower", "rules"],
  ["dockge", "rules"],
  ["autoheal", "rules"],
  ["ofelia", "rules"],
  ["gitlabrunner", "rules"],
  ["dronerunnerdocker", "rules"],
  ["woodpeckeragent", "rules"],
  ["actrunner", "rules"],
]);
