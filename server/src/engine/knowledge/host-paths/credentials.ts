import type { HostPath } from "./host-path.js";

export const credentialPaths: readonly HostPath[] = [
  {
    path: "~/.ssh",
    match: "subtree",
    category: "credentials",
    writable: "critical",
    readOnly: "high",
    why: "SSH private keys, and authorized_keys when writable.",
    instead: "Use a deploy key made for this service as a secret; for builds `build.ssh`.",
    source:
      "https://github.com/HackTricks-wiki/hacktricks/blob/master/src/linux-hardening/privilege-escalation/container-security/sensitive-host-mounts.md",
  },
  {
    path: "~/.aws",
    match: "subtree",
    category: "credentials",
    writable: "high",
    readOnly: "high",
    why: "Long-lived AWS access keys and cached SSO tokens.",
    instead: "Use a role (instance profile, OIDC) or a narrow key as a secret.",
    source:
      "https://github.com/HackTricks-wiki/hacktricks/blob/master/src/linux-hardening/privilege-escalation/container-security/sensitive-host-mounts.md",
  },
  {
    path: "~/.kube",
    match: "subtree",
    category: "credentials",
    writable: "high",
    readOnly: "high",
    why: "Cluster credentials, often cluster-admin.",
    instead: "Create a service account with a narrow role and mount only its kubeconfig.",
    source:
      "https://github.com/HackTricks-wiki/hacktricks/blob/master/src/linux-hardening/privilege-escalation/container-security/sensitive-host-mounts.md",
  },
  {
    path: "~/.docker/config.json",
    match: "subtree",
    category: "credentials",
    writable: "high",
    readOnly: "high",
    why: "Registry logins, stored base64-encoded unless a credential helper is set; when writable a credHelpers entry or plugin directory runs code on the host.",
    instead: "Make a config.json with one read-only token for this service and pass it as a secret.",
    source:
      "https://github.com/HackTricks-wiki/hacktricks/blob/master/src/linux-hardening/privilege-escalation/container-security/sensitive-host-mounts.md",
  },
  {
    path: "~/.config/gcloud",
    match: "subtree",
    category: "credentials",
    writable: "high",
    readOnly: "high",
    why: "Google Cloud refresh tokens and service account keys.",
    instead: "Use workload identity or a narrow service account key as a secret.",
    source:
      "https://github.com/HackTricks-wiki/hacktricks/blob/master/src/linux-hardening/privilege-escalation/container-security/sensitive-host-mounts.md",
  },
  {
    path: "~/.azure",
    match: "subtree",
    category: "credentials",
    writable: "high",
    readOnly: "high",
    why: "Azure CLI tokens.",
    instead: "Use a managed identity or a narrow service principal.",
    source:
      "https://github.com/HackTricks-wiki/hacktricks/blob/master/src/linux-hardening/privilege-escalation/container-security/sensitive-host-mounts.md",
  },
  {
    path: "~/.gnupg",
    match: "subtree",
    category: "credentials",
    writable: "high",
    readOnly: "high",
    why: "Private signing and encryption keys and the agent socket.",
    instead: "Export one subkey and pass it as a secret.",
    source:
      "https://github.com/HackTricks-wiki/hacktricks/blob/master/src/linux-hardening/privilege-escalation/container-security/sensitive-host-mounts.md",
  },
  {
    path: "~/.netrc",
    match: "subtree",
    category: "credentials",
    writable: "high",
    readOnly: "high",
    why: "Plain-text logins for many tools.",
    instead: "Use a secret; in builds `RUN --mount=type=secret`.",
    source:
      "https://github.com/HackTricks-wiki/hacktricks/blob/master/src/linux-hardening/privilege-escalation/container-security/sensitive-host-mounts.md",
  },
  {
    path: "~/.npmrc",
    match: "subtree",
    category: "credentials",
    writable: "high",
    readOnly: "high",
    why: "npm publish tokens.",
    instead: "Use a read-only token through a build secret.",
    source:
      "https://github.com/HackTricks-wiki/hacktricks/blob/master/src/linux-hardening/privilege-escalation/container-security/sensitive-host-mounts.md",
  },
  {
    path: "~/.git-credentials",
    match: "subtree",
    category: "credentials",
    writable: "high",
    readOnly: "high",
    why: "Plain-text git passwords and tokens.",
    instead: "Use a deploy key or a fine-grained token as a secret.",
    source:
      "https://github.com/HackTricks-wiki/hacktricks/blob/master/src/linux-hardening/privilege-escalation/container-security/sensitive-host-mounts.md",
  },
  {
    path: "~/.pgpass",
    match: "subtree",
    category: "credentials",
    writable: "high",
    readOnly: "high",
    why: "Plain-text PostgreSQL passwords.",
    instead: "Pass the one password as a secret.",
    source:
      "https://github.com/HackTricks-wiki/hacktricks/blob/master/src/linux-hardening/privilege-escalation/container-security/sensitive-host-mounts.md",
  },
  {
    path: "~/.vault-token",
    match: "subtree",
    category: "credentials",
    writable: "high",
    readOnly: "high",
    why: "A live Vault token of the user.",
    instead: "Use AppRole or another machine login.",
    source:
      "https://github.com/HackTricks-wiki/hacktricks/blob/master/src/linux-hardening/privilege-escalation/container-security/sensitive-host-mounts.md",
  },
  {
    path: "~/.terraform.d",
    match: "subtree",
    category: "credentials",
    writable: "high",
    readOnly: "high",
    why: "Terraform Cloud credentials and plugin directory.",
    instead: "Pass TF_TOKEN_* as a secret.",
    source:
      "https://github.com/HackTricks-wiki/hacktricks/blob/master/src/linux-hardening/privilege-escalation/container-security/sensitive-host-mounts.md",
  },
  {
    path: "~/.bash_history",
    match: "subtree",
    category: "credentials",
    writable: "medium",
    readOnly: "medium",
    why: "Shell histories often hold typed passwords.",
    instead: "Do not mount.",
    source:
      "https://github.com/HackTricks-wiki/hacktricks/blob/master/src/linux-hardening/privilege-escalation/container-security/sensitive-host-mounts.md",
  },
  {
    path: "~/.gitconfig",
    match: "subtree",
    category: "credentials",
    writable: "medium",
    readOnly: "low",
    why: "Read-only it tells name and mail; writable, aliases and hooks run code on the host at the next git command.",
    instead: "Mount read-only or set GIT_AUTHOR_* variables.",
    source:
      "https://github.com/HackTricks-wiki/hacktricks/blob/master/src/linux-hardening/privilege-escalation/container-security/sensitive-host-mounts.md",
  },
  {
    path: "~/.bashrc",
    match: "subtree",
    category: "credentials",
    writable: "high",
    readOnly: "low",
    why: "Writable start files run code as the user at the next login.",
    instead: "Do not mount writable.",
    source:
      "https://github.com/HackTricks-wiki/hacktricks/blob/master/src/linux-hardening/privilege-escalation/container-security/sensitive-host-mounts.md",
  },
  {
    path: "~/.mozilla",
    match: "subtree",
    category: "credentials",
    writable: "high",
    readOnly: "high",
    why: "Browser profiles hold cookies and saved passwords.",
    instead: "Use a profile made for the container.",
    source:
      "https://github.com/HackTricks-wiki/hacktricks/blob/master/src/linux-hardening/privilege-escalation/container-security/sensitive-host-mounts.md",
  },
];
