import { useEffect, useRef, useState, type ReactNode, type SyntheticEvent } from "react";
import { createPortal } from "react-dom";
import { STYLE_HREF } from "#app/shopper-ui/voucher-assets.ts";

/**
 * What a template holds is brought out by the page's script, which does not run here: React puts the content beside it. Nor does the
 * script say that this is no saved copy.
 */
const DOCUMENT = [
  '<!doctype html><html lang="es-PE"><head><meta charset="utf-8">',
  '<meta name="viewport" content="width=device-width, initial-scale=1">',
  `<link rel="stylesheet" href="${STYLE_HREF}"><style>template{display:contents}.code+template>.button{margin-top:.5rem}.saved,.saved~.columns *{animation:none!important}</style>`,
  "</head><body></body></html>",
].join("");

/**
 * Shows a page of ours as a phone would: in a document of its own, so that neither page's styles reach the other. The parts
 * are rendered into it by this page's React, and no script of theirs runs.
 */
export function PhoneFrame(props: {
  title: string;
  /** Tag of the shown page's language. */
  lang: string;
  /** Somebody followed a link to the same page in another language. */
  onLanguage: (language: string) => void;
  /** The frame was on somebody's screen. */
  onSeen: () => void;
  children: ReactNode;
}) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [body, setBody] = useState<HTMLElement | null>(null);
  const take = () => {
    const document = frame.current?.contentDocument;
    // Before its own document a frame has an empty one, which is thrown away.
    if (document?.URL === "about:srcdoc") setBody(document.body);
  };
  // It may have loaded before this script did.
  useEffect(take, []);
  useEffect(() => {
    if (!body) return;
    body.ownerDocument.documentElement.lang = props.lang;
    body.ownerDocument.title = props.title;
  }, [body, props.lang, props.title]);
  useEffect(() => whenSeen(frame.current, props.onSeen), []);
  return (
    <>
      <iframe ref={frame} srcDoc={DOCUMENT} title={props.title} className="page-phone" onLoad={take} />
      {body && createPortal(<Harmless onLanguage={props.onLanguage}>{props.children}</Harmless>, body)}
    </>
  );
}

/** Nothing on the sample leads anywhere, but for the links to its other languages. */
function Harmless(props: { onLanguage: (language: string) => void; children: ReactNode }) {
  const stop = (event: SyntheticEvent) => {
    const link = isElement(event.target) ? event.target.closest("a") : null;
    if (!link) return;
    event.preventDefault();
    const language = new URLSearchParams(link.search).get("lang");
    if (language !== null) props.onLanguage(language);
  };
  return (
    <div onClickCapture={stop} onSubmitCapture={(event) => event.preventDefault()}>
      {props.children}
    </div>
  );
}

/** A node of the frame is of the frame's own `Element`, which `instanceof` does not know. */
function isElement(target: EventTarget): target is Element {
  return "closest" in target;
}

function whenSeen(element: Element | null, onSeen: () => void): (() => void) | undefined {
  if (!element) return undefined;
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      onSeen();
    },
    { threshold: 0.3 },
  );
  observer.observe(element);
  return () => observer.disconnect();
}
