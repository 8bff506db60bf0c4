/** A repository that gets no new images, or one whose name ends in `/*` with all below it. */
export interface Abandoned {
  readonly repository: string;
  /** YYYY-MM-DD, or YYYY where nobody named a day. */
  readonly ended: string;
  /** What to use; ends a sentence. */
  readonly instead: string;
  readonly source: string;
  /** A tag that is still looked after. */
  readonly except?: RegExp;
}

const bitnami = {
  ended: "2025-08-28",
  instead: "the image of the program's own publisher",
  source: "https://github.com/bitnami/containers/issues/83267",
};

const minio = {
  ended: "2025",
  instead: "an object store that is still published, or a build of your own",
  source: "https://github.com/minio/minio/issues/21647",
};

/** Repositories that get no new versions at all. */
export const abandoned: readonly Abandoned[] = [
  { repository: "centos", ended: "2024-06-30", instead: "almalinux or rockylinux", source: "https://hub.docker.com/_/centos" },
  // Its early-access builds went on.
  { repository: "openjdk", ended: "2022", instead: "eclipse-temurin", source: "https://hub.docker.com/_/openjdk", except: /-ea(?:-|$)/u },
  { repository: "java", ended: "2016-12-31", instead: "eclipse-temurin", source: "https://hub.docker.com/_/java" },
  { repository: "adoptopenjdk", ended: "2021-08-01", instead: "eclipse-temurin", source: "https://hub.docker.com/_/adoptopenjdk" },
  { repository: "jenkins", ended: "2018", instead: "jenkins/jenkins", source: "https://hub.docker.com/_/jenkins" },
  { repository: "vault", ended: "2023", instead: "hashicorp/vault", source: "https://hub.docker.com/_/vault" },
  { repository: "consul", ended: "2023", instead: "hashicorp/consul", source: "https://hub.docker.com/_/consul" },
  { repository: "google/cadvisor", ended: "2019", instead: "ghcr.io/google/cadvisor", source: "https://github.com/google/cadvisor" },
  { repository: "mysql/mysql-server", ended: "2023", instead: "mysql", source: "https://github.com/docker-library/mysql/issues/1079" },
  // Versions went to `bitnamilegacy`, where they stay as they were; only `latest` of some images is still published.
  { repository: "bitnami/*", ...bitnami, except: /^latest$/u },
  { repository: "bitnamilegacy/*", ...bitnami },
  // Source only since October 2025; the repositories on Docker Hub were removed in September 2026.
  { repository: "minio/minio", ...minio },
  { repository: "quay.io/minio/minio", ...minio },
  {
    repository: "containrrr/watchtower",
    ended: "2025-12-17",
    instead: "another way to update, such as Renovate",
    source: "https://github.com/containrrr/watchtower",
  },
  {
    repository: "grafana/promtail",
    ended: "2026-03-02",
    instead: "grafana/alloy",
    source: "https://grafana.com/docs/loki/latest/send-data/promtail/",
  },
  {
    repository: "grafana/agent",
    ended: "2025-11-01",
    instead: "grafana/alloy",
    source: "https://grafana.com/docs/loki/latest/setup/migrate/migrate-to-alloy/",
  },
];
