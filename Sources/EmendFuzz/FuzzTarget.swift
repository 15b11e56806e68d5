import Emend
import EmendCore

/// What comes from outside, fed with any bytes: each target gets through them, or they are refused with an `EmendError`.
/// A crash, a hang and a `Finding` are defects of emend.
public enum FuzzTarget: String, CaseIterable, Sendable {
  case model, ledger, json, settings, tables, layout, decode, pipeline

  /// A promise that was not kept.
  public struct Finding: Error, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
  }

  /// - Returns: whether the input was taken for what the target reads; false when it was refused.
  /// - Throws: `Finding`.
  @discardableResult
  public func run(_ input: [UInt8]) throws -> Bool {
    switch self {
    case .model: try ModelInput.run(input)
    case .ledger: try LedgerInput.run(input)
    case .json: try JSONInput.run(input)
    case .settings: try SettingsInput.run(input)
    case .tables: try TablesInput.run(input)
    case .layout: try LayoutInput.run(input)
    case .decode: try TextInput.decode(input)
    case .pipeline: try TextInput.pipeline(input)
    }
  }
}
