import type { Reference } from "./rule.js";

/** Controls of the CIS Docker Benchmark 1.6.0; the document is behind a free registration, so the link leads to its page. */
export function cisDocker(...controls: readonly string[]): Reference {
  const title = `CIS Docker Benchmark 1.6.0, ${controls.join(" and ")}`;
  return { title, url: "https://www.cisecurity.org/benchmark/docker", standard: "cis", controls };
}

/** Its headings as the site writes them into its addresses: runs of dashes become one there, other than on GitHub. */
const owaspAnchors = {
  1: "rule-1-do-not-expose-the-docker-daemon-socket-even-to-the-containers",
  2: "rule-2-set-a-user",
  3: "rule-3-limit-capabilities-grant-only-specific-capabilities-needed-by-a-container",
  4: "rule-4-prevent-in-container-privilege-escalation",
  5: "rule-5-be-mindful-of-inter-container-connectivity",
  "5a": "rule-5a-be-careful-when-mapping-container-ports-to-the-host-with-firewalls-like-ufw",
  6: "rule-6-use-linux-security-module-seccomp-apparmor-or-selinux-for-runtime-security",
  7: "rule-7-limit-resources-memory-cpu-file-descriptors-processes-restarts",
  8: "rule-8-set-filesystem-and-volumes-to-read-only",
  12: "rule-12-utilize-docker-secrets-for-sensitive-data-management",
  13: "rule-13-enhance-supply-chain-security",
} as const;

/** The OWASP Docker Security Cheat Sheet as a whole. */
export const owaspDockerSheet: Reference = {
  title: "OWASP Docker Security Cheat Sheet",
  url: "https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html",
};

/** A rule of the OWASP Docker Security Cheat Sheet. */
export function owaspDocker(rule: keyof typeof owaspAnchors): Reference {
  const { title, url } = owaspDockerSheet;
  return { title: `${title}, rule ${rule}`, url: `${url}#${owaspAnchors[rule]}`, standard: "owasp", controls: [String(rule)] };
}

/** The names that the enumeration itself gives. */
const cweTitles = {
  214: "Invocation of Process Using Visible Sensitive Information",
  250: "Execution with Unnecessary Privileges",
  258: "Empty Password in Configuration File",
  269: "Improper Privilege Management",
  284: "Improper Access Control",
  295: "Improper Certificate Validation",
  300: "Channel Accessible by Non-Endpoint",
  306: "Missing Authentication for Critical Function",
  319: "Cleartext Transmission of Sensitive Information",
  400: "Uncontrolled Resource Consumption",
  489: "Active Debug Code",
  494: "Download of Code Without Integrity Check",
  522: "Insufficiently Protected Credentials",
  526: "Cleartext Storage of Sensitive Information in an Environment Variable",
  538: "Insertion of Sensitive Information into Externally-Accessible File or Directory",
  653: "Improper Isolation or Compartmentalization",
  668: "Exposure of Resource to Wrong Sphere",
  732: "Incorrect Permission Assignment for Critical Resource",
  770: "Allocation of Resources Without Limits or Throttling",
  778: "Insufficient Logging",
  779: "Logging of Excessive Data",
  798: "Use of Hard-coded Credentials",
  829: "Inclusion of Functionality from Untrusted Control Sphere",
  916: "Use of Password Hash With Insufficient Computational Effort",
  923: "Improper Restriction of Communication Channel to Intended Endpoints",
  1068: "Inconsistency Between Implementation and Documented Design",
  1104: "Use of Unmaintained Third Party Components",
  1188: "Initialization of a Resource with an Insecure Default",
  1392: "Use of Default Credentials",
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
