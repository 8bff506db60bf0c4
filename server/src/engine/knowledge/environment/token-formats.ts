/** A text that is a credential by its form alone. Forms as their makers document them and as public secret scanners know them. */
export interface TokenFormat {
  readonly kind: string;
  /** Matches the credential without what stands around it. */
  readonly form: RegExp;
  /** Set for a form that is also handed to browsers: under a name that says so it is no secret. */
  readonly browser?: true;
}

/** A stretch of a text that is a credential. */
export interface FoundToken {
  readonly kind: string;
  readonly start: number;
  readonly end: number;
  readonly browser: boolean;
}

/** The credentials in a text. Keys from documentation, masked ones and those that everybody may have do not count. */
export function tokensIn(text: string): readonly FoundToken[] {
  if (!worthALook.test(text)) return [];
  return [...text.matchAll(anyToken)].flatMap(({ 0: token, index }) => {
    const format = isPlaceholder(token) || isPublic(token) ? undefined : wholeForms.find(({ whole }) => whole.test(token))?.format;
    if (format === undefined) return [];
    return [{ kind: format.kind, start: index, end: index + token.length, browser: format.browser === true }];
  });
}

/** Every form has so many of these characters in a row; most texts have not, which saves them the long expression. */
const worthALook = /[\w-]{16}/u;

/** What people write to show where a token goes: `ghp_xxxxxxxx`, `xoxb-your-token`, the key of AWS's documentation. */
function isPlaceholder(token: string): boolean {
  return /EXAMPLE$|x{6}|0{8}|your|example|change|replace|placeholder|insert|dummy/iu.test(token) || new Set(token.slice(-20)).size < 6;
}

/** A JSON Web Token of the role "anon", which Supabase hands to browsers: its claim in each of the three ways that base64 can write it. */
function isPublic(token: string): boolean {
  return /InJvbGUiOiJhbm9uI|Jyb2xlIjoiYW5vbi|icm9sZSI6ImFub24i/u.test(token);
}

export const tokenFormats: readonly TokenFormat[] = [
  { kind: "AWS access key", form: /(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}/u },
  { kind: "GitHub token", form: /gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{82}/u },
  { kind: "GitLab token", form: /glpat-[\w-]{20,}|glptt-[0-9a-f]{40}|GR1348941[\w-]{20,}/u },
  {
    kind: "Slack token",
    form: /xox[abeoprs]-\d[\w-]{20,}|xoxe(?:\.xox[bp])?-\d-[A-Za-z0-9]{100,}|xapp-\d-[A-Z0-9]+-\d+-[a-z0-9]{20,}/u,
  },
  { kind: "Slack webhook", form: /https:\/\/hooks\.slack\.com\/services\/T\w+\/B\w+\/\w{16,}/u },
  { kind: "Discord webhook", form: /https:\/\/discord(?:app)?\.com\/api\/webhooks\/\d+\/[\w-]{30,}/u },
  { kind: "Stripe key", form: /[sr]k_live_[A-Za-z0-9]{16,}/u },
  { kind: "Anthropic key", form: /sk-ant-(?:api|admin)\d\d-[\w-]{80,}/u },
  { kind: "OpenAI key", form: /sk-[\w-]*T3BlbkFJ[\w-]+/u },
  { kind: "OpenRouter key", form: /sk-or-v1-[0-9a-f]{64}/u },
  { kind: "Groq key", form: /gsk_[A-Za-z0-9]{52}/u },
  { kind: "Replicate token", form: /r8_[A-Za-z0-9]{37}/u },
  { kind: "xAI key", form: /xai-[A-Za-z0-9]{80}/u },
  { kind: "Hugging Face token", form: /hf_[A-Za-z]{34}/u },
  { kind: "npm token", form: /npm_[A-Za-z0-9]{36}/u },
  { kind: "PyPI token", form: /pypi-AgEIcHlwaS5vcmc[\w-]{50,}/u },
  { kind: "DigitalOcean token", form: /do[op]_v1_[0-9a-f]{64}/u },
  { kind: "SendGrid key", form: /SG\.[\w-]{22}\.[\w-]{43}/u },
  { kind: "Vault token", form: /hv[bs]\.[\w-]{24,}/u },
  { kind: "Grafana token", form: /glsa_[A-Za-z0-9]{32}_[0-9a-f]{8}|glc_[\w+/]{32,}=*/u },
  { kind: "Linear key", form: /lin_api_[A-Za-z0-9]{40}/u },
  { kind: "Shopify token", form: /shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}/u },
  { kind: "Square token", form: /sq0atp-[\w-]{22}|EAAA[\w-]{60}/u },
  { kind: "Databricks token", form: /dapi[0-9a-f]{32}/u },
  { kind: "Doppler token", form: /dp\.pt\.[A-Za-z0-9]{43}/u },
  { kind: "Pulumi token", form: /pul-[0-9a-f]{40}/u },
  { kind: "Postman key", form: /PMAK-[0-9a-f]{24}-[0-9a-f]{34}/u },
  { kind: "New Relic key", form: /NRAK-[A-Z0-9]{27}/u },
  { kind: "PlanetScale token", form: /pscale_tkn_[\w-]{32,}/u },
  { kind: "Google key", form: /AIza[\w-]{35}/u, browser: true },
  { kind: "Google OAuth secret", form: /GOCSPX-[\w-]{28}|ya29\.[\w-]{20,}/u },
  { kind: "Dynatrace token", form: /dt0c01\.[A-Z0-9]{24}\.[A-Z0-9]{64}/u },
  { kind: "RubyGems key", form: /rubygems_[0-9a-f]{48}/u },
  { kind: "Alibaba Cloud key", form: /LTAI[A-Za-z0-9]{20}/u },
  { kind: "Artifactory key", form: /AKCp[A-Za-z0-9]{69,}/u },
  { kind: "Atlassian token", form: /ATATT3[\w=-]{60,}/u },
  { kind: "age private key", form: /AGE-SECRET-KEY-1[0-9A-Z]{58}/u },
  { kind: "1Password token", form: /ops_eyJ[\w+/-]{100,}=*/u },
  { kind: "Cloudflare key", form: /v1\.0-[0-9a-f]{24}-[0-9a-f]{146}/u },
  {
    // With as much of the key behind its first line as no text about keys has.
    kind: "private key",
    form: /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----(?=[\s\S]{0,300}?[A-Za-z0-9+/]{40})[\s\S]*?(?:-----END (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----|$)/u,
  },
  { kind: "JSON Web Token", form: /eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{10,}/u, browser: true },
  { kind: "Telegram bot token", form: /(?:bot)?\d{5,16}:A[\w-]{34}/u },
  { kind: "Tailscale key", form: /tskey-(?:auth|client|api)-[A-Za-z0-9]{8,}-[A-Za-z0-9]{16,}/u },
  { kind: "Docker token", form: /dckr_(?:pat|oat)_[\w-]{20,}/u },
  { kind: "Supabase token", form: /sbp_[0-9a-f]{40}/u },
];

const wholeForms = tokenFormats.map((format) => ({ format, whole: new RegExp(`^(?:${format.form.source})$`, "u") }));

const anyToken = new RegExp(`(?<![\\w-])(?:${tokenFormats.map(({ form }) => form.source).join("|")})(?![\\w-])`, "gu");
