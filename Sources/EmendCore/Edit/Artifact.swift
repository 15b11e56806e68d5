/// What a record carried that is not its text: taken out of the text, kept as data.
package struct Artifact: Hashable, Sendable {
  /// What the matter is. The raw values stand in reports and in `markings.tsv`.
  package enum Kind: String, CaseIterable, Sendable {
    /// Classification line at the head or foot of a page: `TOP SECRET - SENSITIVE`.
    case banner
    /// Dissemination caveat: `NO FOREIGN DISSEM`.
    case caveat
    /// Downgrading and declassification instructions: `GROUP 1`.
    case downgrade
    /// Sanitization, release or declassification stamp.
    case stamp
    /// Printed head of an office's paper: `THE WHITE HOUSE`, `MEMORANDUM FOR THE RECORD`.
    case letterhead
    /// Handling and form furniture: `RETURN TO CIA`.
    case handling
    /// Page number or page break.
    case pageMarker
    /// Line that recurs at page heads or feet.
    case runningHeader
    /// Furniture of the web site or database that a text came from.
    case boilerplate
    /// Reference to a footnote, or the note: field `part`.
    case footnote

    /// For people: `page marker`.
    package var words: String {
      switch self {
      case .pageMarker: "page marker"
      case .runningHeader: "running header"
      default: rawValue
      }
    }
  }

  /// A named reading, as it stands in the record: `review` = `80-89`.
  package struct Field: Hashable, Sendable {
    package let name: String
    package let value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  package let kind: Kind
  /// The matter as read, without the blanks around it.
  package let text: String
  /// In the order in which the template names them.
  package let fields: [Field]

  package init(kind: Kind, text: String, fields: [Field] = []) {
    self.kind = kind
    self.text = text
    self.fields = fields
  }

  /// The value of the first field of that name.
  package subscript(name: String) -> String? { fields.first { $0.name == name }?.value }
}
