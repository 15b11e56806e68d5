// Decisions on their way: one at a time, in the order in which they were made. A decision is
// { fields, what, show(), done(answer), back() }.

class Outbox {
  #address; #waiting = []; #running = null; #isHalted = false;

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

  #run() { return (this.#running ??= this.#sendAll()); }

  async #sendAll() {
    while (this.#waiting.length) {
      const decision = this.#waiting[0];
      const { answer, error, status } = await this.#send(decision);
      if (!answer && status !== 400) {
        this.#halt(error, status);
        break;
      }
      this.#waiting.shift();
      // The server is there again: what the message says is no longer so.
      if (this.#isHalted) one("#trouble").hidden = true;
      this.#isHalted = false;
      // One that is refused is refused alone: those behind it do not depend on it.
      if (answer) decision.done(answer); else decision.back();
      if (!answer) trouble("Not saved: " + decision.what, [error], undefined, true);
    }
    // Here and not later: what is added from now on starts anew.
    this.#running = null;
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
    } catch { return { error: "The server does not answer. Is emend review still running?", status: 0 }; }
  }

  /// Takes back what is shown of all that wait; nothing is left out silently.
  #halt(error, status) {
    const unsaved = this.#waiting;
    this.#isHalted = true;
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
