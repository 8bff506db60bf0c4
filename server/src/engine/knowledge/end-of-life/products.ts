/** A line of versions that is out of support, and its last day (YYYY-MM-DD, YYYY where nobody named a day). */
export interface EndedCycle {
  /** The leading parts of the version (`13`, `5.7`), or a code name that a tag holds. */
  readonly cycle: string;
  readonly ended: string;
}

/** A product by its images, and the lines of it that have ended. */
export interface Product {
  readonly name: string;
  readonly repositories: readonly string[];
  /** Where its publisher says how long a line is looked after. */
  readonly source: string;
  /** The month of what was read (YYYY-MM): an end after it is as it was announced then. */
  readonly read: string;
  readonly ended: readonly EndedCycle[];
  /** The oldest line that gets fixes for more than some weeks. */
  readonly next?: string;
  /** What a change of the line asks for, beside trying it. */
  readonly migration?: string;
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
const stepwise = "Go through every major version in between, one at a time, with a backup before each.";
const elastic = "https://www.elastic.co/support/eol";
const elasticEnded = cycles("5 2019-03-11, 6 2022-02-10, 7 2026-01-15");

/**
 * The days are those of endoflife.date, which collects them from the publishers' pages, or of such a page itself where the two differ.
 * Those of Debian and Ubuntu are Debian's package distro-info-data.
 */
export const products: readonly Product[] = [
  {
    name: "PostgreSQL",
    repositories: ["postgres", "postgis/postgis"],
    source: "https://www.postgresql.org/support/versioning/",
    read: "2025-05",
    ended: cycles(`
      8 2014-07-24, 9 2021-11-11, 9.0 2015-10-08, 9.1 2016-10-27, 9.2 2017-11-09, 9.3 2018-11-08, 9.4 2020-02-13, 9.5 2021-02-11, 9.6 2021-11-11,
      10 2022-11-10, 11 2023-11-09, 12 2024-11-21, 13 2025-11-13, 14 2026-11-12`),
    next: "15",
    migration: dump,
  },
  {
    name: "MySQL",
    repositories: ["mysql"],
    source: "https://www.mysql.com/support/eol-notice.html",
    read: "2026-05",
    ended: cycles(`
      5 2023-10-31, 5.5 2018-12-31, 5.6 2021-02-28, 5.7 2023-10-31, 8.0 2026-04-30, 8.1 2023-10-25, 8.2 2023-12-14, 8.3 2024-04-10,
      9.0 2024-10-15, 9.1 2025-01-21, 9.2 2025-04-15, 9.3 2025-07-22, 9.4 2025-10-21, 9.5 2026-01-20, 9.6 2026-04-21`),
    next: "8.4",
    migration: upgrade,
  },
  {
    name: "MariaDB",
    repositories: ["mariadb"],
    source: "https://mariadb.org/about/#maintenance-policy",
    read: "2026-02",
    ended: cycles(`
      5 2020-04-11, 10.0 2019-03-31, 10.1 2020-10-17, 10.2 2022-05-23, 10.3 2023-05-25, 10.4 2024-06-18, 10.5 2025-06-24, 10.6 2026-07-06,
      10.7 2023-02-09, 10.8 2023-05-20, 10.9 2023-08-22, 10.10 2023-11-17, 11.0 2024-06-06, 11.1 2024-08-21, 11.2 2024-11-21, 11.3 2024-05-29,
      11.5 2024-11-21, 11.6 2025-02-13, 11.7 2025-05-12, 12.0 2025-11-18, 12.1 2026-02-13, 12.2 2026-05-13`),
    next: "10.11",
    migration: upgrade,
  },
  {
    name: "MongoDB",
    repositories: ["mongo"],
    source: "https://www.mongodb.com/legal/support-policy/lifecycles",
    read: "2026-05",
    ended: cycles(`
      2 2016-10-31, 3 2021-04-30, 3.0 2018-02-28, 3.2 2018-09-30, 3.4 2020-01-31, 3.6 2021-04-30, 4 2024-02-29, 4.0 2022-04-30, 4.2 2023-04-30,
      4.4 2024-02-29, 5 2024-10-31, 6 2025-07-31, 7.1 2024-01-23, 7.2 2024-03-27, 7.3 2024-10-31, 8.1 2025-09-30, 8.2 2026-07-31`),
    next: "7.0",
    migration: stepwise,
  },
  {
    // Only the lines below 6.2 and 7.0 are past doubt: of the later ones the publisher names no day.
    name: "Redis",
    repositories: ["redis"],
    source: "https://github.com/redis/redis/blob/unstable/SECURITY.md",
    read: "2025-11",
    ended: cycles("2 2017-07-14, 3 2018-10-17, 4 2020-04-30, 5 2022-04-27, 6.0 2023-07-10, 7.0 2024-07-29"),
    migration: upgrade,
  },
  {
    name: "Cassandra",
    repositories: ["cassandra"],
    source: "https://cassandra.apache.org/_/download.html",
    read: "2025-02",
    ended: cycles("3.0 2024-09-05, 3.11 2024-09-05"),
    migration:
      "Go to the last release of the next major version first, node by node, and rewrite the tables with `nodetool upgradesstables`.",
  },
  {
    name: "CouchDB",
    repositories: ["couchdb", "apache/couchdb"],
    source: "https://docs.couchdb.org/en/stable/cve/index.html",
    read: "2026-10",
    ended: cycles("3.2 2024-09-20, 3.3 2025-05-05"),
    next: "3.4",
  },
  {
    name: "Elasticsearch",
    repositories: ["elasticsearch", "docker.elastic.co/elasticsearch/elasticsearch"],
    source: elastic,
    read: "2026-05",
    ended: elasticEnded,
    migration: "Go by the last release of the old major version, with a snapshot before; security is on by default in the new one.",
  },
  {
    name: "Kibana",
    repositories: ["kibana", "docker.elastic.co/kibana/kibana"],
    source: elastic,
    read: "2026-05",
    ended: elasticEnded,
    migration: "It has to be of the version of its Elasticsearch.",
  },
  {
    name: "Logstash",
    repositories: ["logstash", "docker.elastic.co/logstash/logstash"],
    source: elastic,
    read: "2026-05",
    ended: elasticEnded,
  },
  {
    // Support by the community: that of Broadcom's customers lasts longer, and its fixes are not in these images.
    name: "RabbitMQ",
    repositories: ["rabbitmq"],
    source: "https://www.rabbitmq.com/release-information",
    read: "2026-03",
    ended: cycles(`
      3 2024-09-17, 3.4 2015-10-31, 3.5 2016-10-31, 3.6 2018-05-31, 3.7 2020-09-30, 3.8 2022-07-31, 3.9 2023-01-31, 3.10 2023-07-31,
      3.11 2023-12-31, 3.12 2024-05-05, 3.13 2024-09-17, 4.0 2025-04-15, 4.1 2026-01-30`),
    migration: "Enable all feature flags before each step, and go through every minor version in between.",
  },
  {
    name: "Node.js",
    repositories: ["node"],
    source: "https://nodejs.org/en/about/previous-releases",
    read: "2026-05",
    ended: cycles(`
      0.10 2016-10-31, 0.12 2016-12-31, 4 2018-04-30, 5 2016-06-30, 6 2019-04-30, 7 2017-06-30, 8 2019-12-31, 9 2018-06-30, 10 2021-04-30,
      11 2019-06-01, 12 2022-04-30, 13 2020-06-01, 14 2023-04-30, 15 2021-06-01, 16 2023-09-11, 17 2022-06-01, 18 2025-04-30, 19 2023-06-01,
      20 2026-04-30, 21 2024-06-01, 23 2025-06-01, 25 2026-06-01, argon 2018-04-30, boron 2019-04-30, carbon 2019-12-31, dubnium 2021-04-30,
      erbium 2022-04-30, fermium 2023-04-30, gallium 2023-09-11, hydrogen 2025-04-30, iron 2026-04-30`),
    next: "22",
  },
  {
    name: "Python",
    repositories: ["python"],
    source: "https://devguide.python.org/versions/",
    read: "2025-02",
    ended: cycles(`
      2 2020-01-01, 3.2 2016-02-20, 3.3 2017-09-29, 3.4 2019-03-18, 3.5 2020-09-30, 3.6 2021-12-23, 3.7 2023-06-27, 3.8 2024-10-07,
      3.9 2025-10-31, 3.10 2026-10-31`),
    next: "3.11",
  },
  {
    name: "PHP",
    repositories: ["php"],
    source: "https://www.php.net/eol.php",
    read: "2026-07",
    ended: cycles(`
      5 2018-12-31, 5.3 2014-08-14, 5.4 2015-09-14, 5.5 2016-07-21, 5.6 2018-12-31, 7 2022-11-28, 7.0 2019-01-10, 7.1 2019-12-01, 7.2 2020-11-30,
      7.3 2021-12-06, 7.4 2022-11-28, 8.0 2023-11-26, 8.1 2025-12-31`),
    next: "8.3",
  },
  {
    name: "Ruby",
    repositories: ["ruby"],
    source: "https://www.ruby-lang.org/en/downloads/branches/",
    read: "2026-05",
    ended: cycles(`
      1 2015-02-23, 2 2023-03-31, 2.0 2016-02-24, 2.1 2017-03-31, 2.2 2018-03-31, 2.3 2019-03-31, 2.4 2020-03-31, 2.5 2021-04-05, 2.6 2022-04-12,
      2.7 2023-03-31, 3.0 2024-04-23, 3.1 2025-03-26, 3.2 2026-04-01`),
    next: "3.3",
  },
  {
    // A line ends when the second one after it comes out.
    name: "Go",
    repositories: ["golang"],
    source: "https://go.dev/doc/devel/release#policy",
    read: "2026-03",
    ended: cycles(`
      1.10 2019-02-25, 1.11 2019-09-03, 1.12 2020-02-25, 1.13 2020-08-11, 1.14 2021-02-16, 1.15 2021-08-16, 1.16 2022-03-15, 1.17 2022-08-02,
      1.18 2023-02-01, 1.19 2023-09-06, 1.20 2024-02-06, 1.21 2024-08-13, 1.22 2025-02-11, 1.23 2025-08-12, 1.24 2026-02-11, 1.25 2026`),
    next: "1.26",
  },
  {
    name: ".NET",
    repositories: ["aspnet", "runtime", "runtime-deps", "sdk"].flatMap((part) => [
      `mcr.microsoft.com/dotnet/${part}`,
      `mcr.microsoft.com/dotnet/core/${part}`,
    ]),
    source: "https://dotnet.microsoft.com/platform/support/policy/dotnet-core",
    read: "2026-04",
    ended: cycles(`
      1 2019-06-27, 2.0 2018-10-01, 2.1 2021-08-21, 2.2 2019-12-23, 3.0 2020-03-03, 3.1 2022-12-13, 5 2022-05-10, 6 2024-11-12, 7 2024-05-14,
      8 2026-11-10, 9 2026-11-10`),
  },
  {
    name: "Eclipse Temurin",
    repositories: ["eclipse-temurin"],
    source: "https://adoptium.net/support/",
    read: "2025-01",
    ended: cycles("16 2021-09-30, 18 2022-09-30, 19 2023-03-31, 20 2023-09-19, 22 2024-09-17, 23 2025-03-18"),
  },
  {
    // An even line ends when the next even one comes out, an odd one when the next odd one does.
    name: "nginx",
    repositories: ["nginx", "nginxinc/nginx-unprivileged"],
    source: "https://nginx.org/en/download.html",
    read: "2026-07",
    ended: cycles(`
      1.8 2016-04-26, 1.9 2016-04-26, 1.10 2017-04-12, 1.11 2017-04-12, 1.12 2018-04-17, 1.13 2018-04-17, 1.14 2019-04-23, 1.15 2019-04-23,
      1.16 2020-04-21, 1.17 2020-05-26, 1.18 2021-04-20, 1.19 2021-05-25, 1.20 2022-05-24, 1.21 2022-06-21, 1.22 2023-04-11, 1.23 2023-05-23,
      1.24 2024-04-23, 1.25 2024-05-29, 1.26 2025-04-23, 1.27 2025-06-24, 1.28 2026-04-14, 1.29 2026-05-13`),
  },
  {
    name: "Traefik",
    repositories: ["traefik"],
    source: "https://doc.traefik.io/traefik/deprecation/releases/",
    read: "2025-07",
    ended: cycles(`
      1 2021-12-31, 2 2026-02-01, 2.0 2019-12-11, 2.1 2020-03-25, 2.2 2020-09-23, 2.3 2021-01-19, 2.4 2021-08-17, 2.5 2022-01-24, 2.6 2022-05-24,
      2.7 2022-06-29, 2.8 2022-10-03, 2.9 2023-04-24, 2.10 2024-02-12, 2.11 2026-02-01, 3.0 2024-07-15, 3.1 2024-10-28, 3.2 2025-01-06,
      3.3 2025-05-05, 3.4 2025-07-23`),
    migration: "Rules and options have changed: its migration guide lists them.",
  },
  {
    // The publisher names quarters: only a line whose last release was late has a day.
    name: "HAProxy",
    repositories: ["haproxy", "haproxytech/haproxy-alpine", "haproxytech/haproxy-debian", "haproxytech/haproxy-ubuntu"],
    source: "https://www.haproxy.org/",
    read: "2026-08",
    ended: cycles(`
      1.5 2016-12-25, 1.6 2021-03-19, 1.7 2021-03-31, 1.8 2022-12-09, 1.9 2020-07-31, 2.0 2024, 2.1 2021-03-18, 2.2 2025, 2.3 2022-07-27, 2.4 2026,
      2.5 2023-05-02, 2.7 2024, 3.1 2026`),
    next: "2.8",
  },
  {
    name: "Envoy",
    repositories: ["envoyproxy/envoy", "envoyproxy/envoy-alpine", "envoyproxy/envoy-distroless"],
    source: "https://github.com/envoyproxy/envoy/blob/main/RELEASES.md",
    read: "2026-06",
    ended: cycles(`
      1.0 2016-11-30, 1.1 2017-03-07, 1.2 2017-05-17, 1.3 2017-08-24, 1.4 2017-12-04, 1.5 2018-03-20, 1.6 2018-06-21, 1.7 2018-10-04,
      1.8 2018-12-20, 1.9 2019-04-05, 1.10 2019-07-11, 1.11 2019-10-31, 1.12 2020-10-31, 1.13 2021-01-20, 1.14 2021-04-15, 1.15 2021-07-07,
      1.16 2021-10-08, 1.17 2022-01-11, 1.18 2022-04-15, 1.19 2022-07-13, 1.20 2022-10-05, 1.21 2023-01-12, 1.22 2023-04-15, 1.23 2023-07-25,
      1.24 2023-10-19, 1.25 2024-01-18, 1.26 2024-04-18, 1.27 2024-07-27, 1.28 2024-10-19, 1.29 2025-01-16, 1.30 2025-04-16, 1.31 2025-07-19,
      1.32 2025-10-15, 1.33 2026-01-14, 1.34 2026-04-15, 1.35 2026-07-23, 1.36 2026-10-14`),
  },
  {
    name: "Fluent Bit",
    repositories: ["fluent/fluent-bit"],
    source: "https://github.com/fluent/fluent-bit/blob/master/SECURITY.md",
    read: "2026-06",
    ended: cycles(`
      1.8 2022-12-05, 1.9 2022-12-05, 2.0 2023-07-19, 2.1 2024-02-06, 2.2 2024-06-21, 3.0 2024-10-08, 3.1 2025-02-12, 3.2 2025-06-29,
      4.0 2025-12-24, 4.1 2026-02-11, 4.2 2026-06-30`),
  },
  {
    name: "Grafana",
    repositories: ["grafana/grafana", "grafana/grafana-oss", "grafana/grafana-enterprise"],
    source: "https://grafana.com/docs/grafana/latest/upgrade-guide/when-to-upgrade/",
    read: "2025-02",
    ended: cycles(`
      6 2021-06-08, 7 2022-06-14, 8 2023-06-09, 9.0 2022-10-11, 9.1 2022-11-29, 9.2 2023-02-27, 9.3 2023-04-06, 9.4 2023-06-09, 9.5 2024-05-14,
      10.0 2023-10-24, 10.1 2024-01-23, 10.2 2024-03-06, 10.3 2024-10-31, 10.4 2025-06-30, 11.0 2025-02-28, 11.1 2025-03-31, 11.2 2025-05-31,
      11.3 2025-07-31, 11.4 2025-09-30`),
    migration: "Back its database up first: it is converted on the first start.",
  },
  {
    // A line ends when the next one comes out.
    name: "Keycloak",
    repositories: ["quay.io/keycloak/keycloak", "keycloak/keycloak"],
    source: "https://github.com/keycloak/keycloak/security/policy",
    read: "2025-02",
    ended: cycles(`
      17 2022-04-20, 18 2022-07-27, 19 2022-11-01, 20 2023-02-23, 21 2023-07-11, 22 2023-11-23, 23 2024-03-04, 24 2024-06-10, 25 2024-10-04,
      26.0 2025-01-15`),
    migration: "Back its database up first: it is converted on the first start; names of options and variables have changed.",
  },
  {
    name: "Nextcloud",
    repositories: ["nextcloud"],
    source: "https://github.com/nextcloud/server/wiki/Maintenance-and-Release-Schedule",
    read: "2026-02",
    ended: cycles(`
      16 2020-06-30, 17 2020-10-31, 18 2021-01-31, 19 2021-06-30, 20 2021-11-30, 21 2022-02-28, 22 2022-07-31, 23 2022-12-31, 24 2023-04-30,
      25 2023-10-31, 26 2024-03-31, 27 2024-06-30, 28 2024-12-31, 29 2025-04-30, 30 2025-09-30, 31 2026-02-24, 32 2026-09-26`),
    migration: stepwise,
  },
  {
    name: "Drupal",
    repositories: ["drupal"],
    source: "https://www.drupal.org/about/core/policies/core-release-cycles/schedule",
    read: "2025-02",
    ended: cycles(`
      7 2025-01-05, 8 2021-11-02, 9 2023-11-01, 10.0 2023-12-15, 10.1 2024-06-20, 10.2 2024-12-17, 10.3 2025-06-16, 10.4 2025-12-16,
      11.0 2025-06-16`),
    migration: "Bring its modules and its database along: `drush updatedb` after a backup.",
  },
  {
    name: "Odoo",
    repositories: ["odoo"],
    source: "https://www.odoo.com/documentation/master/administration/standard_extended_support.html",
    read: "2025-09",
    ended: cycles(`
      8 2017-10-01, 9 2018-10-01, 10 2019-10-01, 11 2020-10-01, 12 2021-10-01, 13 2022-10-01, 14 2023-10-01, 15 2024-10-01, 16 2025-09-01,
      17 2026-09-01`),
    migration: "Its database has to be converted by the publisher's service for upgrades, or by OpenUpgrade.",
  },
  {
    name: "Tomcat",
    repositories: ["tomcat"],
    source: "https://tomcat.apache.org/whichversion.html",
    read: "2026-05",
    ended: cycles("5 2012-09-30, 6 2016-12-31, 7 2021-03-31, 8 2024-03-31, 8.0 2018-06-30, 8.5 2024-03-31, 10.0 2022-10-31"),
  },
  {
    // With the years of Debian's LTS team, whose fixes are in the images' own list of sources.
    name: "Debian",
    repositories: ["debian"],
    source: "https://wiki.debian.org/LTS",
    read: "2026-04",
    ended: cycles(`
      6 2016-02-29, 7 2018-05-31, 8 2020-06-30, 9 2022-06-30, 10 2024-06-30, 11 2026-08-31, squeeze 2016-02-29, wheezy 2018-05-31,
      jessie 2020-06-30, stretch 2022-06-30, buster 2024-06-30, bullseye 2026-08-31`),
    next: "bookworm",
  },
  {
    name: "Ubuntu",
    repositories: ["ubuntu"],
    source: "https://ubuntu.com/about/release-cycle",
    read: "2026-04",
    ended: cycles(`
      12.04 2017-04-28, 14.04 2019-04-25, 16.04 2021-04-30, 18.04 2023-05-31, 18.10 2019-07-18, 19.04 2020-01-23, 19.10 2020-07-17,
      20.04 2025-05-29, 20.10 2021-07-22, 21.04 2022-01-20, 21.10 2022-07-14, 22.10 2023-07-20, 23.04 2024-01-25, 23.10 2024-07-11,
      24.10 2025-07-10, 25.04 2026-01-15, 25.10 2026-07-09, precise 2017-04-28, trusty 2019-04-25, xenial 2021-04-30, bionic 2023-05-31,
      cosmic 2019-07-18, disco 2020-01-23, eoan 2020-07-17, focal 2025-05-29, groovy 2021-07-22, hirsute 2022-01-20, impish 2022-07-14,
      kinetic 2023-07-20, lunar 2024-01-25, mantic 2024-07-11, oracular 2025-07-10, plucky 2026-01-15, questing 2026-07-09`),
    next: "22.04",
  },
  {
    name: "Alpine Linux",
    repositories: ["alpine"],
    source: "https://alpinelinux.org/releases/",
    read: "2025-07",
    ended: cycles(`
      2 2015-11-01, 3.0 2016-05-01, 3.1 2016-11-01, 3.2 2017-05-01, 3.3 2017-11-01, 3.4 2018-05-01, 3.5 2018-11-01, 3.6 2019-05-01,
      3.7 2019-11-01, 3.8 2020-05-01, 3.9 2020-11-01, 3.10 2021-05-01, 3.11 2021-11-01, 3.12 2022-05-01, 3.13 2022-11-01, 3.14 2023-05-01,
      3.15 2023-11-01, 3.16 2024-05-23, 3.17 2024-11-22, 3.18 2025-05-09, 3.19 2025-11-01, 3.20 2026-04-01, 3.21 2026-11-01`),
    next: "3.22",
  },
];
