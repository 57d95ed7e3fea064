import { json, type MetaFunction } from "@remix-run/node";
import { message } from "#app/messages/message.ts";
import { languageOfPage } from "#app/shopper-ui/page-language.ts";

/** Without a route of its own an unknown address would be a line in the log, written by whoever asks. */
export function loader() {
  throw json(null, { status: 404 });
}

export const meta: MetaFunction = ({ matches }) => [
  { title: message("app.notFound.title", undefined, languageOfPage(matches)) },
];

/** Never rendered: the loader always throws, and the root's error page answers. */
export default function NotFound() {
  return null;
}
