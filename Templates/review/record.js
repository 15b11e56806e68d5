// The page of a record: the current suggestion, decisions, and the parts that are loaded when they come near.

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
  /// Of parts that have left the view.
  const heights = new Map();
  /// Suggestions of the parts that are loaded, in their order, and by their numbers. Only the current one is in the page: with
  /// hundreds of forms in it browsers that look for addresses and passwords to fill in come to a halt.
  const items = new Map(), byNumber = new Map(), home = new WeakMap();
  const shelf = element("ol", "", "items");
  let current = null, hashTimer = 0, refreshTimer = 0;
  /// Commands wait for each other: the one after a step acts on what the step has reached.
  let turn = Promise.resolve();
  const inTurn = command => { turn = turn.then(command).catch(error => trouble("Something failed", [String(error)])); };

  // Suggestions

  function take(section, part) {
    items.set(section, part);
    for (const item of part) {
      if (item !== current) item.remove();
      byNumber.set(Number(item.dataset.number), item);
      home.set(item, section);
    }
  }

  const marksOf = number => all(`.e[data-s="${number}"]`, main);
  const wording = (item, reading = one(".edit ins", item)?.textContent ?? "nothing") =>
    [one(".edit del", item)?.textContent ?? "nothing", reading].map(text => text.replace(/\s+/g, " ").slice(0, 60)).join(" → ");

  function select(item, { focus = true, scroll = true } = {}) {
    current?.classList.remove("cur");
    for (const mark of all(".e.cur", main)) mark.classList.remove("cur");
    current = item;
    if (!item) return;
    item.classList.add("cur");
    shelf.replaceChildren(item);
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
    const next = item => { const part = items.get(home.get(item)); return part[part.indexOf(item) + step]; };
    let item = current && next(current);
    let index = current ? sections.indexOf(home.get(current)) : step > 0 ? -1 : sections.length;
    for (;;) {
      while (item && !isWanted(item)) item = next(item);
      if (item) return select(item);
      do index += step; while (sections[index] && !(Number(sections[index].dataset.suggestions) > 0 && mayHave(sections[index])));
      if (!sections[index]) return say(step > 0 ? "There is none after this" : "There is none before this");
      const part = await load(sections[index]);
      if (!part) return;
      item = part.at(step > 0 ? 0 : -1);
    }
  }

  const walkToOpen = () => walk(1, item => item.dataset.state === "open" && !pending.has(item.dataset.number), section => section.dataset.open !== "0");

  async function goTo(number) {
    const section = sections.find(each => Number(each.dataset.first) <= number && number <= Number(each.dataset.last));
    if (!byNumber.has(number) && section) await load(section);
    const item = byNumber.get(number);
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
    const item = byNumber.get(Number(change.number));
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
      : [...byNumber.values()].filter(other => other.dataset.state === "open" && other.dataset.rule === item.dataset.rule);
    const mark = by => { for (const each of touched) setPending(each, by); };
    const what = ofRule ? `${WORDS[verdict]}: all of ${item.dataset.rule}`
      : isUndo ? "undo" : `${WORDS[verdict]}: ${wording(item, form.get("reading") ?? undefined)}`;
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

  function keep(section) { for (const row of rowsOf(section)) sent.set(row, row.outerHTML); }

  const rowsOf = within => [...within.children].flatMap(child => (child.matches("section") ? [...child.children] : [child]));

  async function fragment(section) {
    const response = await fetch(section.dataset.url, { headers: { Accept: "text/html" } });
    if (!response.ok) throw new Error(`The server answers ${response.status}`);
    const holder = document.createElement("template");
    holder.innerHTML = await response.text();
    return { rows: one(".rows", holder.content), part: all(".item", holder.content) };
  }

  /// The suggestions of a part, which is fetched when it is not there; nothing when that fails.
  function load(section) {
    if (!section.classList.contains("wait")) return Promise.resolve(items.get(section));
    if (!loading.has(section)) {
      const loaded = fragment(section).then(({ rows, part }) => {
        section.replaceChildren(...rows.childNodes);
        section.classList.remove("wait");
        section.style.minHeight = "";
        keep(section);
        take(section, part);
        for (const item of part) if (pending.has(item.dataset.number)) marksOf(item.dataset.number).forEach(mark => mark.classList.add("pending"));
        unloadFar(section);
        return part;
      }).catch(error => trouble("A part of the record could not be read", [error.message], [["Reload the page", () => location.reload()], ["Close", () => {}]]))
        .finally(() => loading.delete(section));
      loading.set(section, loaded);
    }
    return loading.get(section);
  }

  /// Some parts are enough; the farthest one becomes a placeholder of its own height again.
  function unloadFar(near) {
    const shown = sections.filter(section => !section.classList.contains("wait"));
    if (shown.length <= 12) return;
    const at = sections.indexOf(near);
    shown.sort((a, b) => Math.abs(sections.indexOf(b) - at) - Math.abs(sections.indexOf(a) - at));
    const far = shown.find(section => !current || section !== home.get(current));
    // As it was when it left the view; to ask now would lay out what has just come.
    far.style.minHeight = (heights.get(far) ?? far.offsetHeight) + "px";
    far.classList.add("wait");
    far.replaceChildren(element("p", `${far.dataset.suggestions} suggestions`, "more"));
    for (const item of items.get(far)) byNumber.delete(Number(item.dataset.number));
    items.delete(far);
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
      const { rows, part } = await fragment(section).catch(() => ({}));
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
      // Those that no longer pass the filter stay until the page is loaded anew, so that the way back is the same.
      const anew = new Map(part.map(item => [item.dataset.number, item]));
      take(section, items.get(section).map(item =>
        item === current || pending.has(item.dataset.number) ? item : anew.get(item.dataset.number) ?? item));
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
    } else if (head > 0) { old[head - 1].after(...come); }
  }

  function watchParts() {
    const shown = sections.find(section => !section.classList.contains("wait"));
    const perLine = shown ? clamp(shown.offsetHeight / Number(shown.dataset.lines), 2, 30) : 20;
    const seen = new Set();
    const observer = new IntersectionObserver(entries => {
      for (const { target, isIntersecting, boundingClientRect } of entries) {
        if (!isIntersecting) {
          seen.delete(target);
          if (!target.classList.contains("wait")) heights.set(target, boundingClientRect.height);
          continue;
        }
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

  const askedFor = () => Number(/^#[se](\d+)$/.exec(location.hash)?.[1]);

  function start() {
    for (const section of sections.filter(each => !each.classList.contains("wait"))) {
      keep(section);
      take(section, all(`ol[data-part="${section.dataset.part}"] > .item`, list));
    }
    list.replaceChildren(shelf);
    const measure = () => root.style.setProperty("--bar", (getComputedStyle(bar).position === "sticky" ? bar.offsetHeight : 0) + "px");
    new ResizeObserver(measure).observe(bar);
    measure();
    watchParts();
    const asked = askedFor();
    const loaded = [...byNumber.values()], first = loaded.find(item => item.dataset.state === "open") ?? loaded[0];
    if (asked && !byNumber.has(asked)) inTurn(() => goTo(asked));
    else if (asked) select(byNumber.get(asked), { focus: false });
    else if (first) select(first, { focus: false, scroll: !location.hash && first !== loaded[0] });
    else if (sections.some(section => Number(section.dataset.suggestions) > 0)) inTurn(() => walk(1));
    addEventListener("resize", () => { if (current) marksOf(current.dataset.number).slice(0, 1).forEach(mark => reveal(mark)); });
    addEventListener("hashchange", () => { if (askedFor()) inTurn(() => goTo(askedFor())); });
    list.addEventListener("submit", submitted);
    list.addEventListener("click", event => { if (event.target.closest(".edit-key")) edit(); });
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

  /// The words that are selected in the source go into the form for corrections that nobody proposes.
  function markSelected() {
    const box = one("#mark"), form = one("form", box), chosen = getSelection();
    const row = chosen.rangeCount && chosen.getRangeAt(0).startContainer.parentElement?.closest(".row");
    box.open = true;
    if (row && !chosen.isCollapsed) {
      form.line.value = /^L(\d+)/.exec(row.id)[1];
      form.text.value = form.reading.value = chosen.toString();
      form.reading.focus();
      form.reading.select();
    } else {
      say("Select words in the source first, or type them here");
      form.line.focus();
    }
  }

  start();
  const commands = {
    j: () => inTurn(() => walk(1)), k: () => inTurn(() => walk(-1)), o: () => inTurn(walkToOpen), J: () => inTurn(walkToOpen),
    a: () => command("accept"), r: () => command("reject"), c: () => command("clear"), u: () => command("undo"),
    A: () => command("accept", { scope: "rule" }), e: () => inTurn(edit), z: image.toggle,
    m: () => inTurn(markSelected),
    g: () => inTurn(() => { scrollTo({ top: 0, behavior: "instant" }); select(null); return walk(1); }),
    n: () => follow(current && one(".alike", current), outbox), d: () => follow(current && one(".learn", current), outbox),
    "[": () => follow(one("a.step[rel=prev]"), outbox), "]": () => follow(one("a.step[rel=next]"), outbox),
  };
  for (let digit = 1; digit <= 9; digit += 1) { commands[digit] = () => inTurn(() => { current && all(".alt", current)[digit - 1]?.click(); }); }
  onKeys(commands);
}
