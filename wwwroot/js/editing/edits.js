// Sends what somebody types to the server. The text in the browser is the truth: it goes one way, one message at a time and
// in order, each with only what changed since the last, so a slow connection delays what the server knows and nothing else.
const pause = 150;
const patience = 10_000;

// From one text to the other: what stands before and after the change is not sent.
export function difference(before, after) {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before.charCodeAt(start) === after.charCodeAt(start)) {
    start++;
  }

  let end = 0;
  while (end < most - start && before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)) {
    end++;
  }

  // Half of a surrogate pair cannot travel.
  const isHalf = (text, index) => index > 0 && index < text.length && text.charCodeAt(index) >= 0xdc00 && text.charCodeAt(index) <= 0xdfff;
  start -= isHalf(before, start) || isHalf(after, start) ? 1 : 0;
  end -= isHalf(before, before.length - end) || isHalf(after, after.length - end) ? 1 : 0;
  end = Math.max(0, end);
  return { start, removed: before.length - end - start, inserted: after.slice(start, after.length - end) };
}

export class Edits {
  // known: what the server has, as text; null where that is not sure and all of it has to be sent.
  constructor(server, read, known) {
    this.server = server;
    this.read = read;
    this.known = known;
    this.sequence = 0;
    this.last = Promise.resolve();
  }

  soon() {
    this.timer ??= setTimeout(() => this.now().catch(() => {}), pause);
  }

  // Resolves when the server knows the text as it is now.
  now() {
    clearTimeout(this.timer);
    this.timer = undefined;
    return (this.last = this.last.catch(() => {}).then(() => this.send()));
  }

  // The server replaced the text; something older may still be on its way there, so all of it is sent.
  replaced() {
    this.known = null;
    this.soon();
  }

  async send() {
    for (let attempt = 0; attempt < 3 && !this.stopped; attempt++) {
      const text = this.read();
      if (text === this.known) {
        return;
      }

      const { start, removed, inserted } = this.known === null ? { start: 0, removed: -1, inserted: text } : difference(this.known, text);
      const answer = this.server.invokeMethodAsync("EditedAsync", ++this.sequence, start, removed, inserted, text.length);
      this.known = null;
      if (await Promise.race([answer, new Promise((_, late) => setTimeout(() => late(new Error("the server did not answer")), patience))])) {
        this.known = text;
        return;
      }
    }
  }

  stop() {
    clearTimeout(this.timer);
    this.stopped = true;
  }
}
