import figures from "./figures.css?url";

export const FIGURES_STYLESHEETS = [{ rel: "stylesheet", href: figures }];
