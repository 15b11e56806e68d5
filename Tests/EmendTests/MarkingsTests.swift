import Testing

@testable import Emend
@testable import EmendCore

@Suite struct MarkingsTests {
  private func artifacts(_ line: String, stage: String = "markings") throws -> [Artifact] {
    let text = "He agreed to the proposal.\n\(line)\nThe President asked again.\n"
    let run = try Pipeline.only(stage).run(text)
    #expect(run.undo() == Array(text.utf8))
    return run.artifacts.map(\.artifact)
  }

  /// Damage that stands in real records (see the catalogue in the documentation of the project's markings).
  @Test(arguments: [
    ("SECRET", "SECRET"), ("S-E-C-R-E-T", "SECRET"), ("S E C R E T", "SECRET"), ("SEGRET", "SECRET"), ("SECRE", "SECRET"),
    ("ECRET", "SECRET"), ("SEORET", "SECRET"), ("BECRET", "SECRET"), ("SECKET", "SECRET"), ("SECRETI", "SECRET"),
    ("TOP SECRET", "TOP SECRET"), ("TOP SEORET", "TOP SECRET"), ("TOD SECRET - SENSITIVE", "TOP SECRET"),
    ("-FOP SECRET SENSITIVE", "TOP SECRET"), ("COMFIDENTIAL", "CONFIDENTIAL"), ("C-O-N-F-I-D-E-N-T-I-A-L", "CONFIDENTIAL"),
    ("UNCLASSIFIED", "UNCLASSIFIED"),
  ]) func bannersAreReadThroughDamage(line: String, level: String) throws {
    let found = try artifacts(line)
    #expect(found.count == 1 && found[0].kind == .banner, "\(line): \(found)")
    #expect(found.first?["level"] == level)
    #expect(found.first?.text == line)
  }

  @Test(arguments: [
    ("NO FOREIGN DISSEM", Artifact.Kind.caveat), ("SANITIZED", .stamp), ("CLASSIFIED MESSAGE", .handling), ("GROUP 1", .downgrade),
    ("Excluded from automatic", .downgrade), ("EXCLUDED FROM AUTOMATIO", .downgrade),
  ]) func otherMatterIsTyped(line: String, kind: Artifact.Kind) throws {
    let text = "He agreed.\nSECRET\n\(line)\nThe President asked.\n"
    let found = try Pipeline.only("markings").run(text).artifacts.map(\.artifact)
    #expect(found.contains { $0.kind == kind && $0.text == line }, "\(found)")
  }

  /// Content, in the places and shapes where furniture stands too.
  @Test(arguments: [
    "REGRET", "Secretary Rusk", "SECRETARY OF STATE", "TO: Secretary of State", "FROM: AmEmbassy LA PAZ", "SUBJECT: Top Secret Papers",
    "(S) The Embassy reports that", "(TS) (S) (C) (U)", "[Here follows discussion of Berlin.]", "[1 line of source text not declassified]",
    "Distribution:", "The secret of the matter was kept.", "He said it was top secret.", "Source: Kennedy Library. Top Secret; Sensitive.",
    "declassified] Embassies in the area", "FOREIGN DISSEM/BACKGROUND USE ONLY)", "(CONFIDENTIAL)", "DATE: 10 FEBRUARY 1969",
    "nitel to Bureau dated 3/19/77.", "approved for release by the President and the Secretary", "sanitized.", "REF: DEPTEL 1234",
    "1. Background", "MEMORANDUM OF CONVERSATION", "Bromley Smith", "DATE: 7 July 1972", "104-10063-10266 was read.",
  ]) func contentStays(line: String) throws {
    #expect(try artifacts(line) == [])
  }

  @Test(arguments: ["CLASSIFIED", "DECLASSIFIED", "UNCLASSIFIED", "NCLASSIFIED", "DECLASSIFIFD", "UNCLASSIFIEO", "ICLASSIFIED"])
  func aMeaningIsNeverInverted(line: String) throws {
    let found = try artifacts(line)
    try #require(found.count == 1, "\(line): \(found)")
    for artifact in found {
      if let level = artifact["level"], level != "unknown" { #expect(level == "UNCLASSIFIED" && line.first != "D") }
      if artifact["status"] == "declassified" { #expect(line.hasPrefix("DE")) }
    }
  }

  @Test func identifiersAreKeptAsRead() throws {
    let found = try artifacts("Approved For Release 2O06/11/01 : CIA-RDP79SO1057AO00100060017-5")
    #expect(found.count == 1)
    #expect(found.first?.fields.contains { $0.value.contains("79SO1057AO00100060017-5") } == true, "\(found)")
    #expect(found.first?.fields.contains { $0.value == "2O06/11/01" } == true, "\(found)")
  }

  @Test func siteLinesNeedEachOther() throws {
    #expect(try artifacts("The Cuban Missile Crisis", stage: "boilerplate") == [])
    let text = "The Cuban Missile Crisis\nSummary Record\n\nText.\n\n127 Wall Street, New Haven, CT 06511.\n"
    #expect(try Pipeline.only("boilerplate").run(text).artifacts.count == 2)
  }

  @Test func backIsAWordElsewhere() throws {
    for text in ["He came Back", "1 He went Back", "We must hold Back.\n", "1. They want it Back\n"] {
      #expect(try Pipeline.only("boilerplate").run(text).isClean, "\(text)")
    }
  }
}
