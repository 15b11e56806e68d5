extension HostileText {
  /// All kinds, by what they try: bytes, characters, words, lines, pages, markings.
  public static let all: [HostileText] = bytes + characters + words + lines + pages + markings

  private static let small = "abcdefghijklmnopqrstuvwxyz"

  private static let bytes: [HostileText] = [
    .repeated("one-letter", "a"), .repeated("one-capital", "A"), .repeated("one-digit", "1"), .repeated("blanks", " "),
    .repeated("tabs", "\t"), .repeated("dots", ". "), .repeated("dashes", "-"), .repeated("underscores", "_"),
    .repeated("parentheses", "("),
    .repeated("brackets", "["), .repeated("bracket-pairs", "[]"), .repeated("quotes", "\""), .repeated("apostrophes", "a'"),
    .repeated("control", "\u{1}"), .repeated("nul-and-letter", "a\0b"), .repeated("bad-bytes", [0xFF, 0x61]),
    .repeated("bad-bytes-alone", [0xC3]), .repeated("latin-1", [0x61, 0xE9, 0x62, 0x20]),
    .repeated("utf-16", [0x61, 0, 0x62, 0, 0x20, 0, 0x63, 0]),
    HostileText("noise") { maker in maker.fill { text, _ in text.add([UInt8(text.below(256))]) } },
  ]

  private static let characters: [HostileText] = [
    HostileText("marks-of-one-letter") { maker in
      maker.add("e")
      maker.fill { text, _ in text.add("\u{301}") }
    },
    HostileText("marks-out-of-order") { maker in
      maker.add("e")
      maker.fill { text, _ in text.add("\u{301}\u{323}") }
    },
    .repeated("thirty-marks", "e" + String(repeating: "\u{301}\u{323}", count: 15)),
    .repeated("thirty-two-marks", "e" + String(repeating: "\u{301}\u{323}", count: 16)),
    .repeated("joined-emoji", "👩‍👩‍👧"), .repeated("zero-width", "a\u{200B}"), .repeated("mojibake", "Ã©â€™"),
    .repeated("mojibake-words", "GenÃ¨ve â€œnoâ€\u{9D} "), .repeated("c1-and-mojibake", "\u{92}Ã©\u{85}"),
    .repeated("dash-words", "the—war—"), .repeated("quoted-words", "“a”"), .repeated("no-break", "a\u{A0}"),
    .repeated("soft-hyphens", "a\u{AD}"), .repeated("full-width", "ＳＥＣＲＥＴ"), .repeated("ligatures", "ﬁﬂ"),
    .repeated("hangul", "\u{1100}\u{1161}\u{11A8}"), .repeated("cyrillic", "правительство"), .repeated("arabic", "السلام "),
    .repeated("cjk", "政府　会談"), .repeated("cut-utf8", Array("a—".utf8.dropLast())),
  ]

  private static let words: [HostileText] = [
    HostileText("prose", share: 4) { maker in
      let words = [
        "the", "of", "and", "a", "to", "in", "that", "Ambassador", "sinsitive", "said", "confereuce", "Soviet", "Cuba", "President",
        "would",
        "government", "tbe", "wbich", "policy", "missiles",
      ]
      maker.fill { text, _ in text.add(text.pick(words) + " ") }
    },
    HostileText("unknown-words", share: 2) { maker in
      maker.fill { text, _ in text.add(text.letters(4 + text.below(9), of: small) + " ") }
    },
    HostileText("unknown-capitals", share: 2) { maker in
      maker.fill { text, _ in text.add(text.letters(4 + text.below(9), of: "ABCDEFGHIJKLMNOPQRSTUVWXYZ") + (text.below(6) > 0 ? " " : "\n"))
      }
    },
    HostileText("titled-names", share: 8) { maker in
      maker.fill { text, _ in text.add("Ambassador " + text.pick(["S", "U", "T", "V"]) + text.letters(7, of: "aeionrst") + " ") }
    },
    HostileText("damaged-titles", share: 8) { maker in
      maker.fill { text, _ in text.add("Ambassalor " + text.pick(["S", "U"]) + text.letters(7, of: "aeionrst") + " ") }
    },
    .repeated("single-letters", "a b c d e f g "), .repeated("glued-words", "thepresidentsaidthat"),
    .repeated("long-words", String(repeating: "x", count: 10_000) + " "), .repeated("two-letters", "ab ", share: 2),
    .repeated("split-words", "sugge sted con ference ", share: 2), .repeated("sic", "sinsitive [sic] "), .repeated("sic-in-a-row", "(sic"),
    .repeated("roman", "iiiiii. "), .repeated("marked-words", "the Rio Treat; which was "), .repeated("hyphens", "a-b-"),
    .repeated("cut-words", "con-\nference "), .repeated("cut-letters", "ab-\n"), .repeated("cut-in-line", "con- ference "),
    .repeated("cut-in-three", "recogni-\ntion-\nary "), .repeated("hyphen-lines", "-\n"), .repeated("quotes-and-digits", "12'34\"56 "),
    .repeated("addresses", "http://a.b/c?d=e@f "), .repeated("apostrophe-words", "o'o'o'o'"), .repeated("slashes", "and/or/"),
  ]

  private static let lines: [HostileText] = [
    .repeated("line-feeds", "\n"), .repeated("returns", "a\r"), .repeated("mixed-ends", "a\r\nb\rc\n"), .repeated("short-lines", "a\n"),
    .repeated("blank-lines", "a\n\n\n\n"), .repeated("blanks-at-ends", "a   \n"), .repeated("paragraph-signs", "¶\n"),
    .repeated("full-lines", "The President said that the government would not agree to any of the terms that\n", share: 4),
    .repeated("table-rows", "Item   12   34.5   67\n"), .repeated("leaders", "Chapter ........ 12\n"),
    .repeated("labels", "SUBJECT: Cuba\n"),
    .repeated("ignored", "# emend: off\n# emend: on\n"), .repeated("ignored-lines", "a emend: ignore\n"),
    .repeated("never-on", "emend: off "),
    HostileText("capital-lines") { maker in
      maker.fill { text, _ in text.add(text.letters(40, of: "ABCDEFGHIJKLMNOPQRSTUVWXYZ ") + "\n") }
    },
    HostileText("blanks-then-line") { maker in
      maker.fill(to: 0.9) { text, _ in text.add(" ") }
      maker.fill { text, _ in text.add("a- \n") }
    },
  ]

  private static let pages: [HostileText] = [
    .repeated("form-feeds", "\u{C}"), .repeated("scraps", "\u{C}7\n"), .repeated("scrap-pages", "\u{C}~\n7\n|\n"),
    .repeated("form-feed-words", "a\u{C}b "), .repeated("same-page-number", "- 2 -\n"),
    .repeated("page-mark", "[Page 591]\n"), .repeated("page-marks-in-line", "[Page 591]   "), .repeated("open-page-marks", "[Page "),
    .repeated("separators", "---\n## Page 2\n"), .repeated("image-separators", "--- Image 12_page_2.jpeg ---\n"),
    .repeated("serials", "CIA-000123\nThe text goes on.\n"), .repeated("page-numbers-in-blanks", "a\n   - 2 -   \u{C}   \n"),
    .repeated("cable-heads", "PAGE 02  LA PAZ 08894 191500Z\ntext\n"),
    HostileText("page-numbers") { maker in maker.fill { text, number in text.add("- \(number) -\n") } },
    HostileText("page-mark-run") { maker in maker.fill { text, number in text.add("[Page \(number)]\n") } },
    HostileText("number-lines") { maker in maker.fill { text, number in text.add("\(number)\n") } },
    HostileText("number-lines-apart") { maker in maker.fill { text, number in text.add("\(number)\n\n\n") } },
    HostileText("heads-after-form-feeds") { maker in
      maker.fill { text, number in text.add("\u{C}MEMORANDUM OF CONVERSATION\n\nText \(number) here.\n") }
    },
    HostileText("running-heads") { maker in
      maker.fill { text, number in text.add("\u{C}TOP SECRET\n\(number)\nFOREIGN RELATIONS \(text.below(99))\ntext\n") }
    },
    HostileText("numbered-heads") { maker in
      maker.fill { text, number in text.add("NSC MEETING PAGE \(number)\n\na\n\nb\n\nc\n\n") }
    },
    HostileText("two-heads-in-turn") { maker in
      maker.fill { text, number in
        text.add(
          "\u{C}\(number % 2 == 0 ? "THE BAY OF PIGS" : "THE MISSILE CRISIS") \(number)\nand so on,\n\(text.letters(9, of: small))\n")
      }
    },
    HostileText("blanks-before-form-feed") { maker in
      maker.fill(to: 0.9) { text, _ in text.add(" ") }
      maker.add("\u{C}- 2 -\n")
      maker.fill { text, _ in text.add("a\n") }
    },
    HostileText("blanks-after-page-number") { maker in
      maker.add("a\n\n- 2 -")
      maker.fill { text, _ in text.add(" ") }
      maker.add("\u{C}b\n")
    },
    HostileText("notes") { maker in maker.fill { text, number in text.add("\(number) See the note of the President.\n") } },
    HostileText("notes-and-references") { maker in
      maker.fill(to: 0.5) { text, number in text.add("word\(number % 900) ") }
      maker.add("\n")
      maker.fill { text, number in text.add("\(number % 900). Source: Note.\n") }
    },
    .repeated("note-blocks", "said.1\n1 Document 171.\n"),
  ]

  private static let markings: [HostileText] = [
    .repeated("banner", "TOP SECRFT - SENSITlVE\n"), .repeated("stamp", "DECLASSIFIED\nE.O. 12958 Sec. 3.5\nNLK-99-"),
    .repeated("stamp-in-line", "text text TOP SECRET DECLASSIFIED Authority E.O. 12958 NARA Date 1/1/99\n"),
    .repeated("stamp-words", "DECLASSIFIED "), .repeated("authority-lines", "Authority NND 92338\nBy jc NARA Date 7/12/86\n"),
    .repeated("redactions", "b6 b7C\nb1\n66 |\n"), .repeated("letterheads", "THE WHITE HOUSE\nWASHINGTON\n"),
    .repeated("source-notes", "Source: Kennedy Library.\n"), .repeated("site-feet", "127 Wall Street, New Haven, CT 06511.\n"),
    .repeated("site-heads", "The Cuban Missile Crisis\n"), .repeated("back-links", "1 Document 171. Back\n"),
    HostileText("banner-varied") { maker in
      maker.fill { text, _ in text.add(String("TOP SECRET - SENSITIVE".prefix(3 + text.below(20))) + text.letters(1, of: "XQZ1") + "\n") }
    },
    HostileText("stamp-varied") { maker in
      maker.fill { text, _ in text.add("DECLASS" + text.letters(3, of: "IFED1l") + "D\nE.O. \(text.below(99_999)) Sec. \(text.below(9))\n")
      }
    },
  ]
}
