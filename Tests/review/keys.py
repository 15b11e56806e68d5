"""Reviews a record with keys alone, in headless Chromium, and checks that what the page says is what the server has.

    python3 Tests/review/keys.py http://127.0.0.1:PORT/ [FOLDER FOR PICTURES]

Opens the first record of the queue with at least six suggestions, accepts, rejects, types another reading, undoes, and loads
the page anew to see that all of it is stored. Leaves the record as it was found. Ends with 1 at the first thing that is not so.
"""
import pathlib
import sys

from chromium import Chromium, ChromiumError

CURRENT = "document.querySelector('.item.cur')?.dataset.number"


def state(number):
    """What a suggestion's mark in the source says; the page itself has only the card of the current one."""
    return f"/st-(\\w+)/.exec(document.querySelector('.e[data-s=\"{number}\"]').className)[1]"


def check(page, script, what):
    try:
        page.wait_for(script, 5)
    except ChromiumError as error:
        sys.exit(f"not so: {what}\n  {error}\n  {page.problems()}")
    print("ok  " + what)


def review(page, address, pictures):
    def picture(name):
        if pictures:
            page.screenshot(str(pictures / (name + ".png")))

    page.open(address)
    picture("queue")
    row = page.eval("[...document.querySelectorAll('#list tbody tr')].findIndex(r => Number(r.children[2]?.textContent) > 5)")
    if row < 0:
        sys.exit("the queue has no record with six suggestions")
    page.key("j", row + 1)
    page.key("Enter")
    check(page, CURRENT, "Enter in the queue opens the record at a suggestion")
    page.key("g")
    numbers = page.eval("[...new Set([...document.querySelectorAll('.e[data-s]')].map(e => e.dataset.s))].slice(0, 5)")
    found = [page.eval(state(number)) for number in numbers]
    check(page, f"{CURRENT} === '{numbers[0]}'", "g goes to the first suggestion")
    page.key("j")
    check(page, f"{CURRENT} === '{numbers[1]}'", "j goes on")
    page.key("k")
    check(page, f"{CURRENT} === '{numbers[0]}'", "k goes back")
    picture("record")
    page.key("a")
    check(page, f"{CURRENT} === '{numbers[1]}' && {state(numbers[0])} === 'accepted'", "a accepts and goes on")
    page.key("r")
    check(page, f"{CURRENT} === '{numbers[2]}' && {state(numbers[1])} === 'rejected'", "r rejects and goes on")
    page.key("e")
    check(page, "document.activeElement.matches('.item.cur textarea')", "e goes to the field")
    page.type("another reading, jar")
    page.key("Enter")
    check(page, f"{CURRENT} === '{numbers[3]}' && {state(numbers[2])} === 'changed'", "Enter saves the reading and goes on")
    page.key("a")
    page.key("u")
    check(page, f"{CURRENT} === '{numbers[3]}' && {state(numbers[3])} === '{found[3]}'", "u takes the last decision back and goes there")
    check(page, "!document.querySelector('.pending')", "nothing is on its way any more")
    picture("decided")
    page.reload()
    check(page, f"{state(numbers[0])} === 'accepted' && {state(numbers[1])} === 'rejected' && {state(numbers[2])} === 'changed'",
          "a page loaded anew has these decisions")
    page.key("?")
    check(page, "document.querySelector('dialog').open", "? opens the help")
    picture("help")
    page.key("Escape")
    check(page, "!document.querySelector('dialog').open", "Esc closes it")
    page.key("u", 3)
    check(page, " && ".join(f"{state(n)} === '{s}'" for n, s in zip(numbers, found)), "three times u, and all is as it was")
    if page.problems():
        sys.exit("the page complains:\n" + "\n".join(page.problems()))
    print("ok  no error in the page, nothing that its policy refused")


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    pictures = pathlib.Path(sys.argv[2]) if len(sys.argv) == 3 else None
    if pictures:
        pictures.mkdir(parents=True, exist_ok=True)
    with Chromium() as page:
        review(page, sys.argv[1], pictures)


if __name__ == "__main__":
    main()
