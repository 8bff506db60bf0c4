/** A device node of the host, or a family of them. */
export interface HostDevice {
  /** `*` stands for the rest of a name, `#` for a number; what is below a folder belongs to it. */
  readonly device: string;
  /** Other names that share the verdict. */
  readonly also?: readonly string[];
  /** critical: the host is taken over; high: something of the host that its owner would miss; medium: a wide way to the kernel. */
  readonly severity: "low" | "medium" | "high" | "critical";
  /** What kind of thing a critical one opens. */
  readonly opens?: "all" | "disk" | "memory";
  /** The capability without which the kernel does not let the node be opened, or does nothing for it. */
  readonly needs?: string;
  /** What a high or medium one lets root in the container do, as a part of a sentence. */
  readonly lets?: string;
  readonly why: string;
  readonly usedFor?: string;
  readonly instead?: string;
  readonly source?: string;
}
