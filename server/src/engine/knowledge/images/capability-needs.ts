/** Capabilities that an image documents, where that is all that is known of it, or where it documents the host's network, too. */
export interface CapabilityNeed {
  /** As in `ImageFacts`. */
  readonly repositories: readonly string[];
  readonly capAdd: readonly string[];
  /** Set where the image is meant to work on the host's own network, so that its capabilities count there. */
  readonly onHostNetwork?: true;
  readonly source: string;
}

export const capabilityNeeds: readonly CapabilityNeed[] = [
  {
    repositories: ["dperson/openvpn-client"],
    capAdd: ["NET_ADMIN"],
    source: "https://github.com/dperson/openvpn-client/blob/master/README.md",
  },
  { repositories: ["azinchen/nordvpn"], capAdd: ["NET_ADMIN"], source: "https://github.com/azinchen/nordvpn/blob/master/README.md" },
  {
    repositories: ["hwdsl2/openvpn-server"],
    capAdd: ["NET_ADMIN"],
    source: "https://github.com/hwdsl2/docker-openvpn",
  },
  {
    repositories: ["siomiz/softethervpn"],
    capAdd: ["NET_ADMIN"],
    source: "https://github.com/siomiz/SoftEtherVPN/blob/master/README.md",
  },
  {
    repositories: ["fosrl/gerbil"],
    capAdd: ["NET_ADMIN"],
    source: "https://github.com/fosrl/pangolin/blob/main/install/config/docker-compose.yml",
  },
  {
    repositories: ["netbirdio/netbird"],
    capAdd: ["NET_ADMIN", "SYS_RESOURCE"],
    onHostNetwork: true,
    source: "https://github.com/netbirdio/docs/pull/397/files",
  },
  {
    repositories: ["dockurr/windows", "dockurr/macos", "qemux/qemu"],
    capAdd: ["NET_ADMIN"],
    source: "https://github.com/dockur/windows/blob/master/compose.yml",
  },
  {
    repositories: ["datadog/agent", "gcr.io/datadoghq/agent", "public.ecr.aws/datadog/agent", "registry.datadoghq.com/agent"],
    capAdd: ["NET_ADMIN", "SYS_RESOURCE", "SYS_PTRACE", "IPC_LOCK"],
    source: "https://docs.datadoghq.com/security/workload_protection/setup/agent/docker/",
  },
  {
    repositories: ["docker.elastic.co/beats/metricbeat", "elastic/metricbeat"],
    capAdd: ["SYS_PTRACE", "DAC_READ_SEARCH"],
    onHostNetwork: true,
    source: "https://www.elastic.co/docs/reference/beats/metricbeat/running-on-docker",
  },
  { repositories: ["vault"], capAdd: ["IPC_LOCK"], source: "https://hub.docker.com/_/vault" },
  { repositories: ["openbao/openbao"], capAdd: ["IPC_LOCK"], source: "https://hub.docker.com/r/openbao/openbao" },
  {
    repositories: ["elasticsearch", "docker.elastic.co/elasticsearch/elasticsearch"],
    capAdd: ["IPC_LOCK"],
    source: "https://www.elastic.co/guide/en/elasticsearch/reference/5.6/docker.html",
  },
  {
    repositories: ["zyclonite/zerotier"],
    capAdd: ["NET_ADMIN"],
    onHostNetwork: true,
    source: "https://github.com/zyclonite/zerotier-docker",
  },
  {
    repositories: ["osixia/keepalived"],
    capAdd: ["NET_ADMIN"],
    onHostNetwork: true,
    source: "https://github.com/osixia/docker-keepalived/blob/master/README.md",
  },
  {
    repositories: ["lscr.io/linuxserver/fail2ban", "linuxserver/fail2ban"],
    capAdd: ["NET_ADMIN"],
    onHostNetwork: true,
    source: "https://docs.linuxserver.io/images/docker-fail2ban/",
  },
  {
    repositories: ["crazymax/fail2ban"],
    capAdd: ["NET_ADMIN"],
    onHostNetwork: true,
    source: "https://github.com/crazy-max/docker-fail2ban/blob/master/examples/compose/compose.yml",
  },
  {
    repositories: ["weejewel/wg-easy"],
    capAdd: ["NET_ADMIN"],
    source: "https://github.com/wg-easy/wg-easy/blob/master/docker-compose.yml",
  },
  {
    repositories: ["jasonish/suricata", "ghcr.io/jasonish/suricata"],
    capAdd: ["NET_ADMIN", "SYS_NICE"],
    onHostNetwork: true,
    source: "https://github.com/jasonish/docker-suricata/blob/master/README.md",
  },
  {
    repositories: ["pihole/pihole", "ghcr.io/pi-hole/pihole", "adguard/adguardhome"],
    capAdd: ["NET_ADMIN"],
    onHostNetwork: true,
    source: "https://docs.pi-hole.net/docker/configuration/#note-on-capabilities",
  },
  {
    repositories: ["ghcr.io/home-assistant/home-assistant", "homeassistant/home-assistant", "lscr.io/linuxserver/homeassistant"],
    capAdd: ["NET_ADMIN"],
    onHostNetwork: true,
    source: "https://www.home-assistant.io/installation/linux#docker-compose",
  },
];
