/** A device node of the host, or a family of them (`*`). */
export interface HostDevice {
  readonly device: string;
  readonly severity: string;
  readonly why: string;
  readonly usedFor?: string;
  readonly instead?: string;
  readonly source?: string;
}
