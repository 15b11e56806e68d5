import Foundation

/// As much of JSON Schema (draft 2020-12) as the project's schemas use; a keyword it does not know is a problem too.
struct JSONSchema {
  private let root: [String: Any]

  init(_ bytes: [UInt8]) throws {
    root = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any] ?? [:]
  }

  func problems(in json: [UInt8]) -> [String] {
    guard let value = try? JSONSerialization.jsonObject(with: Data(json)) else { return ["no JSON"] }
    return check(value, root, "$")
  }

  private static let annotations: Set<String> = ["$schema", "$id", "$defs", "title", "description", "examples", "$comment", "default"]

  private func check(_ value: Any, _ schema: [String: Any], _ path: String) -> [String] {
    var found: [String] = []
    let object = value as? [String: Any]
    for (keyword, rule) in schema where !Self.annotations.contains(keyword) {
      switch keyword {
      case "$ref":
        let name = (rule as? String ?? "").split(separator: "/").last.map(String.init) ?? ""
        guard let target = (root["$defs"] as? [String: Any])?[name] as? [String: Any] else { return ["\(path): no $defs/\(name)"] }
        found += check(value, target, path)
      case "type":
        let types = rule as? [String] ?? [rule as? String ?? ""]
        if !types.contains(where: { has(value, $0) }) { found.append("\(path): is not \(types)") }
      case "required":
        for name in rule as? [String] ?? [] where object?[name] == nil { found.append("\(path): lacks \(name)") }
      case "properties":
        for (name, part) in rule as? [String: [String: Any]] ?? [:] {
          if let member = object?[name] { found += check(member, part, "\(path).\(name)") }
        }
      case "additionalProperties":
        let known = Set((schema["properties"] as? [String: Any] ?? [:]).keys)
        for (name, member) in object ?? [:] where !known.contains(name) {
          if let part = rule as? [String: Any] {
            found += check(member, part, "\(path).\(name)")
          } else if rule as? Bool == false {
            found.append("\(path): unknown member \(name)")
          }
        }
      case "unevaluatedProperties":
        let known = names(schema)
        for name in object?.keys ?? [:].keys where rule as? Bool == false && !known.contains(name) {
          found.append("\(path): unknown member \(name)")
        }
      case "items":
        if let part = rule as? [String: Any] {
          for (index, element) in (value as? [Any] ?? []).enumerated() { found += check(element, part, "\(path)[\(index)]") }
        }
      case "prefixItems":
        for (index, (element, part)) in zip(value as? [Any] ?? [], rule as? [[String: Any]] ?? []).enumerated() {
          found += check(element, part, "\(path)[\(index)]")
        }
      case "minItems": if (value as? [Any])?.count ?? .max < rule as? Int ?? 0 { found.append("\(path): too few items") }
      case "maxItems": if (value as? [Any])?.count ?? 0 > rule as? Int ?? .max { found.append("\(path): too many items") }
      case "minLength": if (value as? String)?.count ?? .max < rule as? Int ?? 0 { found.append("\(path): too short") }
      case "minProperties": if object?.count ?? .max < rule as? Int ?? 0 { found.append("\(path): too few members") }
      case "const": if !same(value, rule) { found.append("\(path): is not \(rule)") }
      case "enum": if !(rule as? [Any] ?? []).contains(where: { same(value, $0) }) { found.append("\(path): none of \(rule)") }
      case "pattern":
        if let text = value as? String, let pattern = rule as? String, text.range(of: pattern, options: .regularExpression) == nil {
          found.append("\(path): \(text) does not match \(pattern)")
        }
      case "minimum": if let n = value as? Double, n < (rule as? Double ?? 0) { found.append("\(path): below \(rule)") }
      case "maximum": if let n = value as? Double, n > (rule as? Double ?? 0) { found.append("\(path): above \(rule)") }
      default: found.append("the schema uses \(keyword), which this validator does not know")
      }
    }
    return found
  }

  /// The members that a schema and the one that it refers to describe.
  private func names(_ schema: [String: Any]) -> Set<String> {
    let own = Set((schema["properties"] as? [String: Any] ?? [:]).keys)
    let name = (schema["$ref"] as? String ?? "").split(separator: "/").last.map(String.init) ?? ""
    guard let target = (root["$defs"] as? [String: Any])?[name] as? [String: Any] else { return own }
    return own.union(names(target))
  }

  private func has(_ value: Any, _ type: String) -> Bool {
    switch type {
    case "object": value is [String: Any]
    case "array": value is [Any]
    case "string": value is String
    case "integer": (value as? Double).map { $0 == $0.rounded() } ?? false
    case "number": value is Double
    case "boolean": value is Bool
    case "null": value is NSNull
    default: false
    }
  }

  private func same(_ a: Any, _ b: Any) -> Bool { "\(a)" == "\(b)" }
}
