import { useBeforeUnload, useBlocker } from "@remix-run/react";
import { createContext, useCallback, useContext, type ComponentType, type ReactNode } from "react";

export interface SaveBarProps {
  isDirty: boolean;
  isSaving: boolean;
  onSave: () => void;
  onDiscard: () => void;
}

export interface LeaveGuardProps {
  /** The address that somebody wanted to go to while there were unsaved changes; null: nobody did. */
  wanted: string | null;
  onStay: () => void;
  onLeave: () => void;
}

/** What each shell has of its own for a form with changes. */
export interface SaveBarParts {
  Bar: ComponentType<SaveBarProps>;
  /** Asks whoever wants to leave. */
  LeaveGuard: ComponentType<LeaveGuardProps>;
}

const Nothing = () => null;
export const SaveBarContext = createContext<SaveBarParts>({ Bar: Nothing, LeaveGuard: Nothing });

/**
 * The save bar of one form, and the guard that goes with it: while there are unsaved changes neither a link of ours nor
 * the browser leaves the page unasked. Render what it returns.
 */
export function useSaveBar(props: SaveBarProps): ReactNode {
  const { Bar, LeaveGuard } = useContext(SaveBarContext);
  const mayLeave = !props.isDirty || props.isSaving;
  // The form's own POST goes to the same path.
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => !mayLeave && currentLocation.pathname !== nextLocation.pathname,
  );
  useBeforeUnload(
    useCallback(
      (event) => {
        if (!mayLeave) event.preventDefault();
      },
      [mayLeave],
    ),
  );
  const leave = () => {
    // The bar of Shopify's admin outlives the page it belongs to.
    props.onDiscard();
    blocker.proceed?.();
  };
  const wanted = blocker.state === "blocked" ? blocker.location.key : null;
  return (
    <>
      <Bar {...props} />
      <LeaveGuard wanted={wanted} onStay={() => blocker.reset?.()} onLeave={leave} />
    </>
  );
}
