import Emend
import EmendCore
import EmendReports

/// Ledgers and reports that are read back, with the text that those of the corpus are about.
enum LedgerInput {
  static let text = Array("SECRET\n\nMr. Bundy said that thc Govermnent\nwould not agree.\u{200B}\n\n- 2 -\n\nSECRET\n".utf8)

  static func run(_ input: [UInt8]) throws -> Bool {
    let ledger: Ledger
    do { ledger = try Ledger(input) } catch { return false }
    _ = try? ledger.undo(text)
    _ = try? ledger.run(of: text)
    guard let output = try? ledger.replay(text) else { return true }
    // What it undoes, it undoes to the source that it names.
    if let source = try? ledger.undo(output), FileFacts.sha256(source) != ledger.source.sha256 {
      throw FuzzTarget.Finding("a ledger gave another text than its source")
    }
    guard let run = try? ledger.run(of: text) else { return true }
    if run.undo() != text { throw FuzzTarget.Finding("undoing the run of a ledger does not give its source") }
    let report = try ByteWriter.collect { try JSONReport(run, source: "a", output: "b", history: ledger.history).write(to: &$0) }
    do {
      let again = try Ledger(report)
      if try again.undo(again.replay(text)) != text { throw FuzzTarget.Finding("a report read back undoes to another text") }
    } catch let error as EmendError { throw FuzzTarget.Finding("a report cannot be read back: \(error)") }
    return true
  }
}
