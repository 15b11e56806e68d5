import EmendCore

/// What becomes of a hyphen where neither the record nor the lexicon knows the word.
extension HyphenReader {
  /// Neither the record nor the lexicon knows the word: what the halves are by themselves.
  mutating func byShape(_ halves: Halves) -> Reading? {
    let (left, right) = (halves.left, halves.right)
    guard left.count >= LineEndsNumbers.shortestHalf, right.count >= LineEndsNumbers.shortestHalf, !Self.isFunctionWord(right) else {
      return nil
    }
    let leftIsWord = stands(left)
    let rightIsWord = stands(right)
    if halves.shape == .capital || halves.shape == .upper {
      return halves.shape == .capital ? compoundOfNames(halves, leftIsWord, rightIsWord) : nil
    }
    guard halves.shape == .even else { return nil }
    if leftIsWord, rightIsWord { return ofTwoWords(halves) }
    let joined = halves.joinedText
    guard halves.joined.count >= LineEndsNumbers.shortestDoubtfulWord,
      halves.joined.contains(where: { $0.isAny(of: "aeiouyAEIOUY") || $0 >= 0x80 })
    else { return nil }
    if neighbours.isNear(halves.joined) {
      return Reading(
        dropsHyphen: true, confidence: Confidence(LineEndsNumbers.nearWord),
        reason: "\(joined) is a letter from a known word, and its halves are none")
    }
    // `syn-`, line end, `petrochemical`: a whole long word is no rest of another.
    if rightIsWord, right.count >= LineEndsNumbers.longWord {
      return Reading(
        dropsHyphen: true, confidence: .suggested, reason: "\(joined) is no word", alternative: halves.hyphenedText)
    }
    let cut = leftIsWord ? halves.right : halves.left
    let text = String(decoding: cut, as: UTF8.self)
    // A long word with a hyphen behind it, or a name: the other half may be the damaged word of a compound.
    let isHalf =
      leftIsWord
      ? left.count > LineEndsNumbers.longestSyllable || vocabulary.flags(of: left).contains(.compoundStart)
      : rightIsWord
        && (left[0].isUpper && left.count > LineEndsNumbers.longestPrefixName || vocabulary.flags(of: right).contains(.compoundEnd))
    if isHalf {
      return Reading(
        dropsHyphen: true, confidence: .suggested, reason: "\(text) is no word", alternative: halves.hyphenedText)
    }
    let p = leftIsWord ? LineEndsNumbers.firstIsWord : rightIsWord ? LineEndsNumbers.secondIsWord : LineEndsNumbers.neitherIsWord
    return Reading(
      dropsHyphen: true, confidence: Confidence(p),
      reason: leftIsWord || rightIsWord ? "\(text) is no word, so the line end cut one" : "neither half is a word, so the line end cut one")
  }

  /// Both halves are words: a compound, unless they are syllables or the joined word is near a known one.
  private mutating func ofTwoWords(_ halves: Halves) -> Reading {
    let joined = halves.joinedText
    // Short words are syllables too.
    let hasSyllable = halves.left.count < LineEndsNumbers.shortestOfTwoWords || halves.right.count < LineEndsNumbers.shortestOfTwoWords
    if hasSyllable || neighbours.isNear(halves.joined) {
      if isKnown(halves.joined), halves.joined.count > LineEndsNumbers.longestShortName {
        return Reading(dropsHyphen: true, confidence: Confidence(LineEndsNumbers.nameOfSyllables), reason: "\(joined) is a known name")
      }
      if neighbours.looksLikeWord(halves.joined) {
        return Reading(
          dropsHyphen: true, confidence: Confidence(LineEndsNumbers.lookAlikeOfSyllables),
          reason: "\(joined) is a look-alike letter from a known word")
      }
      return Reading(
        dropsHyphen: true, confidence: .suggested, reason: "both halves are words, and \(joined) is none",
        alternative: halves.hyphenedText)
    }
    return Reading(
      dropsHyphen: false, confidence: Confidence(LineEndsNumbers.unknownCompound), reason: "both halves are words, and \(joined) is none")
  }

  /// `Castro-Communists`, `anti-Castro`: a capital behind the hyphen is the start of a name.
  private func compoundOfNames(_ halves: Halves, _ leftIsWord: Bool, _ rightIsWord: Bool) -> Reading? {
    guard leftIsWord, rightIsWord, halves.left.count >= LineEndsNumbers.shortestFirstName,
      halves.right.count >= LineEndsNumbers.shortestSecondName, !halves.right.dropFirst().contains(where: \.isUpper)
    else { return nil }
    let rightIsName = !vocabulary.flags(of: halves.right).contains(.word)
    guard rightIsName || halves.left[0].isUpper else { return nil }
    let isUsual =
      vocabulary.flags(of: halves.right).contains(.compoundEnd) || vocabulary.flags(of: halves.left).contains(.compoundStart)
    let p =
      rightIsName
      ? LineEndsNumbers.compoundOfName : isUsual ? LineEndsNumbers.usualCompoundOfCapitals : LineEndsNumbers.compoundOfCapitals
    return Reading(
      dropsHyphen: false, confidence: Confidence(p),
      reason: "\(halves.hyphenedText) has two words, the second with a capital")
  }
}
