import type { ReactElement } from "react";

export type IconName = "clock" | "check" | "stop" | "person" | "alert";

const SHAPES: Record<IconName, ReactElement> = {
  clock: <path d="M12 7v5l3.5 2M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Z" />,
  check: <path d="m7.5 12.5 3 3 6-7M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Z" />,
  stop: <path d="m8.5 8.5 7 7m0-7-7 7M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Z" />,
  person: <path d="M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-7.5 8.5c.8-3.6 3.8-5.5 7.5-5.5s6.7 1.9 7.5 5.5" />,
  alert: <path d="M12 9v5m0 3v.1M12 3.5 2.5 20h19L12 3.5Z" />,
};

/** Decoration beside words; never the only carrier of a meaning. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
      {SHAPES[name]}
    </svg>
  );
}
