/** Passwords that a program does not look at while a switch beside them is set. Sources: the pages of OpenSearch's and Elasticsearch's images. */
const idle: readonly { readonly password: RegExp; readonly by: RegExp; readonly is: RegExp }[] = [
  { password: /^OPENSEARCH_INITIAL_ADMIN_PASSWORD$/u, by: /^(?:DISABLE_SECURITY_PLUGIN|plugins\.security\.disabled)$/u, is: /^true$/iu },
  { password: /^ELASTIC_PASSWORD$/u, by: /^xpack\.security\.enabled$/u, is: /^false$/iu },
];

/** Whether a variable holds a password that nobody asks for, as the other variables of its container say. */
export function isIdlePassword(name: string, others: readonly { readonly name: string; readonly value: string | undefined }[]): boolean {
  const found = idle.find(({ password }) => password.test(name));
  return found !== undefined && others.some((other) => found.by.test(other.name) && found.is.test(other.value ?? ""));
}

/** Whether a variable holds the password of a file of keys: only those who have the file can try it. */
export function opensKeyFile(name: string): boolean {
  return /(?:KEY|TRUST|CERT)_?STORE|(?:^|_)(?:JKS|P12|PKCS12|PFX)(?:_|$)|(?:^|_)(?:SSL|TLS|CERT)_KEY_PASS/iu.test(name);
}
