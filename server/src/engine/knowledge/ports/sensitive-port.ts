/** A port number and what mostly listens there. */
export interface SensitivePort {
  readonly port: number;
  readonly protocols: readonly string[];
  readonly service: string;
  /** Datastores hold data or messages; no other machine has business with them in most stacks. */
  readonly kind: "datastore" | "other";
  readonly severity: string;
  /** Repositories that are known to listen there. */
  readonly images: readonly string[];
  /** The number alone says nothing: ordinary programs use it too. */
  readonly onlyWithImage?: true;
  readonly why: string;
  readonly instead?: string;
}
