import shopperPage from "./shopper-page.css?url";

export const SHOPPER_PAGE_STYLESHEETS = [{ rel: "stylesheet", href: shopperPage }];
