import Emend
import EmendConfiguration
import EmendCore

/// Configurations, as if each were the file `emend.yml`.
enum SettingsInput {
  static func run(_ input: [UInt8]) throws -> Bool {
    let file: ConfigurationFile
    do { file = try ConfigurationFile("/folder/emend.yml", content: input, isTrusted: input.count % 2 == 0) } catch let errors
      as ConfigurationErrors
    {
      if errors.messages.isEmpty { throw FuzzTarget.Finding("a configuration was refused without a word") }
      return false
    }
    let settings = file.settings(for: "/folder/box7/24.txt")
    _ = (settings.options, settings.level, settings.table, settings.pipelineKey, settings.selects("/folder/box7/24.txt"))
    return true
  }
}
