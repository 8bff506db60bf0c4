import type { Reference } from "./rule.js";

/** Controls of the CIS Docker Benchmark 1.6.0; the document is behind a free registration, so the link leads to its page. */
export function cisDocker(...controls: readonly string[]): Reference {
  const title = `CIS Docker Benchmark 1.6.0, ${controls.join(" and ")}`;
  return { title, url: "https://www.cisecurity.org/benchmark/docker", standard: "cis", controls };
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
  const title = `OWASP Docker Security Cheat Sheet, rule ${rule}`;
  return { title, url: anchor === undefined ? page : `${page}#${anchor}`, standard: "owasp", controls: [String(rule)] };
}

const cweTitles = {
  214: "invocation of a process with visible sensitive information",
  250: "execution with unnecessary privileges",
  258: "empty password in a configuration file",
  269: "improper privilege management",
  284: "improper access control",
  295: "improper certificate validation",
  300: "channel accessible by non-endpoint",
  306: "missing authentication for critical function",
  319: "cleartext transmission of sensitive information",
  400: "uncontrolled resource consumption",
  489: "active debug code",
  494: "download of code without integrity check",
  522: "insufficiently protected credentials",
  526: "secret in an environment variable in plain text",
  538: "sensitive information in a file that others can reach",
  653: "improper isolation or compartmentalization",
  668: "exposure of resource to wrong sphere",
  732: "incorrect permission assignment for critical resource",
  770: "allocation of resources without limits or throttling",
  778: "insufficient logging",
  779: "logging of excessive data",
  798: "hard-coded credentials",
  829: "inclusion of functionality from untrusted control sphere",
  916: "password hash with insufficient computational effort",
  923: "improper restriction of communication channel to intended endpoints",
  1068: "inconsistency between implementation and documented design",
  1104: "use of unmaintained third-party components",
  1188: "initialization of a resource with an insecure default",
  1392: "use of default credentials",
} as const;

/** A weakness of the Common Weakness Enumeration. */
export function cwe(number: keyof typeof cweTitles): Reference {
  return { title: `CWE-${number}: ${cweTitles[number]}`, url: `https://cwe.mitre.org/data/definitions/${number}.html` };
}

/** A file of Linux. */
export function linux(path: string): Reference {
  return { title: `Linux: ${path}`, url: `https://github.com/torvalds/linux/blob/master/${path}` };
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

/** Which system calls Docker's default filter lets through, and for which capability. */
export const seccompProfile: Reference = {
  title: "moby/profiles: seccomp/default_linux.go",
  url: "https://github.com/moby/profiles/blob/main/seccomp/default_linux.go",
};

/** A file of the engine's own source. */
export function moby(path: string): Reference {
  return { title: `moby: ${path}`, url: `https://github.com/moby/moby/blob/master/${path}` };
}

/** A file of the source of Docker Compose. */
export function dockerCompose(path: string): Reference {
  return { title: `docker/compose: ${path}`, url: `https://github.com/docker/compose/blob/main/${path}` };
}
/** How Compose hands secrets to containers as files. */
export const dockerSecrets: Reference = {
  title: "Docker: secrets in Compose",
  url: "https://docs.docker.com/compose/how-tos/use-secrets/",
};

/** What `${NAME:?}` and its kin mean. */
export const interpolation: Reference = {
  title: "Compose: interpolation",
  url: "https://docs.docker.com/reference/compose-file/interpolation/",
};

/** What only this project can say. */
export const ignoringGuide: Reference = {
  title: "Watertight: ignoring a finding",
  url: "https://github.com/watertight/watertight/blob/main/docs/guide.md#ignoring",
};
