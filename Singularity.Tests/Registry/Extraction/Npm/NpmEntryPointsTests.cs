namespace Singularity.Tests.Registry.Extraction.Npm;

public sealed class NpmEntryPointsTests
{
    private static readonly (string Path, string Content)[] Files =
    [
        ("dist/index.d.ts", "export declare const a: 1;"), ("dist/index.d.mts", "export declare const b: 1;"), ("dist/index.js", "export const c = 1;"),
        ("dist/sub/one.d.ts", "export declare const d: 1;"), ("dist/sub/two.d.ts", "export declare const e: 1;"), ("index.d.ts", "export declare const f: 1;"),
        ("lib/main.js", "exports.g = 1;"), ("index.js", "exports.h = 1;"),
    ];

    [Theory]
    [InlineData("""{ "exports": { ".": { "types": "./dist/index.d.ts", "import": "./dist/index.js" } } }""", "a")]
    [InlineData("""{ "exports": { ".": { "require": { "types": "./dist/index.d.ts" }, "import": { "types": "./dist/index.d.mts", "default": "./dist/index.js" } } } }""", "b")]
    [InlineData("""{ "exports": { "types": "./dist/index.d.ts", "default": "./dist/index.js" } }""", "a")]
    [InlineData("""{ "exports": "./dist/index.js" }""", "a")]
    [InlineData("""{ "exports": ["./nowhere.js", "./dist/index.js"] }""", "a")]
    [InlineData("""{ "exports": { ".": { "types@<=5.0": "./index.d.ts", "types": "./dist/index.d.ts" } } }""", "a")]
    [InlineData("""{ "exports": { ".": "./dist/index.js", "./two": "./dist/sub/two.js", "./package.json": "./package.json" } }""", "a demo/two#e")]
    [InlineData("""{ "exports": { ".": "./dist/index.js", "./*": "./dist/sub/*.js" } }""", "a")]
    [InlineData("""{ "exports": { ".": "./dist/index.js", "./x/*": { "types": "./dist/sub/*.d.ts" } } }""", "a demo/x/one#d demo/x/two#e")]
    [InlineData("""{ "exports": { ".": "./dist/index.js", "./one": null } }""", "a")]
    [InlineData("""{ "types": "dist/index.d.ts", "main": "lib/main.js" }""", "a")]
    [InlineData("""{ "typings": "./dist/index" }""", "a")]
    [InlineData("""{ "typesVersions": { "<=4.0": { "one": ["dist/sub/two.d.ts"] }, ">=4.1": { "one": ["dist/sub/one.d.ts"] } } }""", "f demo/one#d")]
    [InlineData("""{ "main": "lib/main" }""", "g")]
    [InlineData("""{ "main": "./lib/main.js", "module": "./dist/index.js" }""", "a")]
    [InlineData("""{ "main": "" }""", "f")]
    [InlineData("""{ "main": 7, "types": [], "exports": false }""", "f")]
    [InlineData("""{ "types": "../../etc/passwd", "main": "../../../x" }""", "f")]
    [InlineData("[]", "")]
    [InlineData("{", "")]
    public void The_entries_are_those_of_package_json(string packageJson, string expected) =>
        string.Join(' ', NpmExtraction.Symbols([("package.json", packageJson), .. Files])).ShouldBe(expected);

    [Fact]
    public void Scripts_beside_declared_entries_are_left_out() =>
        NpmExtraction.Symbols(
            ("package.json", """{ "exports": { ".": "./index.js", "./bundle": "./bundle.js" } }"""),
            ("index.d.ts", "export declare const a: 1;"), ("index.js", "exports.a = 1;"), ("bundle.js", "exports.b = 1;")).ShouldBe(["a"]);

    [Fact]
    public void Scripts_are_read_where_there_are_no_declarations() =>
        NpmExtraction.Symbols(("index.js", "exports.h = 1;")).ShouldBe(["h"]);

    [Fact]
    public void Folders_that_no_one_imports_are_not_read()
    {
        var extractor = new Singularity.Registry.Extraction.Npm.NpmExtractor();
        extractor.BytesWanted("test/index.js").ShouldBe(0);
        extractor.BytesWanted("node_modules/x/index.d.ts").ShouldBe(0);
        extractor.BytesWanted("dist/demo.min.js").ShouldBe(0);
        extractor.BytesWanted("src/index.ts").ShouldBe(0);
        extractor.BytesWanted("latest/index.js").ShouldBeGreaterThan(0);
        extractor.BytesWanted("index.d.cts").ShouldBe(int.MaxValue);
    }
}
