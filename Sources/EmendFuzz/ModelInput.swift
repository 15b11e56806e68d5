import Emend
import EmendCore
import EmendCorrector

/// Models: as they are, and with the checksum that is theirs, so that it is not the checksum alone that keeps them out.
enum ModelInput {
  private static let text = Array(
    "The govemment ofthe United States, wbich is known, was toId of the goverment of the\nunited state. A n d 1t was so.\n".utf8)

  static func run(_ input: [UInt8]) throws -> Bool {
    _ = try? CorrectorModel(bytes: input, name: "any.model")
    let model: CorrectorModel
    do { model = try CorrectorModel(bytes: ModelFile.sealed(input), name: "sealed.model") } catch { return false }
    let pipeline = TextInput.selected(.standard(level: .suggested, model: model), only: ["corrector"])
    try TextInput.check(text, pipeline)
    return true
  }
}
