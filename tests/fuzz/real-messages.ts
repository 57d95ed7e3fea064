/**
 * Messages in the form of the parties' documents (shopify.dev, payments request reference and Payments Apps API; PagoEfectivo, Integración API
 * CIP v1.1; both read 2026-11-22). The people in them are made up.
 */
const SESSION = {
  id: "u0nwmSrNntjIWozmNslK5Tlq",
  gid: "gid://shopify/PaymentSession/u0nwmSrNntjIWozmNslK5Tlq",
  group: "rZNvy+1jH6Z+BcPqA5U5BSIcnUavBha3C63xBalm+xE=",
  session_id: "4B2dxmle3vGgimS4deUX3+2PgLF2+/0ZWnNsNSZcgdU=",
  amount: "123.00",
  currency: "PEN",
  test: false,
  merchant_locale: "es-PE",
  payment_method: { type: "offsite", data: { cancel_url: "https://tienda.example/checkouts/4B2d" } },
  proposed_at: "2026-11-22T15:00:00Z",
  customer: {
    email: "rosa.quispe@example.com",
    phone_number: "+51 987 654 321",
    locale: "es",
    billing_address: {
      given_name: "Rosa",
      family_name: "Quispe Ñahui",
      line1: "Av. Arequipa 123",
      city: "Lima",
      postal_code: "15046",
      country_code: "PE",
    },
  },
  kind: "sale",
};

export const SESSIONS: readonly string[] = [
  JSON.stringify(SESSION),
  JSON.stringify({ ...SESSION, customer: null, currency: "USD", amount: "0.5", test: true }),
  JSON.stringify({ ...SESSION, transaction_metadata: { note: "x" }, kind: "authorization" }, null, 2),
];

export const REFUND_SESSIONS: readonly string[] = [
  JSON.stringify({
    ...{ id: "PJUG6iB9xzjE9TLbA1dmzHZZ", gid: "gid://shopify/RefundSession/PJUG6iB9xzjE9TLbA1dmzHZZ" },
    ...{ payment_id: SESSION.id, amount: "123.00", currency: "PEN", test: false },
    ...{ merchant_locale: "es-PE", proposed_at: "2026-11-24T15:00:00Z" },
  }),
];

export const WEBHOOKS: readonly string[] = [
  JSON.stringify({ id: 954889, myshopify_domain: "tienda.myshopify.com", name: "Tienda" }),
  JSON.stringify({
    ...{ shop_id: 954889, shop_domain: "tienda.myshopify.com", orders_requested: [299938, 280263] },
    ...{
      customer: { id: 191167, email: "rosa@example.com", phone: "+51987654321" },
      data_request: { id: 9999 },
    },
  }),
  JSON.stringify({
    ...{ shop_id: 954889, shop_domain: "tienda.myshopify.com", orders_to_redact: [299938] },
    customer: { id: 191167, email: "rosa@example.com", phone: null },
  }),
  JSON.stringify({ shop_id: 954889, shop_domain: "tienda.myshopify.com" }),
];

const told = (field: string, code: string) => ({
  data: {
    [field]: {
      paymentSession: {
        id: SESSION.gid,
        state: { code },
        nextAction: { action: "REDIRECT", context: { redirectUrl: "https://tienda.myshopify.com/back" } },
      },
      userErrors: [],
    },
  },
  extensions: { cost: { requestedQueryCost: 10, throttleStatus: { currentlyAvailable: 990 } } },
});

export const GRAPHQL_ANSWERS: readonly string[] = [
  JSON.stringify(told("paymentSessionPending", "PENDING")),
  JSON.stringify(told("paymentSessionResolve", "RESOLVED")),
  JSON.stringify(told("paymentSessionReject", "REJECTED")),
  JSON.stringify({
    data: {
      paymentSessionResolve: {
        paymentSession: null,
        userErrors: [
          { code: "PAYMENT_SESSION_NOT_FOUND", field: ["id"], message: "Payment session not found" },
        ],
      },
    },
  }),
  JSON.stringify({
    data: null,
    errors: [
      { message: "Throttled", extensions: { code: "THROTTLED", documentation: "https://shopify.dev" } },
    ],
  }),
  JSON.stringify({
    data: { paymentsAppConfigure: { paymentsAppConfiguration: { ready: true }, userErrors: [] } },
  }),
];

export const NOTICES: readonly string[] = [
  '{"eventType":"cip.paid","operationNumber":"1253","data":{"cip":"2541865","currency":"PEN","amount":125.50}}',
  '{\r\n  "eventType": "cip.paid",\r\n  "operationNumber": "1253",\r\n  "data": { "cip": 2541865, "currency": "USD", "amount": "10" }\r\n}',
  '{"eventType":"cip.expired","data":{"cip":"2541866","currency":"PEN","amount":20}}',
  '{"eventType":"ventanilla.probe","nonce":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","amount":1.50,"word":"Año  nuevo"}',
];

const CODE = "01940000-0000-7000-8000-000000000001";

export const PAGOEFECTIVO_ANSWERS: readonly string[] = [
  JSON.stringify({
    code: 100,
    message: "Solicitud exitosa.",
    data: {
      ...{ token: "eyJhbGciOiJIUzI1NiJ9.e30.x", codeService: "TDX" },
      ...{ tokenStart: "2026-11-24T10:00:00-05:00", tokenExpires: "2026-11-24T11:00:00-05:00" },
    },
  }),
  JSON.stringify({
    code: 100,
    message: "Solicitud exitosa.",
    data: {
      ...{
        cip: 2541865,
        currency: "PEN",
        transactionCode: CODE,
        amount: 125,
        dateExpiry: "2026-11-25T23:59:59-05:00",
      },
      cipUrl: "https://pre1a.payment.pagoefectivo.pe/B1A8F6A7.html",
    },
  }),
  JSON.stringify({
    ...{ code: 111, message: "Se encontraron errores." },
    data: [{ code: 111, field: "amount", message: "El monto es inválido." }],
  }),
  JSON.stringify({
    ...{ code: 100, message: "Solicitud exitosa." },
    data: [
      {
        ...{
          cip: 2541865,
          amount: 125.5,
          currency: "PEN",
          transactionCode: CODE,
          status: 23,
          statusName: "Cancelado.",
        },
        ...{ dateCreation: "2026-11-24T10:00:00-05:00", dateExpiry: "2026-11-25T10:00:00-05:00" },
        ...{ datePayment: "2026-11-24T12:00:00-05:00", dateRemoved: "1900-01-01T00:00:00-05:00" },
      },
      { cip: 0, status: null },
    ],
  }),
];
