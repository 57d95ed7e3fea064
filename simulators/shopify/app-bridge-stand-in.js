// Stands in for Shopify's App Bridge inside the app's frame: the parts of @shopify/app-bridge-types that a payments app
// uses. It talks to the page around it (admin-frame.js) by messages and needs nothing that a strict CSP forbids.
(() => {
  if (window.shopify) return;
  const LAUNCH = "embedded hmac host id_token locale session shop timestamp".split(" ");
  const script = document.currentScript;
  const query = new URLSearchParams(location.search);
  const isFramed = window.parent !== window;
  const waiting = new Map();
  let requests = 0;
  let bars = 0;
  let shownBar = null;

  function remembered(name) {
    const told = query.get(name);
    try {
      if (told !== null) sessionStorage.setItem(`app-bridge-${name}`, told);
      return told ?? sessionStorage.getItem(`app-bridge-${name}`) ?? "";
    } catch {
      return told ?? "";
    }
  }

  const config = {
    apiKey: script.dataset.apiKey || document.querySelector('meta[name="shopify-api-key"]')?.content || "",
    host: remembered("host"),
    locale: remembered("locale") || "en-US",
    shop: remembered("shop"),
  };

  // To whomever: what goes out is only what the page shows anyway. What comes in must be from the parent.
  function say(message) {
    if (isFramed) window.parent.postMessage({ appBridge: message }, "*");
  }

  function ask(type) {
    requests += 1;
    const requestId = requests;
    return new Promise((resolve) => {
      waiting.set(requestId, resolve);
      say({ type, requestId });
    });
  }

  function answered({ requestId }, value) {
    waiting.get(requestId)?.(value);
    waiting.delete(requestId);
  }

  async function idToken() {
    if (!isFramed) throw new Error("App Bridge: there is no admin around this page");
    const token = await ask("token");
    if (token === null) throw new Error("App Bridge: the admin gives no session token");
    return token;
  }

  /** Loads an address in the frame as the admin would: a document request cannot carry the Authorization header. */
  async function load(address, go = (href) => location.assign(href)) {
    const url = new URL(address, location.href);
    for (const name of ["host", "locale", "shop"])
      if (config[name]) url.searchParams.set(name, config[name]);
    url.searchParams.set("embedded", "1");
    url.searchParams.set("id_token", await idToken());
    go(url.href);
  }

  function pathOf(address) {
    const url = new URL(address, location.href);
    for (const name of LAUNCH) url.searchParams.delete(name);
    return url.pathname + url.search + url.hash;
  }

  // fetch: requests to the app itself carry a fresh session token, one refused with Shopify's headers is put right.
  const plainFetch = window.fetch.bind(window);
  async function withToken(request) {
    request.headers.set("Authorization", `Bearer ${await idToken()}`);
    return plainFetch(request);
  }
  window.fetch = async (input, init) => {
    const request = new Request(input, init);
    const isOwn = new URL(request.url).origin === location.origin;
    if (!isFramed || !isOwn || request.headers.has("Authorization")) return plainFetch(request);
    const spare = request.clone();
    const answer = await withToken(request);
    if (answer.status !== 401) return answer;
    if (answer.headers.has("X-Shopify-Retry-Invalid-Session-Request")) return withToken(spare);
    const elsewhere = answer.headers.get("X-Shopify-API-Request-Failure-Reauthorize-Url");
    if (elsewhere) say({ type: "top", address: new URL(elsewhere, location.href).href });
    return answer;
  };

  // Leaving the frame: the page around it knows where Shopify's own addresses are served.
  const plainOpen = window.open.bind(window);
  const leavesFrame = (target) => isFramed && (target === "_top" || target === "_parent");
  window.open = (address, target, ...rest) => {
    if (!leavesFrame(target) || !address) return plainOpen(address, target, ...rest);
    const href = String(address).startsWith("shopify:")
      ? String(address)
      : new URL(address, location.href).href;
    say({ type: "top", address: href });
    return null;
  };
  window.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || event.defaultPrevented) return;
    const isAdmin = link.protocol === "shopify:";
    if (!isFramed || (!leavesFrame(link.target) && !isAdmin)) return;
    event.preventDefault();
    say({ type: "top", address: link.href });
  });

  function moved() {
    say({ type: "moved", path: pathOf(location.href) });
  }
  for (const name of ["pushState", "replaceState"]) {
    const plain = history[name].bind(history);
    history[name] = (...values) => {
      plain(...values);
      moved();
    };
  }
  addEventListener("popstate", moved);
  function actionState(element) {
    return {
      label: element?.textContent.trim() || element?.getAttribute("label") || "",
      isDisabled: element?.hasAttribute("disabled") ?? false,
      isLoading: element?.hasAttribute("loading") ?? false,
      variant: element?.getAttribute("variant") ?? "",
    };
  }
  const listed = (selector) => [...document.querySelectorAll(selector)];
  const TITLE_ACTIONS = "ui-title-bar button, ui-title-bar a";
  const LINKS = "ui-nav-menu a, s-app-nav a, s-app-nav s-link";

  function tellTitle() {
    const bar = document.querySelector("ui-title-bar");
    const actions = listed(TITLE_ACTIONS).map((element, index) => ({ ...actionState(element), index }));
    say({ type: "title", title: bar?.getAttribute("title") ?? "", actions });
  }
  function tellNavigation() {
    // The home link gives the app's own entry its address and is not listed (App Bridge, navigation menu).
    const links = listed(LINKS).flatMap((link, index) => {
      const href = link.getAttribute("href");
      if (href === null || link.getAttribute("rel") === "home") return [];
      return [{ index, label: actionState(link).label, path: pathOf(href) }];
    });
    say({ type: "navigation", links });
  }

  // An empty shadow hides what is inside without touching the attributes, which React compares while it hydrates.
  class Mirrored extends HTMLElement {
    constructor() {
      super();
      this.attachShadow({ mode: "open" });
    }
    connectedCallback() {
      this.observer = new MutationObserver(() => this.tell());
      const everything = { subtree: true, childList: true, attributes: true, characterData: true };
      this.observer.observe(this, everything);
      this.tell();
    }
    disconnectedCallback() {
      this.observer.disconnect();
      this.tell();
    }
  }
  const mirroredBy = (tell) =>
    class extends Mirrored {
      tell() {
        queueMicrotask(tell);
      }
    };
  class SaveBar extends Mirrored {
    #name = `bar-${(bars += 1)}`;
    get showing() {
      return shownBar === this;
    }
    get action() {
      return {
        save: this.querySelector('button[variant="primary"]'),
        discard: this.querySelector('button:not([variant="primary"])'),
      };
    }
    tell() {
      queueMicrotask(() => this.isConnected && this.showing && this.mirror(true));
    }
    mirror(isShown) {
      say({
        type: "saveBar",
        id: this.#name,
        isShown,
        confirmsDiscard: this.hasAttribute("discardconfirmation"),
        save: actionState(this.action.save),
        discard: actionState(this.action.discard),
      });
    }
    async show() {
      if (this.showing) return;
      await shownBar?.hide();
      shownBar = this;
      this.mirror(true);
      this.dispatchEvent(new Event("show"));
    }
    async hide() {
      if (!this.showing) return;
      shownBar = null;
      this.mirror(false);
      this.dispatchEvent(new Event("hide"));
    }
    toggle() {
      return this.showing ? this.hide() : this.show();
    }
    disconnectedCallback() {
      super.disconnectedCallback();
      void this.hide();
    }
  }

  function barNamed(id) {
    const bar = document.getElementById(id);
    if (bar instanceof SaveBar) return bar;
    throw new Error(`App Bridge: there is no ui-save-bar with the id ${id}`);
  }

  function follow({ index }) {
    const link = listed(LINKS)[index];
    if (!link) return;
    // A router takes the click; a bare link must not load the document without a session token.
    const plain = (event) => {
      if (event.defaultPrevented) return;
      event.preventDefault();
      void load(link.href);
    };
    if (link.localName !== "a") {
      link.dispatchEvent(new CustomEvent("shopify:navigate", { bubbles: true }));
      return;
    }
    window.addEventListener("click", plain, { once: true });
    link.click();
    window.removeEventListener("click", plain);
  }

  const handlers = {
    token: (message) => answered(message, message.token),
    // Whoever stays gets no answer: the promise is kept only when the person leaves.
    left: (message) => (message.goesOn ? answered(message) : waiting.delete(message.requestId)),
    titleAction: ({ index }) => listed(TITLE_ACTIONS)[index]?.click(),
    saveBarAction: ({ which }) => shownBar?.action[which]?.click(),
    follow,
  };
  addEventListener("message", (event) => {
    if (event.source !== window.parent) return;
    const message = event.data?.appBridge;
    if (message && Object.hasOwn(handlers, message.type)) handlers[message.type](message);
  });

  window.shopify = {
    config,
    origin: new URL(script.src).origin,
    ready: Promise.resolve(),
    environment: { embedded: isFramed, intent: false, mobile: false, pos: false },
    idToken,
    loading: (isLoading = true) => say({ type: "loading", isLoading }),
    toast: {
      show(text, { isError = false, duration = 5000 } = {}) {
        requests += 1;
        const id = `toast-${requests}`;
        say({ type: "toast", id, text: String(text), isError, duration });
        return id;
      },
      hide: (id) => say({ type: "hideToast", id }),
    },
    saveBar: {
      show: async (id) => barNamed(id).show(),
      hide: async (id) => barNamed(id).hide(),
      toggle: async (id) => barNamed(id).toggle(),
      leaveConfirmation: () => (shownBar === null || !isFramed ? Promise.resolve() : ask("leave")),
    },
    webVitals: { onReport: async () => undefined },
  };

  say({ type: "hello" });
  moved();
  customElements.define("ui-title-bar", mirroredBy(tellTitle));
  customElements.define("ui-nav-menu", mirroredBy(tellNavigation));
  customElements.define("s-app-nav", mirroredBy(tellNavigation));
  customElements.define("ui-save-bar", SaveBar);

  // Shopify's library sends a page without a session token to a bounce page that only loads App Bridge.
  const reload = query.get("shopify-reload");
  if (isFramed && reload !== null && new URL(reload, location.href).origin === location.origin) {
    void load(reload, (href) => location.replace(href));
  }
  if (!isFramed && query.get("host") && config.apiKey) {
    const store = atob(query.get("host")).split("/store/")[1] ?? "";
    const path = pathOf(location.href);
    const place = `/store/${store}/apps/${config.apiKey}${path === "/" ? "" : path}`;
    location.replace(new URL(place, script.src).href);
  }
})();
