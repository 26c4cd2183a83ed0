/** Something that is served until it is closed. */
export interface Closable {
  close(): void;
}

/** The right to use what is served; it stays open until the lease is given back. */
export interface Lease<T> {
  readonly value: T;
  /** Gives it back; doing so again does nothing. */
  release(): void;
}

/**
 * What is in service, exchanged while it is used. Whoever uses it takes a lease and so works with one and the same value
 * from beginning to end; a value that was replaced is closed when its last lease has been given back, and not before.
 */
export interface InService<T extends Closable> {
  /** A lease of what is in service now, null where nothing is. */
  acquire(): Lease<T> | null;
  /** What is in service, to look at and not to use; null where nothing is. */
  peek(): T | null;
  /** Since when that is in service, null where nothing is. */
  since(): Date | null;
  /** Puts another value into service at once. */
  publish(next: T): void;
  /** Takes what is served out of service. */
  withdraw(): void;
  /** How many leases are out, of whatever value. */
  leases(): number;
}

interface Slot<T> {
  value: T;
  since: Date;
  leases: number;
  retired: boolean;
}

/** @param onCloseError hears of a value that failed to close, which is nobody's who asks a question */
export function createInService<T extends Closable>(onCloseError: (error: unknown) => void): InService<T> {
  let current: Slot<T> | null = null;
  let leased = 0;

  const closeUnused = (slot: Slot<T>) => {
    if (!slot.retired || slot.leases > 0) return;
    try {
      slot.value.close();
    } catch (error) {
      onCloseError(error);
    }
  };
  const replace = (next: Slot<T> | null) => {
    const previous = current;
    current = next;
    if (previous === null) return;
    previous.retired = true;
    closeUnused(previous);
  };

  return {
    acquire() {
      const slot = current;
      if (slot === null) return null;
      slot.leases += 1;
      leased += 1;
      let held = true;
      return {
        value: slot.value,
        release() {
          if (!held) return;
          held = false;
          slot.leases -= 1;
          leased -= 1;
          closeUnused(slot);
        },
      };
    },
    peek: () => current?.value ?? null,
    since: () => current?.since ?? null,
    publish: (value) => replace({ value, since: new Date(), leases: 0, retired: false }),
    withdraw: () => replace(null),
    leases: () => leased,
  };
}

/** The same, where somebody hears of every exchange, after it: of what was in service before, null for the first. */
export function announcing<T extends Closable>(
  inService: InService<T>,
  onPublished: (next: T, before: T | null) => void,
): InService<T> {
  return {
    ...inService,
    publish(next) {
      const before = inService.peek();
      inService.publish(next);
      onPublished(next, before);
    },
  };
}
