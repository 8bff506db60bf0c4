import type { ComposeProject, Mount, Service } from "../model/project.js";
import { known } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { declareSecret } from "./declare-secret.js";
import { premises } from "./engine-posture.js";
import { type Exposure, exposureFor, isByDesign } from "./mount-exposure.js";
import { mountedPath, mountPlace, removeMount } from "./mount-fixes.js";
import { cisDocker, composeService, cwe, owaspDocker } from "./references.js";
import { type Fix, type RuleContext, serviceRule } from "./rule.js";

export const hostCredentialsMount = serviceRule({
  id: "host-credentials-mount",
  title: "Credentials of the host in a container",
  category: "mounts",
  severity: "warning",
  posture: {
    "userns-remap": { severity: "information", because: premises.anybodysRights },
  },
  changes: ["volumes", "secrets", "/secrets"],
  references: [
    cisDocker("5.6"),
    owaspDocker(12),
    cwe(522),
    composeService("secrets"),
    { title: "Docker: secrets in Compose", url: "https://docs.docker.com/compose/how-tos/use-secrets/" },
    { title: "Compose: SSH keys for builds alone", url: "https://docs.docker.com/reference/compose-file/build/#ssh" },
  ],
  docs: {
    why: [
      "Your own keys and logins open far more than this program needs: every server you may reach, every repository, a whole cloud account. In the",
      "container they are as safe as the program in it. Read-only does not help, since reading is all it takes.",
    ].join("\n"),
    attack: [
      "The attacker runs code in the container, by a bug of the program in it or by a package that it installs.",
      "They read `~/.ssh/id_ed25519`, `~/.aws/credentials` or `~/.docker/config.json` and send it home; of an agent's socket they ask signatures.",
      "They log in as you from elsewhere, long after the container is gone.",
    ],
    fix: [
      "Make a credential for this service alone, with no more rights than it needs: a deploy key, a role, a token for one repository. Hand it over as a",
      "Compose secret. For builds, `build.ssh` and `build.secrets` give keys to single steps, and leave nothing in the image.",
    ].join("\n"),
    fine: [
      "A command line tool that works as you, started by hand: the images of the AWS, Azure and Google Cloud command lines and of rclone are not",
      "reported with their own folder, nor is Watchtower with the registry logins. Public keys, `known_hosts` and `~/.ssh/config` are no credentials.",
    ].join("\n"),
    premise: [
      "Holds wherever root in the container, or the user it runs as, may read the file: private keys have mode 600 and belong to whoever runs",
      "Compose, so another `user` with another uid sees nothing. Docker Desktop and rootless engines map the owner, and there it can. `/etc/shadow`,",
      "`/etc/ssh` and `/etc/ssl/private` belong to root, as root in the container does without `userns-remap`.",
    ].join("\n"),
  },
  *check(service, context) {
    for (const mount of service.mounts.items) {
      const exposure = exposureFor("host-credentials-mount", service, mount, context.project);
      if (exposure === undefined || isPublicKey(mount) || isByDesign(service, mount, exposure)) continue;
      const gain = (exposure.writable === true ? exposure.facts.writing : exposure.facts.reading) ?? "use the credentials";
      yield {
        on: mountPlace(mount),
        message: t`Through ${mountedPath(mount)}, an attacker in "${service.name.value}" can ${gain}. ${remedyOf(exposure)}`,
        related: mount.backing === undefined ? [] : [{ on: mount.backing, message: t("The volume is bound to this path.") }],
        fixes: () => fixesFor(service, mount, exposure, context),
      };
    }
  },
});

function isPublicKey({ hostPath }: Mount): boolean {
  return hostPath?.endsWith(".pub") === true;
}

/** What somebody typed, or the host's own accounts, nobody hands over in part. */
function hasSubstitute({ facts }: Exposure): boolean {
  return facts.readOnly !== "medium" && facts.path !== "/etc/shadow";
}

function remedyOf(exposure: Exposure): string {
  return hasSubstitute(exposure) ? t("Give it one of its own, as a secret.") : t("Remove the mount.");
}

function fixesFor(
  service: Service,
  mount: Mount,
  exposure: Exposure,
  context: RuleContext & { readonly project: ComposeProject },
): readonly Fix[] {
  const remove = removeMount(mount, context, t("What the program does with these credentials fails."));
  return hasSubstitute(exposure) ? [secretFix(service, mount, context), remove] : [remove];
}

/** A secret in the place of the mount: where a single file was, at its path, else under `/run/secrets`. */
function secretFix(
  service: Service,
  { item, hostPath, target }: Mount,
  { edit, project }: RuleContext & { readonly project: ComposeProject },
): Fix {
  const secret = `${service.name.value}-${lastName(hostPath ?? "")}`.toLowerCase().replaceAll(/[^a-z\d]+/gu, "-");
  const path = isFile(hostPath ?? "") && target !== undefined ? known(target) : undefined;
  const found = path === undefined ? t` The program finds it at /run/secrets/${secret}: tell it so.` : "";
  const fix = {
    title: t`Give it a credential of its own: the secret ${secret}`,
    class: "check",
    caveat: t`Put one made for this service alone into ./secrets/${secret}, readable for the container's user, and keep it out of the repository.${found}`,
  } as const;
  const declared = declareSecret(secret, project);
  if ("refused" in declared) return { ...fix, change: declared };
  const use = path === undefined ? secret : { source: secret, target: path };
  const grant = { op: "append", into: service.body, key: "secrets", items: [use] } as const;
  return { ...fix, change: edit.change({ op: "remove", target: item }, grant, declared) };
}

/** `netrc` of `~/.netrc`, `aws-credentials` of `~/.aws/credentials`, `ssh-key` of an agent's socket. */
function lastName(path: string): string {
  if (/ssh.auth.sock$/iu.test(path)) return "ssh-key";
  const [parent = "", name = ""] = path.split("/").slice(-2);
  const plain = /^(?:config|credentials|config\.json|hosts\.yml)$/u.test(name) ? `${parent}-${name}` : name || parent;
  return plain.replace(/^[^a-z\d]+/iu, "");
}

/** Whether a path names a file rather than a folder, as far as a name tells. */
function isFile(path: string): boolean {
  const name = path.split("/").at(-1) ?? "";
  return /(?:\.(?:json|toml|xml|ya?ml|properties|cnf|conf|key|pem)|^(?:config|credentials|id_\w+))$/u.test(name) || dotFiles.has(name);
}

const dotFiles: ReadonlySet<string> = new Set([
  ".netrc",
  ".npmrc",
  ".pypirc",
  ".git-credentials",
  ".pgpass",
  ".my.cnf",
  ".vault-token",
  ".terraformrc",
]);
