/**
 * The payments port: what Shopify's payment platform calls, and nothing else.
 */
import { createServer } from "node:http";
import { paymentsDoorName } from "#app/doors/door-names.ts";
import { answerNowhere, machineDoors } from "#app/doors/machine-door.ts";
import { machineTurns } from "#app/doors/machine-turns.ts";
import { createSessionIntake, paymentSessionDoor } from "#app/doors/payment-session-door.ts";
import { refundSessionDoor } from "#app/doors/refund-session-door.ts";
import { watchedCertificates } from "#app/lib/certificate-dates.ts";
import { watchCertificates } from "./certificate-watch.ts";
import type { Dependencies } from "./dependencies.ts";
import { listen, type Listening } from "./listen.ts";
import { createMutualTlsServer } from "./mutual-tls.ts";
import { adoptRequestId, observed } from "./observed.ts";
import { setMachineHeaders } from "./answer-headers.ts";
import { behindProxyGate } from "./proxy-proof.ts";
import { REQUEST_LIMITS } from "./request-limits.ts";

/** Shopify sends small bodies at once; a slow sender holds a connection for nothing. */
const LIMITS = { ...REQUEST_LIMITS, requestTimeout: 20_000 };

export async function startPayments(deps: Dependencies): Promise<Listening> {
  const intake = createSessionIntake(deps);
  const { sessionsPerShop } = deps.config.flood.machines;
  const payments = { ...deps, turns: machineTurns(deps, "payment-sessions", sessionsPerShop) };
  const refunds = { ...deps, turns: machineTurns(deps, "refund-sessions", sessionsPerShop) };
  const answers = machineDoors(deps, {
    "/shopify/payment-sessions": paymentSessionDoor(payments, intake),
    "/shopify/refund-sessions": refundSessionDoor(refunds),
  });

  const { paymentsTls, paymentsPort, paymentsHost, paymentsVerifyHeader, requestIdHeader } = deps.config;
  const gated = behindProxyGate(
    { tls: paymentsTls, verifyHeader: paymentsVerifyHeader, log: deps.log },
    (request, response) => {
      // Behind this gate, a request of `proxy` mode came with the proxy's secret.
      if (paymentsTls.mode === "proxy") adoptRequestId(request, response, requestIdHeader);
      if (!answers(request, response)) answerNowhere(response);
    },
  );
  const listener = observed(deps.metrics, paymentsDoorName, (request, response) => {
    setMachineHeaders(response);
    gated(request, response);
  });
  const server =
    paymentsTls.mode === "direct"
      ? createMutualTlsServer(paymentsTls, deps.log, LIMITS, listener)
      : createServer(LIMITS, listener);
  if (paymentsTls.mode === "off") {
    deps.log.warn({ alert: true }, "the payments port does not know its callers: PAYMENTS_TLS_MODE=off");
  }
  const listening = await listen(server, paymentsPort, paymentsHost ?? undefined);
  // A proxy's certificates are the proxy's to watch.
  const stopWatching =
    paymentsTls.mode === "direct" ? watchCertificates(deps, watchedCertificates(paymentsTls)) : () => {};
  return {
    ...listening,
    close: async () => {
      stopWatching();
      await listening.close();
      await intake.drain();
    },
  };
}
