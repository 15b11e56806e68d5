// emend review: keys and quick decisions. Without this script each page works by links and forms; with it nothing is
// stored here either: every decision goes to the server at once, and a mark shows its state only when the server has said so.
// 1 helpers  2 messages  3 decisions on their way  4 keys  5 all pages  6 record: suggestions, parts, image  7 lists  8 start
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");

  // 1 Helpers

  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const clamp = (value, low, high) => Math.max(low, Math.min(value, high));
  const SIGNS = { open: "open", accepted: "✓", rejected: "✗", changed: "✎" };

  function element(name, text, className = "") {
    const made = document.createElement(name);
    made.textContent = text;
    made.className = className;
    return made;
  }

  function setState(node, state) {
    node.classList.remove("st-open", "st-accepted", "st-rejected", "st-changed");
    node.classList.add("st-" + state);
    if ("state" in node.dataset) node.dataset.state = state;
  }

  /// State, and who decided it when, in a suggestion or a row of the concordance.
  function setDecided(node, { state, decided }) {
    setState(node, state);
    one(".st", node).textContent = SIGNS[state] ?? state;
    one(".decided", node).textContent = decided || (state === "open" ? "" : state);
  }

  function setCounts(counts, open) {
    if (counts) {
      const values = { ...counts, decided: counts.suggestions - counts.open };
      for (const node of all("[data-count]")) {
        if (node.dataset.count in values) node.textContent = values[node.dataset.count];
      }
      const bar = one(".tally progress");
      if (bar) bar.value = counts.percent;
    }
    const total = one("[data-count=total]");
    if (total && open !== undefined) total.textContent = open;
  }

  // 2 Messages

  function say(text) {
    const line = one("#say");
    if (line) line.textContent = text;
  }

  /// A message that stays until it is dealt with; `actions` are pairs of a label and what it does.
  function trouble(heading, lines, actions = []) {
    const box = one("#trouble");
    const first = element("p", "");
    first.append(element("b", heading));
    const buttons = element("p", "");
    for (const [label, act] of [...actions, ...(actions.length ? [] : [["Close", () => {}]])]) {
      const button = element("button", label);
      button.addEventListener("click", () => { box.hidden = true; act(); });
      buttons.append(button);
    }
    box.replaceChildren(first, ...lines.map(line => element("p", line)), buttons);
    box.hidden = false;
  }

  // 3 Decisions on their way: one at a time, in the order in which they were made. A decision is
  // { fields, what, show(), done(answer), back() }.

  class Outbox {
    #address; #waiting = []; #running = null;

    constructor(address) {
      this.#address = address;
      // What is being sent is sent to its end; what still waits would be lost with the page.
      addEventListener("beforeunload", event => { if (this.#waiting.length) event.preventDefault(); });
    }

    /// Settles when the decision is stored or has failed.
    add(decision) {
      decision.show();
      this.#waiting.push(decision);
      return this.#run();
    }

    get idle() { return this.#running ?? Promise.resolve(); }

    #run() {
      this.#running ??= this.#sendAll().finally(() => { this.#running = null; });
      return this.#running;
    }

    async #sendAll() {
      while (this.#waiting.length) {
        const decision = this.#waiting[0];
        const { answer, error, status } = await this.#send(decision);
        if (answer) {
          this.#waiting.shift();
          decision.done(answer);
        } else if (status === 400) {
          // This one alone is refused; those behind it do not depend on it.
          this.#waiting.shift();
          decision.back();
          trouble("Not saved: " + decision.what, [error]);
        } else {
          return this.#halt(error, status);
        }
      }
    }

    async #send(decision) {
      try {
        const response = await fetch(this.#address, {
          method: "POST", body: new URLSearchParams(decision.fields), keepalive: true, redirect: "error",
          headers: { Accept: "application/json", "X-Emend-Token": one("meta[name=emend-token]").content },
        });
        const answer = await response.json();
        if (response.ok && !answer.error) return { answer };
        return { error: answer.error ?? "The server answers " + response.status, status: response.status };
      } catch {
        return { error: "The server does not answer. Is emend review still running?", status: 0 };
      }
    }

    /// Takes back what is shown of all that wait; nothing is left out silently.
    #halt(error, status) {
      const unsaved = this.#waiting;
      for (const decision of [...unsaved].reverse()) decision.back();
      const lines = [error, ...unsaved.slice(0, 6).map(decision => decision.what), ...(unsaved.length > 6 ? [`and ${unsaved.length - 6} more`] : [])];
      const heading = unsaved.length === 1 ? "Not saved: one decision" : `Not saved: ${unsaved.length} decisions`;
      if (status === 409 || status === 403) {
        this.#waiting = [];
        trouble(heading, lines, [["Reload the page", () => location.reload()], ["Close", () => {}]]);
        return;
      }
      // Later decisions queue up behind these and try them first.
      trouble(heading, lines, [
        ["Try again", () => { for (const decision of this.#waiting) decision.show(); this.#run(); }],
        ["Drop them", () => { this.#waiting = []; }],
      ]);
    }
  }

  // 4 Keys

  const keysAreOn = () => localStorage.getItem("emend-keys") !== "off";

  /// Commands by `event.key`. Never in text fields or with a modifier; a key held down walks, but decides once.
  function onKeys(commands) {
    document.addEventListener("keydown", event => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.defaultPrevented) return;
      if (event.target.closest("textarea, select, dialog, input:not([type=checkbox], [type=radio])")) return;
      const command = commands[event.key];
      if (!command || !keysAreOn() || one("dialog[open]")) return;
      event.preventDefault();
      if (event.repeat && event.key !== "j" && event.key !== "k") return;
      command();
    });
  }

  function follow(link, outbox) {
    if (link) (outbox?.idle ?? Promise.resolve()).then(() => { location.href = link.href; });
  }

  // 5 All pages

  function openHelp() {
    one("dialog#help")?.showModal();
  }

  function everyPage() {
    one("[data-help]")?.addEventListener("click", event => {
      if (!one("dialog#help")) return;
      event.preventDefault();
      openHelp();
    });
    const toggle = one("#keys-on");
    if (toggle) {
      toggle.checked = keysAreOn();
      toggle.addEventListener("change", () => localStorage.setItem("emend-keys", toggle.checked ? "on" : "off"));
    }
    // A page from the browser's memory shows what was, not what is.
    addEventListener("pageshow", event => { if (event.persisted) location.reload(); });
    onKeys({ "?": openHelp, "/": () => one(".filter select")?.focus() });
  }

  /// The form goes off by itself: at once after a click, after a rest when arrow keys step through the choices.
  function filterForm() {
    const form = one(".filter");
    if (!form) return;
    let byKey = false, timer = 0;
    form.addEventListener("keydown", () => { byKey = true; });
    form.addEventListener("pointerdown", () => { byKey = false; });
    form.addEventListener("change", event => {
      sessionStorage.setItem("emend-filter", event.target.name);
      clearTimeout(timer);
      timer = setTimeout(() => form.requestSubmit(), byKey ? 700 : 0);
    });
    form.addEventListener("formdata", event => {
      for (const [name, value] of [...event.formData]) if (!value) event.formData.delete(name);
    });
    one("button", form).hidden = true;
    const last = sessionStorage.getItem("emend-filter");
    sessionStorage.removeItem("emend-filter");
    if (last) form.elements[last]?.focus();
  }

  // 6 Record

  function recordPage() {
    const main = one("#main"), aside = one("aside"), bar = one(".bar"), list = one("#items");
    const sections = all(".part", main);
    const outbox = new Outbox(main.dataset.decide);
    const image = imageColumn();
    /// Rows as the server sent them, to see which of them it sends differently later.
    const sent = new WeakMap();
    /// Numbers of suggestions with a decision on its way, and how many.
    const pending = new Map();
    const loading = new Map();
    let current = null, hashTimer = 0, refreshTimer = 0;
    /// Commands wait for each other: the one after a step acts on what the step has reached.
    let turn = Promise.resolve();
    const inTurn = command => { turn = turn.then(command).catch(error => trouble("Something failed", [String(error)])); };

    // Suggestions

    const sectionOf = item => sections.find(section => section.dataset.part === item.parentElement.dataset.part);
    const marksOf = number => all(`.e[data-s="${number}"]`, main);
    const wording = item => one(".edit", item).textContent.replace(/\s+/g, " ").trim().slice(0, 80);

    function select(item, { focus = true, scroll = true } = {}) {
      current?.classList.remove("cur");
      for (const mark of all(".e.cur", main)) mark.classList.remove("cur");
      current = item;
      if (!item) return;
      item.classList.add("cur");
      const marks = marksOf(item.dataset.number);
      for (const mark of marks) mark.classList.add("cur");
      aside.scrollTop = 0;
      image.show(Number(item.dataset.number));
      if (scroll && marks.length) reveal(marks[0]);
      if (focus) item.focus({ preventScroll: true });
      // Browsers refuse when the address changes too often.
      clearTimeout(hashTimer);
      hashTimer = setTimeout(() => history.replaceState(null, "", "#" + item.id), 300);
    }

    /// Scrolls only when the mark is not well in view, then to a third of the height.
    function reveal(mark, again = true) {
      const top = getComputedStyle(bar).position === "sticky" ? bar.getBoundingClientRect().bottom : 0;
      const dock = aside.getBoundingClientRect();
      const bottom = dock.left < 100 ? dock.top : innerHeight;
      const box = mark.getBoundingClientRect();
      if (box.top < top + 50 || box.bottom > bottom - 50) {
        scrollBy({ top: box.top - top - (bottom - top) / 3, behavior: "instant" });
        // What comes into view gets its real height only now.
        if (again) requestAnimationFrame(() => reveal(mark, false));
      }
    }

    async function walk(step, isWanted = () => true, mayHave = () => true) {
      const next = item => (step > 0 ? item.nextElementSibling : item.previousElementSibling);
      let item = current && next(current);
      let index = current ? sections.indexOf(sectionOf(current)) : step > 0 ? -1 : sections.length;
      for (;;) {
        while (item && !isWanted(item)) item = next(item);
        if (item) return select(item);
        do index += step; while (sections[index] && !(Number(sections[index].dataset.suggestions) > 0 && mayHave(sections[index])));
        if (!sections[index]) return say(step > 0 ? "There is none after this" : "There is none before this");
        const items = await load(sections[index]);
        if (!items) return;
        item = step > 0 ? items.firstElementChild : items.lastElementChild;
      }
    }

    const walkToOpen = () => walk(1, item => item.dataset.state === "open" && !pending.has(item.dataset.number), section => section.dataset.open !== "0");

    async function goTo(number) {
      const section = sections.find(each => Number(each.dataset.first) <= number && number <= Number(each.dataset.last));
      if (!one("#s" + number) && section) await load(section);
      const item = one("#s" + number);
      if (item) return select(item);
      const [mark] = marksOf(number);
      if (mark) reveal(mark);
      say(`Suggestion ${number} does not pass the filter`);
    }

    // Decisions

    const WORDS = { accept: "accepted", reject: "rejected", reading: "other reading", clear: "open again", undo: "undone" };

    function setPending(item, by) {
      const number = item.dataset.number;
      const count = (pending.get(number) ?? 0) + by;
      if (count > 0) pending.set(number, count); else pending.delete(number);
      for (const mark of marksOf(number)) mark.classList.toggle("pending", count > 0);
    }

    function setSuggestion(change) {
      for (const mark of marksOf(change.number)) setState(mark, change.state);
      const item = one("#s" + change.number);
      if (!item) return;
      setDecided(item, change);
      const taken = one(".taken", item), conflict = one(".conflict", item);
      taken.hidden = change.state !== "changed";
      one("ins", taken).textContent = change.reading || "nothing";
      conflict.hidden = !change.conflict;
      conflict.textContent = change.conflict ?? "";
    }

    function decide(item, form) {
      const verdict = form.get("verdict"), ofRule = form.get("scope") === "rule", isUndo = verdict === "undo";
      const touched = isUndo ? [] : !ofRule ? [item]
        : all(".item.st-open", list).filter(other => other.dataset.rule === item.dataset.rule);
      const mark = by => { for (const each of touched) setPending(each, by); };
      const reading = form.get("reading");
      const what = ofRule ? `${WORDS[verdict]}: all of ${item.dataset.rule}`
        : isUndo ? "undo" : `${WORDS[verdict]}: ${wording(item)}${reading === null ? "" : ", reading " + reading}`;
      return outbox.add({
        fields: [...form], what, show: () => mark(1), back: () => mark(-1),
        done(answer) {
          mark(-1);
          answer.changed.forEach(setSuggestion);
          setCounts(answer.counts, answer.open);
          const open = `${answer.counts.open} open`;
          if (isUndo && !answer.changed.length) say("There is nothing of yours to undo here");
          else if (isUndo) say(`undone: ${answer.changed.length === 1 ? "suggestion " + answer.changed[0].number : answer.changed.length + " suggestions"}, ${open}`);
          else say(`${what}${ofRule ? ` (${answer.changed.length})` : ""}, ${open}`);
          const numbers = new Set(answer.changed.map(change => Number(change.number)));
          refreshSoon(numbers);
          // The result is changed where it stands; where to look is said by going there.
          if (isUndo && numbers.size) return void inTurn(() => goTo(Math.min(...numbers)));
        },
      });
    }

    function command(verdict, extra = {}) {
      inTurn(() => {
        if (!current) return;
        const form = new FormData(one("form.verdict", current));
        form.set("verdict", verdict);
        for (const [name, value] of Object.entries(extra)) form.set(name, value);
        const stored = decide(current, form);
        if (verdict === "undo") return stored;
        if (verdict !== "clear" && !extra.scope) return walk(1);
      });
    }

    function submitted(event) {
      const form = event.target, item = form.closest(".item");
      event.preventDefault();
      const fields = new FormData(form, event.submitter);
      inTurn(() => {
        const stored = decide(item, fields);
        item.focus({ preventScroll: true });
        if (fields.get("verdict") === "undo") return stored;
        if (fields.get("verdict") !== "clear" && !fields.has("scope")) return walk(1);
      });
    }

    // Parts of the record

    function keep(section) {
      for (const row of rowsOf(section)) sent.set(row, row.outerHTML);
    }

    const rowsOf = within => [...within.children].flatMap(child => (child.matches("section") ? [...child.children] : [child]));

    async function fragment(section) {
      const response = await fetch(section.dataset.url, { headers: { Accept: "text/html" } });
      if (!response.ok) throw new Error(`The server answers ${response.status}`);
      const holder = document.createElement("template");
      holder.innerHTML = await response.text();
      return { rows: one(".rows", holder.content), items: one("ol.items", holder.content) };
    }

    /// The list of suggestions of a part, which is fetched when it is not there; nothing when that fails.
    function load(section) {
      if (!section.classList.contains("wait")) return Promise.resolve(one(`ol[data-part="${section.dataset.part}"]`, list));
      if (!loading.has(section)) {
        const loaded = fragment(section).then(({ rows, items }) => {
          section.replaceChildren(...rows.childNodes);
          section.classList.remove("wait");
          section.style.minHeight = "";
          keep(section);
          const after = all("ol.items", list).find(other => Number(other.dataset.part) > Number(section.dataset.part));
          list.insertBefore(items, after ?? null);
          for (const item of items.children) if (pending.has(item.dataset.number)) marksOf(item.dataset.number).forEach(mark => mark.classList.add("pending"));
          unloadFar(section);
          return items;
        }).catch(error => trouble("A part of the record could not be read", [error.message]))
          .finally(() => loading.delete(section));
        loading.set(section, loaded);
      }
      return loading.get(section);
    }

    /// Some parts are enough; the farthest one becomes a placeholder of its own height again.
    function unloadFar(near) {
      const shown = sections.filter(section => !section.classList.contains("wait"));
      if (shown.length <= 7) return;
      const at = sections.indexOf(near);
      shown.sort((a, b) => Math.abs(sections.indexOf(b) - at) - Math.abs(sections.indexOf(a) - at));
      const far = shown.find(section => !current || section !== sectionOf(current));
      far.style.minHeight = far.offsetHeight + "px";
      far.classList.add("wait");
      far.replaceChildren(element("p", `${far.dataset.suggestions} suggestions`, "more"));
      one(`ol[data-part="${far.dataset.part}"]`, list)?.remove();
    }

    function refreshSoon(numbers) {
      for (const section of sections) {
        const first = Number(section.dataset.first), last = Number(section.dataset.last);
        if ([...numbers].some(number => first <= number && number <= last)) section.dataset.stale = "1";
      }
      clearTimeout(refreshTimer);
      refreshTimer = setTimeout(refresh, 150);
    }

    async function refresh() {
      for (const section of sections.filter(each => each.dataset.stale && !each.classList.contains("wait"))) {
        delete section.dataset.stale;
        const { rows, items } = await fragment(section).catch(() => ({}));
        if (!rows) continue;
        // Decided meanwhile: this answer is old already, and the next one is on its way.
        if (section.dataset.stale) continue;
        const mark = current && marksOf(current.dataset.number)[0];
        const top = mark?.getBoundingClientRect().top;
        const focused = document.activeElement?.closest?.(".row")?.id;
        patch(rowsOf(section), rowsOf(rows));
        if (current) for (const each of marksOf(current.dataset.number)) each.classList.add("cur");
        for (const number of pending.keys()) for (const each of marksOf(number)) each.classList.add("pending");
        const now = current && marksOf(current.dataset.number)[0];
        if (now && top !== undefined) scrollBy({ top: now.getBoundingClientRect().top - top, behavior: "instant" });
        if (focused && document.activeElement === document.body) one(`#${focused} a.n`)?.focus({ preventScroll: true });
        for (const fresh of [...items.children]) {
          const item = one("#" + fresh.id, list);
          if (item && item !== current && !pending.has(fresh.dataset.number)) item.replaceWith(fresh);
        }
      }
    }

    /// Replaces the rows that differ. Others keep what the reader opened or selected in them.
    function patch(old, fresh) {
      const same = (a, b) => sent.get(a) === b.outerHTML;
      let head = 0, tail = 0;
      const least = Math.min(old.length, fresh.length);
      while (head < least && same(old[head], fresh[head])) head += 1;
      while (tail < least - head && same(old[old.length - 1 - tail], fresh[fresh.length - 1 - tail])) tail += 1;
      const gone = old.slice(head, old.length - tail), come = fresh.slice(head, fresh.length - tail);
      for (const row of come) sent.set(row, row.outerHTML);
      if (gone.length === come.length) {
        gone.forEach((row, index) => { if (sent.get(row) !== sent.get(come[index])) row.replaceWith(come[index]); });
      } else if (gone.length) {
        gone[0].before(...come);
        for (const row of gone) row.remove();
      } else if (head > 0) {
        old[head - 1].after(...come);
      }
    }

    function watchParts() {
      const shown = sections.find(section => !section.classList.contains("wait"));
      const perLine = shown ? clamp(shown.offsetHeight / Number(shown.dataset.lines), 2, 30) : 20;
      const seen = new Set();
      const observer = new IntersectionObserver(entries => {
        for (const { target, isIntersecting } of entries) {
          if (!isIntersecting) { seen.delete(target); continue; }
          seen.add(target);
          // Parts that only fly past are not fetched.
          setTimeout(() => { if (seen.has(target)) load(target); }, 90);
        }
      }, { rootMargin: "700px 0px" });
      for (const section of sections) {
        if (section.classList.contains("wait")) section.style.minHeight = section.dataset.lines * perLine + "px";
        observer.observe(section);
      }
    }

    function start() {
      for (const section of sections) if (!section.classList.contains("wait")) keep(section);
      const measure = () => root.style.setProperty("--bar", (getComputedStyle(bar).position === "sticky" ? bar.offsetHeight : 0) + "px");
      new ResizeObserver(measure).observe(bar);
      measure();
      watchParts();
      const asked = Number(/^#[se](\d+)$/.exec(location.hash)?.[1]);
      const first = one("#s" + asked, list) ?? one(".item.st-open", list) ?? one(".item", list);
      if (first) select(first, { focus: false, scroll: !location.hash.startsWith("#L") && (asked > 0 || first !== one(".item", list)) });
      else inTurn(() => (asked ? goTo(asked) : Number(one("[data-count=suggestions]").textContent) && walk(1)));
      list.addEventListener("submit", submitted);
      list.addEventListener("click", event => {
        if (event.target.closest(".edit-key")) edit();
      });
      list.addEventListener("keydown", event => {
        if (!event.target.matches("textarea") || event.isComposing) return;
        if (event.key === "Enter" && !event.shiftKey) {
          event.preventDefault();
          event.target.form.requestSubmit();
        } else if (event.key === "Escape") {
          event.target.value = event.target.defaultValue;
          current.focus({ preventScroll: true });
        }
      });
      main.addEventListener("click", event => {
        const number = event.target.closest(".e[data-s]")?.dataset.s;
        if (number && getSelection().isCollapsed) inTurn(() => goTo(Number(number)));
      });
    }

    function edit() {
      const field = current && one("textarea", current);
      field?.focus();
      field?.select();
    }

    start();
    const commands = {
      j: () => inTurn(() => walk(1)), k: () => inTurn(() => walk(-1)), o: () => inTurn(walkToOpen), J: () => inTurn(walkToOpen),
      a: () => command("accept"), r: () => command("reject"), c: () => command("clear"), u: () => command("undo"),
      A: () => command("accept", { scope: "rule" }), e: () => inTurn(edit), z: image.toggle,
      g: () => inTurn(() => { scrollTo({ top: 0, behavior: "instant" }); select(null); return walk(1); }),
      n: () => follow(current && one(".alike", current), outbox), d: () => follow(current && one(".learn", current), outbox),
      "[": () => follow(one("a.step[rel=prev]"), outbox), "]": () => follow(one("a.step[rel=next]"), outbox),
    };
    for (let digit = 1; digit <= 9; digit += 1) {
      commands[digit] = () => inTurn(() => { current && all(".alt", current)[digit - 1]?.click(); });
    }
    onKeys(commands);
  }

  /// The page images: the one with the current word shows, moved so that the word is in its middle.
  function imageColumn() {
    const figures = all(".scan");
    const places = new Map();
    let whole = false, shown = null;
    for (const figure of figures) {
      const img = one("img", figure), leaf = element("span", "", "leaf"), paper = one(".paper", figure);
      const boxes = JSON.parse(img.dataset.boxes || "{}");
      for (const [number, list] of Object.entries(boxes)) places.set(Number(number), { figure, boxes: list });
      paper.replaceChildren(leaf);
      leaf.append(img);
      img.loading = "eager";
      img.addEventListener("load", () => place());
      paper.addEventListener("click", event => { event.preventDefault(); toggle(); });
      one(".zoom", figure).addEventListener("click", toggle);
      new ResizeObserver(() => place()).observe(paper);
    }
    const numbers = [...places.keys()].sort((a, b) => a - b);

    function show(number) {
      const found = places.get(number);
      // A word that the image does not tell of is on the page of the one before it.
      const near = places.get(numbers.findLast(other => other <= number) ?? numbers[0]);
      shown = { figure: found?.figure ?? near?.figure ?? figures[0], boxes: found?.boxes ?? [] };
      for (const figure of figures) figure.classList.toggle("cur", figure === shown.figure);
      place();
    }

    function place() {
      const img = shown?.figure && one("img", shown.figure);
      if (!img?.naturalWidth) return;
      const paper = one(".paper", shown.figure), leaf = one(".leaf", shown.figure), boxes = shown.boxes;
      const [width, height] = [img.naturalWidth, img.naturalHeight];
      const fit = paper.clientWidth / width;
      let scale = fit, x = .5, y = 0;
      if (whole) {
        scale = Math.min(fit, paper.clientHeight / height);
      } else if (boxes.length) {
        const edge = (side, pick) => pick(...boxes.map(box => box[side]));
        const [left, top, right, bottom] = [edge(0, Math.min), edge(1, Math.min), edge(2, Math.max), edge(3, Math.max)];
        const lineHeight = Math.min(...boxes.map(box => box[3] - box[1])) * height;
        // Letters about as high as those of the suggestion beside it, and the whole word in view.
        scale = clamp(Math.min(30 / lineHeight, .8 * paper.clientWidth / ((right - left) * width)), fit, 2.5);
        [x, y] = [(left + right) / 2, (top + bottom) / 2];
      }
      const at = (share, size, view) => (size <= view ? (view - size) / 2 : clamp(view / 2 - share * size, view - size, 0));
      Object.assign(leaf.style, {
        width: width * scale + "px", height: height * scale + "px",
        left: at(x, width * scale, paper.clientWidth) + "px", top: at(y, height * scale, paper.clientHeight) + "px",
      });
      all(".box", leaf).forEach(old => old.remove());
      for (const box of boxes) {
        const frame = element("span", "", "box"), share = value => value * 100 + "%";
        Object.assign(frame.style, { left: share(box[0]), top: share(box[1]), width: share(box[2] - box[0]), height: share(box[3] - box[1]) });
        leaf.append(frame);
      }
    }

    function toggle() {
      whole = !whole;
      for (const figure of figures) one(".paper", figure).classList.toggle("whole", whole);
      for (const button of all(".zoom")) button.firstChild.textContent = whole ? "the word " : "whole page ";
      place();
    }

    return { show: figures.length ? show : () => {}, toggle: figures.length ? toggle : () => {} };
  }

  // 7 Lists: records, edits alike, concordance

  function listPage() {
    const links = () => all("#list .go");
    const step = by => {
      const list = links(), at = list.indexOf(document.activeElement);
      list[clamp(at < 0 ? 0 : at + by, 0, list.length - 1)]?.focus();
    };
    onKeys({
      j: () => step(1), k: () => step(-1), g: () => { links()[0]?.focus(); scrollTo(0, 0); },
      "[": () => follow(one(".pager [rel=prev]")), "]": () => follow(one(".pager [rel=next]")),
    });
    if (one("#fresh")?.dataset.busy) setTimeout(() => followReading(1000), 1000);
  }

  /// While the server still reads records, the list grows under the reader, who keeps the place.
  async function followReading(pause) {
    if (document.visibilityState === "visible") {
      const response = await fetch(location.href).catch(() => null);
      if (!response?.ok) return say("The server does not answer");
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const focused = document.activeElement?.getAttribute("href");
      one("#fresh").replaceWith(one("#fresh", page));
      const rows = one("#list tbody"), fresh = one("#list tbody", page);
      if (rows.innerHTML !== fresh.innerHTML) rows.replaceWith(fresh);
      setCounts(null, one("[data-count=total]", page).textContent);
      if (focused && document.activeElement === document.body) all("#list .go").find(link => link.getAttribute("href") === focused)?.focus();
      if (!one("#fresh").dataset.busy) return;
    }
    setTimeout(() => followReading(Math.min(pause * 1.3, 5000)), pause);
  }

  function concordancePage() {
    const outbox = new Outbox(one("#main").dataset.decide);
    const rows = all("#list tbody tr[data-id]"), boxes = all("#list [name=id]");
    let current = null;

    function select(row) {
      if (!row) return;
      current?.classList.remove("cur");
      current = row;
      row.classList.add("cur");
      one("[name=id]", row).focus({ preventScroll: true });
      row.scrollIntoView({ block: "nearest" });
    }

    const step = by => select(rows[clamp(rows.indexOf(current) + by, 0, rows.length - 1)]);

    function decide(verdict, ids, everywhere = false) {
      const touched = rows.filter(row => (everywhere ? row.dataset.state === "open" : ids.includes(row.dataset.id)));
      if (!touched.length && !everywhere) return say("Nothing is chosen");
      const mark = on => { for (const row of touched) row.classList.toggle("pending", on); };
      const word = { accept: "accepted", reject: "rejected", clear: "open again" }[verdict];
      const fields = [...new FormData(one(everywhere ? "form.whole" : "#places"))].filter(([name]) => name !== "id");
      outbox.add({
        fields: [...fields, ...(everywhere ? [] : ids.map(id => ["id", id])), ["verdict", verdict]],
        what: `${word}: ${everywhere ? "all that are open" : ids.length === 1 ? one(".place", touched[0]).textContent : ids.length + " places"}`,
        show: () => mark(true), back: () => mark(false),
        done(answer) {
          mark(false);
          for (const change of answer.changed) {
            const row = one("#c" + change.id);
            if (!row) continue;
            setDecided(row, change);
            setState(one(".mid .e", row), change.state);
          }
          setCounts(answer.counts, answer.open);
          say(`${word}: ${answer.changed.length === 1 ? "1 place" : answer.changed.length + " places"}, ${answer.counts.open} open`);
        },
      });
    }

    function countChosen() {
      const chosen = boxes.filter(box => box.checked).length;
      one("#chosen").textContent = chosen || "";
      const every = one("#every");
      every.checked = chosen > 0 && chosen === boxes.length;
      every.indeterminate = chosen > 0 && chosen < boxes.length;
    }

    const single = verdict => { if (current) { decide(verdict, [current.dataset.id]); step(1); } else step(1); };
    const whole = verdict => decide(verdict, [], true);
    one("#every").addEventListener("change", event => { for (const box of boxes) box.checked = event.target.checked; countChosen(); });
    one("#places").addEventListener("change", countChosen);
    one("#places").addEventListener("submit", event => {
      event.preventDefault();
      if (event.submitter) decide(event.submitter.value, boxes.filter(box => box.checked).map(box => box.value));
      for (const box of boxes) box.checked = false;
      countChosen();
    });
    one("form.whole").addEventListener("submit", event => { event.preventDefault(); whole(event.submitter.value); });
    one("#list").addEventListener("click", event => {
      const row = event.target.closest("tr[data-id]"), verdict = event.target.closest("[data-verdict]")?.dataset.verdict;
      if (row && verdict) { select(row); decide(verdict, [row.dataset.id]); }
    });
    onKeys({
      j: () => step(1), k: () => step(-1), a: () => single("accept"), r: () => single("reject"), c: () => single("clear"),
      A: () => whole("accept"), R: () => whole("reject"), g: () => { scrollTo(0, 0); select(rows[0]); },
      o: () => select(rows.slice(rows.indexOf(current) + 1).find(row => row.dataset.state === "open")),
      Enter: () => (document.activeElement.matches("a, button") ? document.activeElement.click() : follow(current && one(".go", current), outbox)),
      "[": () => follow(one(".pager [rel=prev]"), outbox), "]": () => follow(one(".pager [rel=next]"), outbox),
    });
  }

  // 8 Start

  document.addEventListener("DOMContentLoaded", () => {
    everyPage();
    filterForm();
    const page = document.body.dataset.page;
    if (page === "Record") recordPage();
    else if (page === "Concordance") concordancePage();
    else if (page === "Queue" || page === "Alikes" || page === "Apply") listPage();
  });
})();
