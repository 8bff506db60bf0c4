import assert from "node:assert/strict";
import { test } from "node:test";
import { authSwitches } from "../../server/src/engine/knowledge/auth-switches.js";
import { secretsInCommand } from "../../server/src/engine/knowledge/command-secrets.js";
import { secretsInConfig } from "../../server/src/engine/knowledge/config-secrets.js";
import { tokenFormats, tokensIn } from "../../server/src/engine/knowledge/environment/token-formats.js";
import { isWellKnownValue } from "../../server/src/engine/knowledge/environment/well-known-values.js";
import { commandsOf } from "../../server/src/engine/knowledge/script-words.js";
import { passwordsInUrls } from "../../server/src/engine/knowledge/url-passwords.js";

/** Letters and digits that look like chance, as many as are asked for. */
function chance(length: number): string {
  return "q7Zk2Wm9Xt4Rb6Lp3Vn8Hs5Jd".repeat(9).slice(0, length);
}

function hex(length: number): string {
  return "3f9a1c7e5b0d8264".repeat(12).slice(0, length);
}

test("tokens by their form, with text around them", () => {
  assert.ok(tokenFormats.length >= 40);
  const rows: readonly (readonly [token: string, kind: string])[] = [
    ["AKIA234567ABCDEFGHIJ", "AWS access key"],
    [`ghp_${chance(36)}`, "GitHub token"],
    [`github_pat_${chance(82)}`, "GitHub token"],
    [`glpat-${chance(20)}`, "GitLab token"],
    [`xoxb-1234567890-${chance(24)}`, "Slack token"],
    [`https://hooks.slack.com/services/T01234567/B01234567/${chance(24)}`, "Slack webhook"],
    [`https://discord.com/api/webhooks/123456789/${chance(40)}`, "Discord webhook"],
    [`sk_live_${chance(24)}`, "Stripe key"],
    [`sk-ant-api03-${chance(95)}`, "Anthropic key"],
    [`sk-proj-${chance(20)}T3BlbkFJ${chance(20)}`, "OpenAI key"],
    [`sk-or-v1-${hex(64)}`, "OpenRouter key"],
    [`gsk_${chance(52)}`, "Groq key"],
    [`npm_${chance(36)}`, "npm token"],
    [`dop_v1_${hex(64)}`, "DigitalOcean token"],
    [`SG.${chance(22)}.${chance(43)}`, "SendGrid key"],
    [`hvs.${chance(90)}`, "Vault token"],
    [`glsa_${chance(32)}_${hex(8)}`, "Grafana token"],
    [`AIza${chance(35)}`, "Google key"],
    [`GOCSPX-${chance(28)}`, "Google OAuth secret"],
    [`eyJ${chance(20)}.eyJ${chance(30)}.${chance(43)}`, "JSON Web Token"],
    [`123456789:A${chance(34)}`, "Telegram bot token"],
    [`tskey-auth-${chance(12)}-${chance(32)}`, "Tailscale key"],
    [`dckr_pat_${chance(27)}`, "Docker token"],
    [`-----BEGIN RSA PRIVATE KEY-----\n${chance(64)}\n${chance(64)}\n-----END RSA PRIVATE KEY-----`, "private key"],
    [`-----BEGIN PRIVATE KEY-----\\n${chance(64)}\\n-----END PRIVATE KEY-----`, "private key"],
  ];
  for (const [token, kind] of rows) {
    for (const [before, after] of [
      ["", ""],
      ["Authorization: Bearer ", " https://example.com"],
      ['"token": "', '",'],
    ] as const) {
      const found = tokensIn(before + token + after);
      assert.deepEqual(
        found.map((one) => [one.kind, one.start, one.end]),
        [[kind, before.length, before.length + token.length]],
        before + token + after,
      );
    }
  }
});

test("what has the look of a token and is none", () => {
  for (const text of [
    "AKIAIOSFODNN7EXAMPLE",
    `ghp_${"x".repeat(36)}`,
    "ghp_your_token_goes_here_please_0123456789abcdef",
    `prefix_ghp_${chance(36)}`,
    `ghp_${chance(20)}`,
    "xoxb-your-slack-bot-token-here",
    `sk_test_${chance(24)}`,
    "-----BEGIN PRIVATE KEY----- and -----END PRIVATE KEY-----",
    `-----BEGIN PUBLIC KEY-----\n${chance(64)}`,
    "eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoiYW5vbiIsImlhdCI6MTZ9.q7Zk2Wm9Xt4Rb6Lp3Vn8",
    `sha256:${hex(64)}`,
    "postgres://user:password@host/database",
  ]) {
    assert.deepEqual(tokensIn(text), [], text);
  }
});

test("a long text is searched in time that grows with it", () => {
  for (const part of [
    "abcdefghijklmnopqrstuvwxyz0123456789-_",
    "password=",
    ";password=",
    "jdbc:x?password=",
    " user=a password=",
    "${",
    "${a{b}",
    "http://",
    "a://b:c",
    "-p ",
    "mysql -px ",
    "'\"",
    "{key:",
    "-----BEGIN PRIVATE KEY-----",
  ]) {
    const text = part.repeat(100_000 / part.length);
    const start = performance.now();
    tokensIn(text);
    passwordsInUrls(text);
    secretsInConfig(text);
    for (const command of commandsOf(text)) secretsInCommand(command.map((word) => word.text));
    assert.ok(performance.now() - start < 3000, `${part}: ${performance.now() - start} ms`);
  }
});

test("values that are tried first", () => {
  for (const [value, beside] of [
    ["changeme", []],
    ["change_me_please", []],
    ["postgres", []],
    ["Password123!", []],
    ["P@ssw0rd", []],
    ["your-256-bit-secret", []],
    ["yourStrong(!)Password", []],
    ["my-secret-pw", []],
    ["supersecretkey", []],
    ["super-secret-jwt-token-with-at-least-32-characters-long", []],
    ["REPLACE_WITH_TOKEN", []],
    ["insert-token-here", []],
    ["123456", []],
    ["000000", []],
    ["Shop", ["shop"]],
  ] as const) {
    assert.ok(isWellKnownValue(value, beside), value);
  }
  for (const value of ["tulip-Harbour-7", "48151", "shop", "myst", "yourself", "9f8e7d6c5b4a", "secretary", "rootstock", "admiral"]) {
    assert.ok(!isWellKnownValue(value, ["app"]), value);
  }
});

test("passwords in addresses", () => {
  for (const [text, password, shown] of [
    ["postgres://u:pw@h/d", "pw", "u:pw"],
    ["redis://:pw@h", "pw", ":pw"],
    ["amqp://u:p@ss:w@h", "p@ss:w", "u:p@ss:w"],
    ["x postgres+psycopg2://${U:-u}:pw@${H:?no: host}/d y", "pw", "${U:-u}:pw"],
    ["http://u:a${B}@h", "a${B}", "u:a${B}"],
    ["Server=d;User Id=u;Password=p w;X=1", "p w", "p w"],
    ["Password=pw;Server=d", "pw", "pw"],
    ["AccountName=a;AccountKey=a+b/c==;X=1", "a+b/c==", "a+b/c=="],
    ["jdbc:mysql://h/d?user=u&password=pw&x=1", "pw", "pw"],
    ["host=h password=pw dbname=d", "pw", "pw"],
    ["u:pw@tcp(h:3306)/d", "pw", "pw"],
  ] as const) {
    const [found, ...others] = passwordsInUrls(text);
    assert.equal(others.length, 0, text);
    assert.equal(text.slice(found?.start, found?.end), password, text);
    assert.equal(text.slice(found?.shown.start, found?.shown.end), shown, text);
  }
  for (const text of [
    "postgres://u@h/d",
    "redis://:@h",
    "postgres://u:${PW}@h",
    "postgres://u:${PW:?set PW: now}@h",
    "postgres://u:${A:-${B:-${C}}}@h",
    "postgres://u:$PW@h",
    "postgres://u:<password>@h",
    "postgres://u:{{ pw }}@h",
    "http://h:80/x@y",
    "https://h/?a:b@c",
    "git@github.com:a/b",
    "user:pw@h",
    "Password=${PW};Server=d",
    "password=x",
    "see http://h and a:b@c",
  ]) {
    assert.deepEqual(passwordsInUrls(text), [], text);
  }
});

test("secrets in the words of commands", () => {
  for (const [words, flag, secret] of [
    [["redis-server", "--requirepass", "pw"], "--requirepass", "pw"],
    [["x", "--db-password=pw"], "--db-password", "pw"],
    [["java", "-Dspring.datasource.password=pw"], "-Dspring.datasource.password", "pw"],
    [["PGPASSWORD=pw", "psql"], "PGPASSWORD", "pw"],
    [["nats", "-password", "pw"], "-password", "pw"],
    [["/usr/bin/mysqladmin", "ping", "-uroot", "-ppw"], "-p", "pw"],
    [["redis-cli", "-h", "x", "-a", "pw", "ping"], "-a", "pw"],
    [["mongosh", "-u", "root", "-p", "pw"], "-p", "pw"],
    [["sqlcmd", "-U", "sa", "-P", "pw"], "-P", "pw"],
    [["curl", "-u", "me:pw", "https://x"], "-u", "pw"],
    [["curl", "--user=me:pw"], "--user", "pw"],
    [["curl", "-H", "Authorization: Bearer abcd1234"], "Authorization", "abcd1234"],
    [["curl", "-H", "X-Vault-Token: root"], "X-Vault-Token", "root"],
  ] as const) {
    const [found, ...others] = secretsInCommand(words);
    assert.equal(others.length, 0, words.join(" "));
    assert.equal(found?.flag, flag);
    assert.equal((words[found?.word ?? -1] ?? "").slice(found?.start, found?.end), secret, words.join(" "));
  }
  for (const words of [
    ["mysqld", "--default-authentication-plugin=mysql_native_password"],
    ["mysql", "-P", "3306"],
    ["mysql", "-p"],
    ["mysql", "-p$MYSQL_PASSWORD"],
    ["redis-cli", "-p", "6379"],
    ["psql", "-p", "5432"],
    ["curl", "-u", "$USER:$PASS"],
    ["curl", "--user-agent", "a:b"],
    ["curl", "-H", "Authorization: Bearer $TOKEN"],
    ["docker", "login", "--password-stdin", "registry"],
    ["x", "--password"],
    ["x", "--password", "--other"],
    ["x", "--password-file", "pw"],
    ["x", "--token=/run/secrets/token"],
    ["x", "--token-ttl=30"],
    ["x", "--no-password", "y"],
    ["pull", "registry/api-token:1.2"],
  ]) {
    assert.deepEqual(secretsInCommand(words), [], words.join(" "));
  }
});

test("a script as its commands, and where each word's characters stand", () => {
  const script = `cd /x && a -p'q w' "r\\"s"t \\\n  u;v=$(cat y) | z`;
  assert.deepEqual(
    commandsOf(script).map((words) => words.map(({ text }) => text)),
    [["cd", "/x"], ["a", "-pq w", 'r\\"st', "u"], ["v=$"], ["cat", "y"], ["z"]],
  );
  for (const word of commandsOf(script).flat()) {
    assert.equal(word.offsets.length, word.text.length);
    for (const [index, offset] of word.offsets.entries()) assert.equal(script[offset], word.text[index]);
  }
});

test("secrets in the text of a config", () => {
  for (const [text, key, secret] of [
    ["[db]\npassword = pw\nuser = u", "password", "pw"],
    ["db:\n  password: pw # x", "password", "pw"],
    ['{"user": "u", "password": "p w"}', "password", "p w"],
    ["export API_TOKEN='pw'", "API_TOKEN", "pw"],
    ["  requirepass pw\nport 1", "requirepass", "pw"],
    ["- secret_key: pw", "secret_key", "pw"],
  ] as const) {
    const [found, ...others] = secretsInConfig(text);
    assert.equal(others.length, 0, text);
    assert.deepEqual([found?.key, text.slice(found?.start, found?.end)], [key, secret], text);
  }
  for (const text of [
    "password: ${PW}",
    "password_file: /run/secrets/x",
    "password = os.environ['PW']",
    "password = getenv(PW)",
    "password:\n  length: 3",
    "token_ttl = 30",
    "# the password is elsewhere",
    'password: ""',
  ]) {
    assert.deepEqual(secretsInConfig(text), [], text);
  }
});

test("what is said of switched-off logins fits into a message, and has its source", () => {
  for (const { at, may, advice, source } of authSwitches) {
    const name = "variable" in at ? at.variable : "x".repeat(24);
    const message = `${name} lets everybody who reaches "twelve-chars" ${may}. ${advice}`;
    assert.ok(message.length <= 160, `${message.length}: ${message}`);
    assert.match(source, /^https:\/\//u);
  }
});
