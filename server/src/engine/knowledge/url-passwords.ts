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
  return text.replaceAll(variable, (written) => "v".repeat(written.length));
}

/** A variable with its default or message, in which other variables may stand. */
const variable = /\$\{[^{}]*(?:\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}[^{}]*)*\}/gu;

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
const connectionForms: readonly RegExp[] = [
  /(?<=^[^;=\s]+=[^;]*;(?:[^;]*;)*\s*(?:password|pwd|accountkey|sharedaccesskey)\s*=\s*)[^;\s][^;]*/giu,
  /(?<=^\s*(?:password|pwd)\s*=\s*)[^;\s][^;]*(?=;\s*[\w ]+=)/giu,
  /(?<=\bjdbc:[^\s]*[?&;](?:password|pwd)=)[^&;\s]+/giu,
  /(?<=(?:^|\s)(?:host|dbname|user)=\S+\s(?:.*\s)?password=)[^\s']+/gu,
  /(?<=^[\w.-]+:)[^@\s/]+(?=@(?:tcp|unix)\()/gu,
];

function connectionStrings(text: string): readonly FoundPassword[] {
  if (!/password|pwd|accountkey|sharedaccesskey|@(?:tcp|unix)\(/iu.test(text)) return [];
  return connectionForms.flatMap((form) =>
    [...text.matchAll(form)].map(({ 0: password, index: start }) => {
      const span = { start, end: start + password.length };
      return { ...span, shown: span };
    }),
  );
}

/** Whether more is written than variables, masks and templates. */
function isLiteral(password: string): boolean {
  const rest = password.replaceAll(variable, "").replaceAll(/\$\w+|\$\([^)]*\)/gu, "");
  return rest !== "" && !/^(?:\{.*\}|<.*>|\[.*\]|%\w+%?|[x*.•]+|\.{3}|…)$/iu.test(rest);
}
