import payments from "./payments.css?url";

export const PAYMENTS_STYLESHEETS = [{ rel: "stylesheet", href: payments }];
