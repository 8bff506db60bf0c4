import { capabilityNeeds } from "./images/capability-needs.js";
import { isImageOf } from "./images.js";

/** An image whose makers document the host's network for it: it finds devices by multicast, or reports on the host's own interfaces. */
interface HostNetworkImage {
  /** As in `ImageFacts`. */
  readonly repositories: readonly string[];
  readonly source: string;
}

/** Whether an image is documented to work on the host's network. */
export function asksForHostNetwork(image: string): boolean {
  const capable = capabilityNeeds.filter(({ onHostNetwork }) => onHostNetwork === true);
  return [...images, ...capable].some(({ repositories }) => isImageOf(image, repositories));
}

/** Those that need capabilities on it stand in `capabilityNeeds`. */
const images: readonly HostNetworkImage[] = [
  {
    repositories: ["prom/node-exporter", "quay.io/prometheus/node-exporter"],
    source: "https://github.com/prometheus/node_exporter#docker",
  },
  {
    repositories: ["henrygd/beszel-agent", "ghcr.io/henrygd/beszel/beszel-agent"],
    source: "https://beszel.dev/guide/agent-installation#why-host-network-mode",
  },
  { repositories: ["netdata/netdata"], source: "https://learn.netdata.cloud/docs/netdata-agent/installation/docker" },
  {
    repositories: ["plexinc/pms-docker", "lscr.io/linuxserver/plex", "linuxserver/plex"],
    source: "https://github.com/plexinc/pms-docker#host-networking",
  },
  { repositories: ["jellyfin/jellyfin", "ghcr.io/jellyfin/jellyfin"], source: "https://jellyfin.org/docs/general/installation/container/" },
  {
    repositories: ["ghcr.io/home-assistant/home-assistant", "homeassistant/home-assistant", "lscr.io/linuxserver/homeassistant"],
    source: "https://www.home-assistant.io/installation/linux#docker-compose",
  },
  { repositories: ["homebridge/homebridge", "ghcr.io/homebridge/homebridge"], source: "https://github.com/homebridge/docker-homebridge" },
  { repositories: ["ghcr.io/esphome/esphome", "esphome/esphome"], source: "https://esphome.io/guides/getting_started_command_line" },
  { repositories: ["ghcr.io/music-assistant/server"], source: "https://www.music-assistant.io/installation/" },
  {
    repositories: ["ghcr.io/koush/scrypted", "koush/scrypted"],
    source: "https://github.com/koush/scrypted/blob/main/install/docker/docker-compose.yml",
  },
];
