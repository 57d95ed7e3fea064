import type { VoucherDeps } from "#app/payments/see-voucher.server.ts";

declare module "@remix-run/node" {
  /** What the server gives every loader: the same parts that the doors work with, built once at start. */
  interface AppLoadContext {
    deps: VoucherDeps;
  }
}
