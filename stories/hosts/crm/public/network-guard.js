// Loaded before every other script of the page, so that nothing can send a request past it. It keeps a list of all
// that leaves the page and, when the switch is off, refuses to send anything: fetch, XMLHttpRequest, beacons, web
// sockets, event streams and workers. Loads of scripts, styles and images cannot be held back by a script; they are
// listed from the browser's own timing entries instead.
(() => {
  const changes = new EventTarget();
  const inFlight = new Set();
  const openSockets = new Set();
  const encoder = new TextEncoder();
  const longestBody = 262_144;
  let entries = [];
  let since = Date.now();
  let nextId = 1;
  let online = true;

  const tell = () => changes.dispatchEvent(new Event('change'));

  /** The script that asked, from the call stack: the page's own files and those of AI-CRM lie under different paths. */
  function caller() {
    const frames = (new Error().stack ?? '').split('\n').slice(2);
    const urls = frames.map((frame) => /(https?:\/\/[^\s)]+?):\d+:\d+/.exec(frame)?.[1]);
    return urls.find((url) => url && !url.includes('network-guard.js')) ?? '';
  }

  function add(api, method, url, more = {}) {
    const entry = {
      id: nextId++,
      at: Date.now(),
      api,
      method,
      url: String(new URL(url, document.baseURI)),
      headers: [],
      body: '',
      bodySize: 0,
      initiator: caller(),
      blocked: !online,
      status: online ? 'waiting' : 'blocked',
      ...more,
    };
    entries.push(entry);
    tell();
    return entry;
  }

  function settle(entry, status) {
    if (entry.status === 'waiting') entry.status = status;
    tell();
  }

  function keepBody(entry, bytes) {
    entry.bodySize = bytes.byteLength;
    entry.body = new TextDecoder().decode(bytes.slice(0, longestBody));
    tell();
  }

  async function bytesOf(body) {
    if (body === undefined || body === null) return new ArrayBuffer(0);
    return new Response(body instanceof Document ? body.documentElement.outerHTML : body).arrayBuffer();
  }

  const refused = () => new TypeError('Failed to fetch (the network switch is off)');

  // --- fetch ---
  const realFetch = window.fetch.bind(window);
  window.fetch = async function guardedFetch(input, init) {
    const request = new Request(input, init);
    const entry = add('fetch', request.method, request.url, { headers: [...request.headers] });
    if (request.body || !['GET', 'HEAD'].includes(request.method))
      request
        .clone()
        .arrayBuffer()
        .then((bytes) => keepBody(entry, bytes))
        .catch(() => {});
    if (!online) throw refused();
    const cut = new AbortController();
    inFlight.add(cut);
    try {
      const answer = await realFetch(request, { signal: AbortSignal.any([request.signal, cut.signal]) });
      settle(entry, String(answer.status));
      return answer;
    } catch (error) {
      settle(entry, cut.signal.aborted ? 'cut off' : 'failed');
      throw cut.signal.aborted ? refused() : error;
    } finally {
      inFlight.delete(cut);
    }
  };

  // --- XMLHttpRequest ---
  const { open, setRequestHeader, send } = XMLHttpRequest.prototype;
  const requests = new WeakMap();
  XMLHttpRequest.prototype.open = function guardedOpen(method, url, ...rest) {
    requests.set(this, { method, url: String(url), headers: [] });
    return open.call(this, method, url, ...rest);
  };
  XMLHttpRequest.prototype.setRequestHeader = function guardedHeader(name, value) {
    requests.get(this)?.headers.push([name, value]);
    return setRequestHeader.call(this, name, value);
  };
  XMLHttpRequest.prototype.send = function guardedSend(body) {
    const { method, url, headers } = requests.get(this) ?? { method: 'GET', url: '', headers: [] };
    const entry = add('XMLHttpRequest', method.toUpperCase(), url, { headers });
    void bytesOf(body).then((bytes) => keepBody(entry, bytes));
    if (!online) {
      queueMicrotask(() => {
        this.dispatchEvent(new ProgressEvent('error'));
        this.dispatchEvent(new ProgressEvent('loadend'));
      });
      return;
    }
    const cut = { abort: () => this.abort() };
    inFlight.add(cut);
    this.addEventListener('loadend', () => {
      inFlight.delete(cut);
      settle(entry, this.status === 0 ? 'failed' : String(this.status));
    });
    send.call(this, body);
  };

  // --- beacons ---
  const realBeacon = navigator.sendBeacon.bind(navigator);
  navigator.sendBeacon = function guardedBeacon(url, body) {
    const entry = add('sendBeacon', 'POST', url);
    void bytesOf(body).then((bytes) => keepBody(entry, bytes));
    if (!online) return false;
    settle(entry, 'sent');
    return realBeacon(url, body);
  };

  // --- sockets, event streams, workers: listed when they open, closed when the switch goes off ---
  for (const name of ['WebSocket', 'EventSource']) {
    const Real = window[name];
    window[name] = class extends Real {
      constructor(url, ...rest) {
        const entry = add(name, 'OPEN', url);
        if (!online) throw new DOMException('The network switch is off.', 'NetworkError');
        super(url, ...rest);
        settle(entry, 'open');
        openSockets.add(this);
      }
    };
  }
  const realSend = WebSocket.prototype.send;
  WebSocket.prototype.send = function guardedMessage(data) {
    const entry = add('WebSocket', 'MESSAGE', this.url);
    void bytesOf(data).then((bytes) => keepBody(entry, bytes));
    if (!online) throw new DOMException('The network switch is off.', 'NetworkError');
    settle(entry, 'sent');
    realSend.call(this, data);
  };

  // A worker has a fetch of its own that no script of the page can see, so starting one is on the list too.
  for (const name of ['Worker', 'SharedWorker']) {
    const Real = window[name];
    if (!Real) continue; // Some browsers have no shared workers.
    window[name] = class extends Real {
      constructor(url, options) {
        const entry = add(name, 'START', url);
        if (!online) throw new DOMException('The network switch is off.', 'NetworkError');
        super(url, options);
        settle(entry, 'open');
      }
    };
  }

  // --- what the browser loads by itself ---
  const byScript = new Set(['fetch', 'xmlhttprequest', 'beacon']);
  new PerformanceObserver((list) => {
    for (const timing of list.getEntries()) {
      if (byScript.has(timing.initiatorType)) continue;
      const at = performance.timeOrigin + timing.startTime;
      if (at < since) continue;
      entries.push({
        id: nextId++,
        at,
        api: timing.initiatorType,
        method: 'GET',
        url: timing.name,
        headers: [],
        body: '',
        bodySize: 0,
        initiator: '',
        blocked: false,
        status: timing.responseStatus ? String(timing.responseStatus) : 'loaded',
      });
    }
    tell();
  }).observe({ type: 'resource', buffered: true });

  const reallyOnLine = Object.getOwnPropertyDescriptor(Navigator.prototype, 'onLine').get;
  Object.defineProperty(navigator, 'onLine', {
    configurable: true,
    get: () => online && reallyOnLine.call(navigator),
  });

  window.networkGuard = {
    get entries() {
      return [...entries].sort((a, b) => a.at - b.at);
    },
    get since() {
      return since;
    },
    get online() {
      return online;
    },
    /** Cuts or restores the network; what is under way is cut off too. */
    set online(on) {
      if (on === online) return;
      online = on;
      if (!on) {
        for (const cut of inFlight) cut.abort();
        for (const socket of openSockets) socket.close();
        inFlight.clear();
        openSockets.clear();
      }
      window.dispatchEvent(new Event(on ? 'online' : 'offline'));
      tell();
    },
    headerBytes: (entry) =>
      entry.headers.reduce((sum, [name, value]) => sum + encoder.encode(`${name}: ${value}\r\n`).length, 0),
    startOver() {
      entries = [];
      since = Date.now();
      tell();
    },
    onChange(listener) {
      changes.addEventListener('change', listener);
      return () => changes.removeEventListener('change', listener);
    },
  };
  // The page itself was asked for before any script could run.
  since = performance.timeOrigin;
})();
