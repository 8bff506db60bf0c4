/**
 * Ports whose purpose is that everybody may connect: the web, mail, names, time, tunnels, calls and Git over SSH. Source: the IANA registry of
 * service names and port numbers; for VPNs, calls and games the documentation of their images.
 */
export const publicPorts: readonly { readonly port: number; readonly protocols: readonly string[]; readonly service: string }[] = [
  { port: 80, protocols: ["tcp"], service: "HTTP" },
  { port: 443, protocols: ["tcp", "udp"], service: "HTTPS and HTTP/3" },
  { port: 25, protocols: ["tcp"], service: "SMTP" },
  { port: 465, protocols: ["tcp"], service: "SMTP submission with TLS" },
  { port: 587, protocols: ["tcp"], service: "SMTP submission" },
  { port: 993, protocols: ["tcp"], service: "IMAP with TLS" },
  { port: 995, protocols: ["tcp"], service: "POP3 with TLS" },
  { port: 53, protocols: ["tcp", "udp"], service: "DNS" },
  { port: 853, protocols: ["tcp", "udp"], service: "DNS with TLS and QUIC" },
  { port: 123, protocols: ["udp"], service: "NTP" },
  { port: 22, protocols: ["tcp"], service: "SSH, of Git servers mostly" },
  { port: 2222, protocols: ["tcp"], service: "SSH of Git servers that do not run as root" },
  { port: 500, protocols: ["udp"], service: "IKE" },
  { port: 4500, protocols: ["udp"], service: "IPsec" },
  { port: 1194, protocols: ["tcp", "udp"], service: "OpenVPN" },
  { port: 51820, protocols: ["udp"], service: "WireGuard" },
  { port: 3478, protocols: ["tcp", "udp"], service: "STUN and TURN" },
  { port: 5349, protocols: ["tcp", "udp"], service: "TURN with TLS" },
  { port: 5060, protocols: ["udp"], service: "SIP" },
  { port: 5061, protocols: ["tcp"], service: "SIP with TLS" },
  { port: 10000, protocols: ["udp"], service: "Jitsi's video bridge" },
  { port: 8883, protocols: ["tcp"], service: "MQTT with TLS" },
  { port: 5671, protocols: ["tcp"], service: "AMQP with TLS" },
  { port: 25565, protocols: ["tcp"], service: "Minecraft" },
];

/** Kinds of images that are published because others are to reach them. */
export const publicCategories: ReadonlySet<string> = new Set(["proxy", "vpn", "dns", "mail", "voip", "game", "web"]);
