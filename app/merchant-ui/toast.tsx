import { createContext, useContext } from "react";

/** Says in passing that something went well. Never a failure: it vanishes before it is read. */
export type ShowToast = (text: string) => void;

export const ToastContext = createContext<ShowToast>(() => undefined);

/** The shell's own toast, for success only. */
export function useToast(): ShowToast {
  return useContext(ToastContext);
}
