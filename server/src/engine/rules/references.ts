import type { Reference } from "./rule.js";

/** A control of the CIS Docker Benchmark 1.6.0; the document is behind a free registration, so the link leads to its page. */
export function cisDocker(control: string): Reference {
  return { title: `CIS Docker Benchmark 1.6.0, ${control}`, url: "https://www.cisecurity.org/benchmark/docker" };
}

const owaspAnchors: Readonly<Record<number, string>> = {
  1: "rule-1---do-not-expose-the-docker-daemon-socket-even-to-the-containers",
  2: "rule-2---set-a-user",
  3: "rule-3---limit-capabilities-grant-only-specific-capabilities-needed-by-a-container",
  4: "rule-4---prevent-in-container-privilege-escalation",
  5: "rule-5---be-mindful-of-inter-container-connectivity",
  6: "rule-6---use-linux-security-module-seccomp-apparmor-or-selinux",
  7: "rule-7---limit-resources-memory-cpu-file-descriptors-processes-restarts",
  8: "rule-8---set-filesystem-and-volumes-to-read-only",
  12: "rule-12---utilize-docker-secrets-for-sensitive-data-management",
  13: "rule-13---enhance-supply-chain-security",
};

/** A rule of the OWASP Docker Security Cheat Sheet. */
export function owaspDocker(rule: keyof typeof owaspAnchors): Reference {
  const anchor = owaspAnchors[rule];
  const page = "https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html";
  return { title: `OWASP Docker Security Cheat Sheet, rule ${rule}`, url: anchor === undefined ? page : `${page}#${anchor}` };
}

/** An attribute of a service in the Compose specification. */
export function composeService(attribute: string): Reference {
  return { title: `Compose: ${attribute}`, url: `https://docs.docker.com/reference/compose-file/services/#${attribute}` };
}

/** The Linux manual page of capabilities. */
export const capabilitiesManual: Reference = {
  title: "capabilities(7)",
  url: "https://man7.org/linux/man-pages/man7/capabilities.7.html",
};
