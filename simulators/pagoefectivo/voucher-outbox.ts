import type { CipRecord } from "./cip-register.ts";
import type { SimulatorClock } from "./clock.ts";

/** A voucher mail that PagoEfectivo would have sent. Nothing leaves the machine. */
export interface VoucherMail {
  to: string;
  /** `voucher` goes to the payer, `copy` to the shop's `adminEmail`. */
  kind: "voucher" | "copy";
  cip: string;
  serviceId: number;
  cipUrl: string;
  at: Date;
}

/** Keeps the mails of every CIP issued: to `userEmail`, and a copy to `adminEmail` when there is one. */
export class VoucherOutbox {
  readonly #clock: SimulatorClock;
  readonly #mails: VoucherMail[] = [];

  constructor(clock: SimulatorClock) {
    this.#clock = clock;
  }

  mail(record: CipRecord, cipUrl: string): void {
    const { cip, serviceId, details } = record;
    const common = { cip, serviceId, cipUrl, at: this.#clock.now() };
    this.#mails.push({ to: details.userEmail, kind: "voucher", ...common });
    if (details.adminEmail !== "") this.#mails.push({ to: details.adminEmail, kind: "copy", ...common });
  }

  mails(): VoucherMail[] {
    return [...this.#mails];
  }
}
