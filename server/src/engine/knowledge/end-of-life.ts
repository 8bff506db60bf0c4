import { parseImageReference } from "./images.js";

/** The day on which the tables below were looked through; a version whose support ends later is not among them. */
export const endOfLifeAsOf = "2026-11-24";

/** A line of versions that gets no more security fixes, and the day of the last ones (YYYY-MM-DD). */
interface EndedCycle {
  /** The leading parts of the version (`13`, `5.7`), or a code name that a tag holds. */
  readonly cycle: string;
  readonly ended: string;
}

interface Product {
  readonly name: string;
  readonly repositories: readonly string[];
  readonly source: string;
  readonly ended: readonly EndedCycle[];
  /** The oldest line that still gets fixes. */
  readonly next?: string;
  /** What a change of the line asks for, beside trying it. */
  readonly migration?: string;
}

/** What is known of an image whose version gets no more fixes. */
export interface EndOfLife {
  readonly name: string;
  /** The version line as the table has it; absent when the whole repository was given up. */
  readonly cycle: string | undefined;
  /** YYYY-MM-DD, or YYYY where nobody named a day. */
  readonly ended: string;
  /** The whole reference of the oldest line that still gets fixes, the rest of the tag kept; absent where no name follows from the old one. */
  readonly next: string | undefined;
  readonly migration: string | undefined;
  readonly source: string;
}

function cycles(text: string): readonly EndedCycle[] {
  return text
    .trim()
    .split(/\s*,\s*/u)
    .map((entry) => entry.split(/\s+/u))
    .map(([cycle = "", ended = ""]) => ({ cycle, ended }));
}

const dump = "A new major version does not read the old data: dump them with the old version, and load the dump with the new one.";
const upgrade = "Back the data up first; the new version converts them on its first start, and there is no way back.";

const products: readonly Product[] = [
  {
    name: "PostgreSQL",
    repositories: ["postgres", "postgis/postgis"],
    source: "https://www.postgresql.org/support/versioning/",
    ended: cycles("9 2021-11-11, 10 2022-11-10, 11 2023-11-09, 12 2024-11-21, 13 2025-11-13, 14 2026-11-12"),
    next: "15",
    migration: dump,
  },
  {
    name: "MySQL",
    repositories: ["mysql", "mysql/mysql-server"],
    source: "https://www.mysql.com/support/eol-notice.html",
    ended: cycles("5 2023-10-31, 5.5 2018-12-31, 5.6 2021-02-28, 5.7 2023-10-31, 8.0 2026-04-30"),
    next: "8.4",
    migration: upgrade,
  },
  {
    name: "MariaDB",
    repositories: ["mariadb"],
    source: "https://mariadb.org/about/#maintenance-policy",
    ended: cycles(
      "5 2020-04-11, 10.0 2019-03-31, 10.1 2020-10-17, 10.2 2022-05-23, 10.3 2023-05-25, 10.4 2024-06-18, 10.5 2025-06-24, 10.6 2026-07-06",
    ),
    next: "10.11",
    migration: upgrade,
  },
  {
    name: "MongoDB",
    repositories: ["mongo"],
    source: "https://www.mongodb.com/legal/support-policy/lifecycles",
    ended: cycles("2 2017-10-31, 3 2021-04-30, 4 2024-02-29, 4.0 2022-04-30, 4.2 2023-04-30, 4.4 2024-02-29, 5 2024-10-31, 6 2025-07-31"),
    next: "7.0",
    migration: "Go through every major version in between, one at a time, with a backup before each.",
  },
  {
    name: "Redis",
    repositories: ["redis"],
    source: "https://github.com/redis/redis/blob/unstable/SECURITY.md",
    ended: cycles("2 2017-07-14, 3 2018-10-17, 4 2020-04-30, 5 2022-04-27"),
    migration: upgrade,
  },
  {
    name: "Elasticsearch",
    repositories: ["elasticsearch", "docker.elastic.co/elasticsearch/elasticsearch"],
    source: "https://www.elastic.co/support/eol",
    ended: cycles("5 2019-03-11, 6 2022-02-10, 7 2026-01-15"),
    migration: "Go by the last release of the old major version, with a snapshot before; security is on by default in the new one.",
  },
  {
    name: "Kibana",
    repositories: ["kibana", "docker.elastic.co/kibana/kibana"],
    source: "https://www.elastic.co/support/eol",
    ended: cycles("5 2019-03-11, 6 2022-02-10, 7 2026-01-15"),
    migration: "It has to be of the version of its Elasticsearch.",
  },
  {
    name: "Logstash",
    repositories: ["logstash", "docker.elastic.co/logstash/logstash"],
    source: "https://www.elastic.co/support/eol",
    ended: cycles("5 2019-03-11, 6 2022-02-10, 7 2026-01-15"),
  },
  {
    name: "RabbitMQ",
    repositories: ["rabbitmq"],
    source: "https://www.rabbitmq.com/release-information",
    ended: cycles("3.6 2018-05-31, 3.7 2020-09-30, 3.8 2022-07-31, 3.9 2023-01-31, 3.10 2023-07-31, 3.11 2023-12-31"),
    migration: "Enable all feature flags before each step, and go through every minor version in between.",
  },
  {
    name: "Node.js",
    repositories: ["node"],
    source: "https://nodejs.org/en/about/previous-releases",
    ended: cycles(
      "4 2018-04-30, 6 2019-04-30, 8 2019-12-31, 10 2021-04-30, 11 2019-06-01, 12 2022-04-30, 13 2020-06-01, 14 2023-04-30, 15 2021-06-01, 16 2023-09-11, 17 2022-06-01, 18 2025-04-30, 19 2023-06-01, 20 2026-04-30, 21 2024-06-01, 23 2025-06-01, 25 2026-06-01",
    ),
    next: "22",
  },
  {
    name: "Python",
    repositories: ["python"],
    source: "https://devguide.python.org/versions/",
    ended: cycles(
      "2 2020-01-01, 3.4 2019-03-18, 3.5 2020-09-30, 3.6 2021-12-23, 3.7 2023-06-27, 3.8 2024-10-07, 3.9 2025-10-31, 3.10 2026-10-31",
    ),
    next: "3.11",
  },
  {
    name: "PHP",
    repositories: ["php"],
    source: "https://www.php.net/eol.php",
    ended: cycles(
      "5 2018-12-31, 7 2022-11-28, 7.0 2019-01-10, 7.1 2019-12-01, 7.2 2020-11-30, 7.3 2021-12-06, 7.4 2022-11-28, 8.0 2023-11-26, 8.1 2025-12-31",
    ),
    next: "8.3",
  },
  {
    name: "Ruby",
    repositories: ["ruby"],
    source: "https://www.ruby-lang.org/en/downloads/branches/",
    ended: cycles("2 2023-03-31, 3.0 2024-04-23, 3.1 2025-03-26"),
    next: "3.3",
  },
  {
    name: "nginx",
    repositories: ["nginx", "nginxinc/nginx-unprivileged"],
    source: "https://nginx.org/en/download.html",
    ended: cycles(
      "1.13 2018-04-17, 1.14 2019-04-23, 1.15 2019-04-23, 1.16 2020-04-21, 1.17 2020-04-21, 1.18 2021-04-20, 1.19 2021-04-20, 1.20 2022-05-24, 1.21 2022-05-24, 1.22 2023-04-11, 1.23 2023-04-11, 1.24 2024-04-23, 1.25 2024-04-23, 1.26 2025-04-23, 1.27 2025-04-23",
    ),
  },
  {
    name: "Traefik",
    repositories: ["traefik"],
    source: "https://doc.traefik.io/traefik/deprecation/releases/",
    ended: cycles("1 2021-12-31, 2 2026-02-01"),
    migration: "Rules and options have changed: its migration guide lists them.",
  },
  {
    name: "Tomcat",
    repositories: ["tomcat"],
    source: "https://tomcat.apache.org/whichversion.html",
    ended: cycles("7 2021-03-31, 8 2024-03-31, 8.0 2018-06-30, 8.5 2024-03-31"),
  },
  {
    name: "Debian",
    repositories: ["debian"],
    source: "https://wiki.debian.org/LTS",
    ended: cycles(
      "7 2018-05-31, 8 2020-06-30, 9 2022-06-30, 10 2024-06-30, 11 2026-08-31, wheezy 2018-05-31, jessie 2020-06-30, stretch 2022-06-30, buster 2024-06-30, bullseye 2026-08-31",
    ),
    next: "bookworm",
  },
  {
    name: "Ubuntu",
    repositories: ["ubuntu"],
    source: "https://ubuntu.com/about/release-cycle",
    ended: cycles(
      "14.04 2019-04-25, 16.04 2021-04-30, 18.04 2023-05-31, 20.04 2025-05-31, trusty 2019-04-25, xenial 2021-04-30, bionic 2023-05-31, focal 2025-05-31",
    ),
    next: "22.04",
  },
  {
    name: "Alpine Linux",
    repositories: ["alpine"],
    source: "https://alpinelinux.org/releases/",
    ended: cycles(
      "2 2017-05-01, 3.8 2020-05-01, 3.9 2020-11-01, 3.10 2021-05-01, 3.11 2021-11-01, 3.12 2022-05-01, 3.13 2022-11-01, 3.14 2023-05-01, 3.15 2023-11-01, 3.16 2024-05-23, 3.17 2024-11-22, 3.18 2025-05-09, 3.19 2025-11-01, 3.20 2026-04-01, 3.21 2026-11-01",
    ),
    next: "3.22",
  },
];

/** Repositories that get no new versions at all. */
const abandoned: readonly { readonly repository: string; readonly ended: string; readonly instead: string; readonly source: string }[] = [
  { repository: "centos", ended: "2024-06-30", instead: "almalinux or rockylinux", source: "https://hub.docker.com/_/centos" },
  { repository: "openjdk", ended: "2022", instead: "eclipse-temurin", source: "https://hub.docker.com/_/openjdk" },
  { repository: "java", ended: "2016", instead: "eclipse-temurin", source: "https://hub.docker.com/_/java" },
  { repository: "adoptopenjdk", ended: "2021", instead: "eclipse-temurin", source: "https://hub.docker.com/_/adoptopenjdk" },
  { repository: "jenkins", ended: "2018", instead: "jenkins/jenkins", source: "https://hub.docker.com/_/jenkins" },
  { repository: "vault", ended: "2023", instead: "hashicorp/vault", source: "https://hub.docker.com/_/vault" },
  { repository: "consul", ended: "2023", instead: "hashicorp/consul", source: "https://hub.docker.com/_/consul" },
  { repository: "google/cadvisor", ended: "2019", instead: "gcr.io/cadvisor/cadvisor", source: "https://github.com/google/cadvisor" },
];

/** Whether an image's version gets no more security fixes; absent for what is supported, unknown, or not said by its tag. */
export function endOfLife(reference: string): (EndOfLife & { readonly instead?: string }) | undefined {
  const parsed = parseImageReference(reference);
  const isOf = (repository: string): boolean => {
    const known = parseImageReference(repository);
    return known.repository === parsed.repository && known.registry === parsed.registry;
  };
  const gone = abandoned.find(({ repository }) => isOf(repository));
  if (gone !== undefined) {
    const { repository: name, ended, instead, source } = gone;
    return { name, ended, instead, source, cycle: undefined, next: undefined, migration: undefined };
  }
  const product = products.find(({ repositories }) => repositories.some(isOf));
  const found = product === undefined || parsed.tag === undefined ? undefined : cycleOf(product, parsed.tag);
  if (product === undefined || found === undefined || parsed.tag === undefined) return undefined;
  const { name, source, migration } = product;
  return { name, cycle: found.cycle, ended: found.ended, next: nextOf(reference, parsed.tag, product), migration, source };
}

const version = /^v?(?<number>\d+(?:\.\d+)*)/u;

/** The longest line that the tag's version belongs to; a code name stands alone or before a dash. */
function cycleOf({ ended }: Product, tag: string): EndedCycle | undefined {
  const number = version.exec(tag)?.groups?.["number"];
  const word = /^[a-z]+/u.exec(tag)?.[0];
  const fitting = ended.filter(({ cycle }) => cycle === word || number === cycle || number?.startsWith(`${cycle}.`) === true);
  return fitting.toSorted((a, b) => b.cycle.length - a.cycle.length)[0];
}

/** The reference with the next line's version, where the rest of the tag is one that all lines have. */
function nextOf(reference: string, tag: string, { next }: Product): string | undefined {
  if (next === undefined || reference.includes("@") || !reference.endsWith(`:${tag}`)) return undefined;
  const suffix = tag.replace(version, "").replace(/^[a-z]+/u, "");
  if (!/^(?:-(?:alpine|slim|fpm|apache|cli|management))*$/u.test(suffix)) return undefined;
  return `${reference.slice(0, -tag.length)}${next}${suffix}`;
}
