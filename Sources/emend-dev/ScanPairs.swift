import EmendCore
import Foundation

/// Words that OCR misread, from scans whose truth is known: `NAME.ocr.txt` beside `NAME.gt.txt`.
struct ScanPairs {
  /// What a word was read as.
  struct Misreading: Hashable {
    let truth: String
    let read: String
  }

  /// Glyphs that were read as others.
  struct Confusion: Hashable {
    let truth: String
    let read: String
  }

  /// How often each word was misread so, in small letters.
  private(set) var misreadings: [Misreading: Int] = [:]
  private(set) var confusions: [Confusion: Int] = [:]

  init(folders: [String]) throws {
    for truth in try Files.list(folders, suffix: ".gt.txt") {
      let read = truth.deletingLastPathComponent()
        .appending(path: truth.lastPathComponent.replacing(".gt.txt", with: ".ocr.txt"))
      compare(Self.words([UInt8](try Data(contentsOf: read))), with: Self.words([UInt8](try Data(contentsOf: truth))))
    }
    for (word, count) in misreadings {
      for confusion in Self.confusions(of: word) { confusions[confusion, default: 0] += count }
    }
  }

  /// The ASCII words of a text in small letters; a hyphen at a line end joins.
  private static func words(_ text: [UInt8]) -> [String] {
    var words: [String] = []
    var word: [UInt8] = []
    var i = 0
    while i < text.count {
      let byte = text[i]
      if (byte | 0x20) >= UInt8(ascii: "a"), (byte | 0x20) <= UInt8(ascii: "z") {
        word.append(byte | 0x20)
      } else if byte == UInt8(ascii: "-"), i + 1 < text.count, text[i + 1] == UInt8(ascii: "\n") {
        while i + 1 < text.count, text[i + 1] <= UInt8(ascii: " ") { i += 1 }
      } else if !word.isEmpty {
        words.append(String(decoding: word, as: UTF8.self))
        word = []
      }
      i += 1
    }
    if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
    return words
  }

  /// Words between two that agree stand for each other where there are as many on both sides.
  private mutating func compare(_ read: [String], with truth: [String]) {
    let changes = read.difference(from: truth)
    let lost = Set(changes.removals.map { if case .remove(let offset, _, _) = $0 { offset } else { -1 } })
    let gained = Set(changes.insertions.map { if case .insert(let offset, _, _) = $0 { offset } else { -1 } })
    var i = 0
    var j = 0
    while i < truth.count || j < read.count {
      let (startTruth, startRead) = (i, j)
      while lost.contains(i) { i += 1 }
      while gained.contains(j) { j += 1 }
      if i - startTruth == j - startRead {
        for (a, b) in zip(truth[startTruth..<i], read[startRead..<j]) where abs(a.count - b.count) <= 2 && a.count >= 4 {
          misreadings[Misreading(truth: a, read: b), default: 0] += 1
        }
      }
      i += 1
      j += 1
    }
  }

  /// One change of one or two letters on either side, or two of one letter each; nothing when the words differ more.
  static func confusions(of word: Misreading) -> [Confusion] {
    let truth = Array(word.truth)
    let read = Array(word.read)
    if truth.count == read.count {
      let places = truth.indices.filter { truth[$0] != read[$0] }
      if places.count == 1 || places.count == 2 && places[1] > places[0] + 1 {
        return places.map { Confusion(truth: String(truth[$0]), read: String(read[$0])) }
      }
    }
    let prefix = zip(truth, read).prefix { $0 == $1 }.count
    let suffix = zip(truth.dropFirst(prefix).reversed(), read.dropFirst(prefix).reversed()).prefix { $0 == $1 }.count
    let middle = (truth[prefix..<truth.count - suffix], read[prefix..<read.count - suffix])
    guard (1...2).contains(middle.0.count), (1...2).contains(middle.1.count) else { return [] }
    return [Confusion(truth: String(middle.0), read: String(middle.1))]
  }
}
