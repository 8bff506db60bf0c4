/** A password in a text, and where it stands there. */
export interface FoundPassword {
  readonly start: number;
  readonly end: number;
  /** Where a person would look for it: the URL's `user:password`, or the password itself. */
  readonly shown: { readonly start: number; readonly end: number };
}

/**
 * Passwords in URLs (`scheme://user:password@host`) and connection strings. `${...}` may stand anywhere, colons and all; a password
 * that is nothing but a variable, or a template for another tool, does not count.
 */
export function passwordsInUrls(text: string): readonly FoundPassword[] {
  return [...userinfos(text), ...connectionStrings(text)].filter(({ start, end }) => isLiteral(text.slice(start, end)));
}

/** The text with every variable, its default and message made letters: nothing in there ends a user, a password or a host. */
export function withoutVariables(text: string): string {
  let flat = "";
  let done = 0;
  for (const { start, end } of variables(text)) {
    flat += text.slice(done, start) + "v".repeat(end - start);
    done = end;
  }
  return flat + text.slice(done);
}

/** The outermost `${...}` of a text, in one go however deep they nest. */
function variables(text: string): readonly { readonly start: number; readonly end: number }[] {
  const found: { readonly start: number; readonly end: number }[] = [];
  const open: number[] = [];
  for (const { 0: brace, index } of text.matchAll(/\$?\{|\}/gu)) {
    if (brace !== "}") open.push(index);
    else {
      const start = open.pop();
      if (start === undefined || text[start] !== "$") continue;
      while ((found.at(-1)?.start ?? -1) > start) found.pop();
      found.push({ start, end: index + 1 });
    }
  }
  return found;
}

/** The user may be missing (`redis://:password@host`); of several `@` the last one ends the password. */
const userinfo = /(?<=\b[a-z][a-z\d+.-]*:\/\/)(?<user>[^/?#\s"'<>\\:@]*):(?<password>[^/?#\s"'<>\\]+)(?=@)/giu;

function userinfos(text: string): readonly FoundPassword[] {
  if (!text.includes("://")) return [];
  return [...withoutVariables(text).matchAll(userinfo)].map(({ 0: shown, index, groups }) => {
    const end = index + shown.length;
    return { start: end - (groups?.["password"]?.length ?? 0), end, shown: { start: index, end } };
  });
}

/**
 * `Server=db;User Id=sa;Password=x;` of ADO.NET, `AccountKey=x` of Azure, `jdbc:...?user=a&password=x`, `host=db user=a password=x` of
 * libpq, `user:x@tcp(db:3306)/name` of Go's MySQL driver.
 */
function connectionStrings(text: string): readonly FoundPassword[] {
  const spans = [...settings(text), ...behind(text, /^[\w.-]+:(?=[^@\s/]+@(?:tcp|unix)\()/gu, /^[^@]+/u)];
  if (/password|pwd/iu.test(text)) {
    for (const { 0: address, index } of text.matchAll(/\bjdbc:\S+/giu)) {
      spans.push(
        ...behind(address, /[?&;](?:password|pwd)=/giu, /^[^&;]+/u).map(({ start, end }) => ({ start: start + index, end: end + index })),
      );
    }
    if (/(?:^|\s)(?:host|dbname|user)=\S/u.test(text)) spans.push(...behind(text, /(?<=^|\s)password=/gu, /^[^\s']+/u));
  }
  return spans.map((span) => ({ ...span, shown: span }));
}

/** The values of `Password=x` and its kin between semicolons, where there is more than the one setting. */
function settings(text: string): readonly { readonly start: number; readonly end: number }[] {
  const parts = text.includes(";") && !text.includes("jdbc:") ? [...text.matchAll(/(?<=^|;)(?<key>[^;=]*=\s*)(?<value>[^;]*)/gu)] : [];
  if (parts.length < 2) return [];
  return parts.flatMap(({ index, groups }) => {
    const { key = "", value = "" } = groups ?? {};
    const start = index + key.length;
    const isSecret = /^\s*(?:password|pwd|accountkey|sharedaccesskey)\s*=/iu.test(key) && value.trim() !== "";
    return isSecret ? [{ start, end: start + value.trimEnd().length }] : [];
  });
}

/** What stands behind each place that matches. */
function behind(text: string, before: RegExp, value: RegExp): { readonly start: number; readonly end: number }[] {
  return [...text.matchAll(before)].flatMap(({ 0: sign, index }) => {
    const start = index + sign.length;
    const found = value.exec(text.slice(start, start + maxPassword))?.[0];
    return found === undefined ? [] : [{ start, end: start + found.length }];
  });
}

const maxPassword = 1000;

/** Whether more is written than variables, masks and templates. */
function isLiteral(password: string): boolean {
  const rest = variables(password)
    .reduceRight((left, { start, end }) => left.slice(0, start) + left.slice(end), password)
    .replaceAll(/\$\w+|\$\([^)]*\)/gu, "");
  return rest !== "" && !/^(?:\{.*\}|<.*>|\[.*\]|%\w+%?|[x*.•]+|\.{3}|…)$/iu.test(rest);
}
