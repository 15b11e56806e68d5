// swift-tools-version: 6.2
import PackageDescription

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")

// The layers, the lowest first: each knows some of those above it here and none below, so that there are no circles. What is
// `package` is for the other layers. What is `public` in Emend is for programs that import it; in the layers below it is `public`
// only where a hot loop of another layer must be able to inline it.
let package = Package(
  name: "emend",
  platforms: [.macOS(.v26)],
  products: [
    .library(name: "Emend", targets: ["Emend"]),
    .executable(name: "emend", targets: ["emend-cli"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.0.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.0.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.80.0"),
  ],
  targets: [
    // What is not Swift.
    .systemLibrary(
      name: "CICU", pkgConfig: "icu-i18n",
      providers: [.apt(["libicu-dev"]), .brew(["icu4c"])]),
    .systemLibrary(
      name: "CSHA", pkgConfig: "libcrypto",
      providers: [.apt(["libssl-dev"]), .brew(["openssl"])]),
    .target(name: "EmendICU", dependencies: ["CICU"]),
    .target(name: "EmendScan"),
    .target(name: "EmendSystem"),
    .target(
      name: "EmendDictionaries", path: "Dictionaries",
      exclude: [
        "SOURCES.md", "by-hand", "compounds.txt", "confusions.tsv", "corrections.tsv", "english.model", "languages.tsv",
        "lexicon.txt", "markings.tsv", "names.tsv", "phrases.tsv", "places.trees", "protected.tsv", "tables.image",
      ],
      sources: ["embed.c"], publicHeadersPath: "include"),
    .target(
      name: "EmendTemplates", path: "Templates",
      exclude: ["record.css", "report.css", "report.html.mustache", "review", "run.css", "run.html.mustache"],
      sources: ["embed.c", "embed_review.c"], publicHeadersPath: "include"),
    // The library.
    .target(name: "EmendCore", dependencies: ["EmendICU", "EmendScan", "CSHA"]),
    .target(name: "EmendLexicon", dependencies: ["EmendCore", "EmendScan", "EmendDictionaries"]),
    .target(name: "EmendReading", dependencies: ["EmendCore", "EmendLexicon"]),
    .target(name: "EmendStages", dependencies: ["EmendCore", "EmendLexicon", "EmendReading", "EmendScan"]),
    .target(name: "EmendCorrector", dependencies: ["EmendCore", "EmendLexicon", "EmendDictionaries"]),
    .target(name: "EmendLayout", dependencies: ["EmendCore"]),
    .target(name: "EmendReports", dependencies: ["EmendCore", "EmendLexicon", "EmendReading", "EmendTemplates", mustache]),
    .target(name: "EmendReview", dependencies: ["EmendCore", "EmendLexicon", "EmendReports"]),
    .target(name: "EmendEvaluation", dependencies: ["EmendCore", "EmendStages", "EmendCorrector"]),
    .target(name: "Emend", dependencies: ["EmendCore", "EmendLexicon", "EmendStages", "EmendCorrector"]),
    // The program.
    .target(name: "EmendFiles", dependencies: ["EmendCore", "EmendReports", "EmendSystem"]),
    .target(
      name: "EmendConfiguration",
      dependencies: ["Emend", "EmendCore", "EmendLexicon", "EmendFiles", .product(name: "Yams", package: "Yams")]),
    .target(
      name: "EmendCommandLine",
      dependencies: [
        "Emend", "EmendCore", "EmendLexicon", "EmendStages", "EmendCorrector", "EmendLayout", "EmendReports", "EmendReview",
        "EmendEvaluation",
        "EmendFiles", "EmendConfiguration", "EmendSystem", "EmendTemplates", argumentParser, mustache,
        .product(name: "Logging", package: "swift-log"),
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
      ]),
    .executableTarget(name: "emend-cli", dependencies: ["EmendCommandLine"]),
    // What makes and checks emend itself.
    .target(name: "HostileTexts"),
    .executableTarget(
      name: "emend-dev",
      dependencies: [
        "Emend", "EmendCore", "EmendLexicon", "EmendCorrector", "EmendReports", "EmendEvaluation", "HostileTexts",
        argumentParser,
      ]),
    // What takes any bytes from outside, for libFuzzer (`make fuzz`) and for the tests.
    .target(
      name: "EmendFuzz",
      dependencies: [
        "Emend", "EmendCore", "EmendLexicon", "EmendStages", "EmendCorrector", "EmendLayout", "EmendReports", "EmendReview",
        "EmendConfiguration",
      ]),
    .executableTarget(name: "emend-fuzz", dependencies: ["EmendFuzz"]),
    .testTarget(
      name: "EmendTests",
      dependencies: [
        "Emend", "EmendCore", "EmendLexicon", "EmendStages", "EmendCorrector", "EmendLayout", "EmendReports", "EmendReview",
        "EmendEvaluation", "EmendFiles", "EmendConfiguration", "EmendCommandLine", "EmendICU", "EmendFuzz", "HostileTexts",
      ],
      resources: []),
  ],
  cLanguageStandard: .c2x,
  cxxLanguageStandard: .cxx17
)
