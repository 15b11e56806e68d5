// Lists: records, edits alike, and the concordance of one edit.

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
    if (!response?.ok) return trouble("The server does not answer", ["Is emend review still running?"]);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const focused = document.activeElement?.getAttribute("href");
    one("#fresh").replaceWith(one("#fresh", page));
    const rows = one("#list tbody"), fresh = one("#list tbody", page);
    if (rows.innerHTML !== fresh.innerHTML) rows.replaceWith(fresh);
    one("[data-count=total]").textContent = one("[data-count=total]", page).textContent;
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
    const fields = [...new FormData(one(everywhere ? "#whole" : "#places"))].filter(([name]) => name !== "id");
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
  one("#whole").addEventListener("submit", event => { event.preventDefault(); whole(event.submitter.value); });
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
