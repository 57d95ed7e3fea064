import { createContext } from "react";

/** What a script in the page must carry to be run; known on the server only, where each document gets its own. */
export const ScriptNonce = createContext<string | undefined>(undefined);
