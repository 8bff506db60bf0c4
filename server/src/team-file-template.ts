/** What a new `.watertight.json` says: nothing that is not the default, and how to go on. In English, as the team may not speak the language of who makes it. */
export const teamFileTemplate = `{
  // Watertight's settings for everybody who works on the compose files below this folder, in the editor and on the command line.
  // "recommended" or "strict", which names each missing hardening by itself.
  "preset": "recommended",

  // A rule, a group of rules such as "secrets", or a pattern such as "port-*": "error", "warning", "information", "hint" or "off".
  "rules": {
    // "image-tag-mutable": "off"
  },

  // Other severities for services by name, or by image below "images". Say why, and until when.
  "services": {
    // "vpn*": { "rules": { "cap-add-network": "off" }, "reason": "It makes the tunnel.", "until": "2030-12-31" }
  },

  // Where images may come from; empty for anywhere.
  "trustedRegistries": []
}
`;
