import EmendICU

/// The system's ICU, as far as emend needs it.
package enum ICU {
  /// Version of the library in use, such as `72.1`.
  package static var version: String { String(cString: emend_icu_version()) }
  /// Version of Unicode in it, such as `15.0`.
  package static var unicodeVersion: String { String(cString: emend_icu_unicode_version()) }

  /// What normalising `bytes[range]`, which must be valid UTF-8 of less than 2 GB, changes: place, length, new bytes.
  package static func normalize(
    _ bytes: [UInt8], _ range: Range<Int>, form: NormalizationForm,
    report: (Range<Int>, UnsafeBufferPointer<UInt8>) -> Void
  ) {
    withoutActuallyEscaping(report) { report in
      var context = Report(base: range.lowerBound, report: report)
      bytes.withUnsafeBufferPointer { buffer in
        let part = UnsafeBufferPointer(rebasing: buffer[range])
        withUnsafeMutablePointer(to: &context) { context in
          _ = emend_icu_normalize(form.icu, part.baseAddress, Int32(part.count), context) {
            context, start, oldLength, newText, newLength in
            let context = context!.assumingMemoryBound(to: Report.self).pointee
            let first = context.base + Int(start)
            context.report(
              first..<first + Int(oldLength), UnsafeBufferPointer(start: newText, count: Int(newLength)))
          }
        }
      }
    }
  }

  /// True when a text may be cut before a scalar without changing how its parts normalise.
  package static func hasBoundary(before scalar: UInt32, form: NormalizationForm) -> Bool {
    emend_icu_has_boundary_before(form.icu, Int32(bitPattern: scalar))
  }

  private struct Report {
    let base: Int
    let report: (Range<Int>, UnsafeBufferPointer<UInt8>) -> Void
  }

  /// The charset that ICU's detector finds most likely in a sample, and its confidence, 0...1.
  static func detectCharset(_ sample: ArraySlice<UInt8>) -> (name: String, confidence: Double)? {
    var name = [CChar](repeating: 0, count: 64)
    var confidence: Int32 = 0
    let found = sample.withUnsafeBufferPointer {
      emend_icu_detect($0.baseAddress, Int32($0.count), &name, &confidence)
    }
    guard found else { return nil }
    let text = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return (text, Double(confidence) / 100)
  }

  /// `bytes` of a charset as UTF-8, nil when ICU does not know the charset.
  package static func decode(_ bytes: ArraySlice<UInt8>, charset: String) -> [UInt8]? {
    bytes.withUnsafeBufferPointer { input in
      var capacity = input.count * 2 + 16
      while true {
        var needed: Int64 = 0
        let out = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
          needed = emend_icu_decode(
            charset, input.baseAddress, Int32(input.count), buffer.baseAddress, Int32(capacity))
          count = needed >= 0 && needed <= capacity ? Int(needed) : 0
        }
        if needed < 0 { return nil }
        if needed <= capacity { return out }
        capacity = Int(needed)
      }
    }
  }
}

/// A normalization form of Unicode (UAX 15).
package enum NormalizationForm: String, CaseIterable, Sendable { case nfc, nfkc }

extension NormalizationForm {
  fileprivate var icu: emend_icu_form {
    switch self {
    case .nfc: EMEND_ICU_NFC
    case .nfkc: EMEND_ICU_NFKC
    }
  }
}
