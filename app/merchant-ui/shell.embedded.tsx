/** The frame that Shopify's admin is: menu, save bar and toast are its own, through App Bridge. */
import { Link, useNavigate } from "@remix-run/react";
import { NavMenu, SaveBar, TitleBar, useAppBridge } from "@shopify/app-bridge-react";
import { useCallback, useEffect, useRef, type ReactNode } from "react";
import { useAdminFrame } from "./admin-frame.tsx";
import { addressOf } from "./merchant-link.tsx";
import { NAVIGATION_ENTRIES } from "./navigation-entries.ts";
import { PageTitleContext } from "./page-title.ts";
import { SaveBarContext, type LeaveGuardProps, type SaveBarProps } from "./save-bar.tsx";
import { ToastContext } from "./toast.tsx";
import { useWords } from "./words.tsx";

export function EmbeddedShell({ children }: { children: ReactNode }) {
  const bridge = useAppBridge();
  const showToast = useCallback((text: string) => void bridge.toast.show(text), [bridge]);
  useShopifyNavigation();
  return (
    <ToastContext.Provider value={showToast}>
      <SaveBarContext.Provider value={SAVE_BAR}>
        <PageTitleContext.Provider value={EmbeddedTitle}>
          <EmbeddedMenu />
          <main>{children}</main>
        </PageTitleContext.Provider>
      </SaveBarContext.Provider>
    </ToastContext.Provider>
  );
}

/** The app's own name is the way home there, so home is named by `rel` and not listed. */
function EmbeddedMenu() {
  const { say } = useWords();
  const { keptQuery } = useAdminFrame();
  return (
    <NavMenu>
      {NAVIGATION_ENTRIES.map(({ path, label }) => (
        <Link key={path} to={addressOf(path, {}, keptQuery)} {...(path === "/app" && { rel: "home" })}>
          {say(label)}
        </Link>
      ))}
    </NavMenu>
  );
}

/** The name of the page in the bar of Shopify's admin. */
function EmbeddedTitle({ title }: { title: string }) {
  return <TitleBar title={title} />;
}

function EmbeddedSaveBar(props: SaveBarProps) {
  const { say } = useWords();
  return (
    <SaveBar id="settings" open={props.isDirty}>
      <button variant="primary" onClick={props.onSave} {...(props.isSaving && { loading: "" })}>
        {say("shell.save.save")}
      </button>
      <button onClick={props.onDiscard} disabled={props.isSaving}>
        {say("shell.save.discard")}
      </button>
    </SaveBar>
  );
}

/** Shopify's admin asks, in its own words. It answers only when the person leaves, at once where it has asked already. */
function EmbeddedLeaveGuard({ wanted, onLeave }: LeaveGuardProps) {
  const bridge = useAppBridge();
  const leave = useRef(onLeave);
  useEffect(() => {
    leave.current = onLeave;
  });
  useEffect(() => {
    if (wanted !== null) void bridge.saveBar.leaveConfirmation().then(() => leave.current());
  }, [bridge, wanted]);
  return null;
}

const SAVE_BAR = { Bar: EmbeddedSaveBar, LeaveGuard: EmbeddedLeaveGuard };

/** Shopify's menu asks for a page of ours by this event (as in Shopify's own package for Remix, 6.0.1). */
function useShopifyNavigation(): void {
  const navigate = useNavigate();
  useEffect(() => {
    const follow = (event: Event) => {
      const href = event.target instanceof Element ? event.target.getAttribute("href") : null;
      if (href !== null) navigate(href);
    };
    document.addEventListener("shopify:navigate", follow);
    return () => document.removeEventListener("shopify:navigate", follow);
  }, [navigate]);
}
