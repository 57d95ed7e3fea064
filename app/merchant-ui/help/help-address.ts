import { useAddress } from "../merchant-link.tsx";

/** The place of an answer on the help page. */
export function helpAnchor(id: string): string {
  return `help-${id}`;
}

/** Where another page leads to for an answer: it stands open there, with scripts and without. */
export function useHelpAddress(id: string): string {
  return `${useAddress("/app/help", { about: id })}#${helpAnchor(id)}`;
}
