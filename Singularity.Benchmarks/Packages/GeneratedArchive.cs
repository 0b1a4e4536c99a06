using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace Singularity.Benchmarks.Packages;

/// <summary>
/// Archives shaped like those of the npm registry: a manifest, a README with examples, a change log, type declarations with documentation
/// comments (their size grows with the square root of the package's, 3 KiB for the smallest and 68 KiB for the largest), compiled code, source maps.
/// </summary>
internal static class GeneratedArchive
{
    /// <summary>Text like this shrinks to about a quarter.</summary>
    private const int Ratio = 4;

    private static readonly string[] Words =
    [
        "value", "result", "options", "handler", "stream", "buffer", "client", "request", "response", "context", "schema", "parser", "token", "index",
        "cache", "queue", "worker", "event", "signal", "module", "config", "entry", "record", "cursor", "policy", "retry", "limit", "window", "source", "target",
    ];

    public static byte[] Create(GeneratedPackage package)
    {
        var random = new Random(package.Number);
        var unpacked = package.ArchiveBytes * Ratio;
        using var result = new MemoryStream();
        using (var gzip = new GZipStream(result, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(gzip, TarEntryFormat.Pax, leaveOpen: true))
        {
            Add(tar, "package.json", Manifest(package));
            Add(tar, "README.md", Readme(package, random));
            Add(tar, "CHANGELOG.md", Changelog());
            Add(tar, "dist/index.d.ts", Declarations(random, (int)(15 * Math.Sqrt(unpacked))));
            Add(tar, "dist/index.js", Code(random, unpacked * 5 / 10));
            Add(tar, "dist/index.js.map", Map(random, unpacked * 3 / 10));
            Add(tar, "LICENSE", "MIT License\n\nPermission is hereby granted, free of charge, to any person obtaining a copy of this software.\n");
        }

        return result.ToArray();
    }

    public static string Manifest(GeneratedPackage package) =>
        $$"""
        {"name":"{{package.Name}}","version":"{{GeneratedPackage.Version}}","description":"A {{Words[package.Number % Words.Length]}} for {{Words[package.Number * 7 % Words.Length]}}s.","license":"MIT",
        "main":"dist/index.js","types":"dist/index.d.ts","keywords":["{{Words[package.Number % Words.Length]}}"],"repository":"github:example/{{package.Name}}","dependencies":{"left":"^1.0.0"},"engines":{"node":">=18"} }
        """;

    private static string Readme(GeneratedPackage package, Random random)
    {
        var text = new StringBuilder($"# {package.Name}\n\n{Sentence(random, 20)}\n\n");
        for (var section = 0; section < 8; section++)
        {
            text.Append($"## {Word(random)} {Word(random)}\n\n{Sentence(random, 60)}\n\n```js\nimport {{ {Word(random)} }} from '{package.Name}';\n\n");
            text.Append($"const {Word(random)} = await {Word(random)}({random.Next()}, {{ {Word(random)}: true }});\nconsole.log({Word(random)});\n```\n\n");
        }

        return text.ToString();
    }

    private static string Changelog() => string.Concat(Enumerable.Range(0, 20).Select(static i => $"## 1.{20 - i}.0\n\n- Change {i} of the parser.\n- Fix {i}.\n\n"));

    private static string Declarations(Random random, int length)
    {
        var text = new StringBuilder();
        for (var i = 0; text.Length < length; i++)
        {
            text.Append($"/**\n * {Sentence(random, 12)}\n *\n * @example\n * const x = {Word(random)}{i}({random.Next(100)});\n */\n");
            text.Append($"export declare function {Word(random)}{i}({Word(random)}: string, {Word(random)}?: number): Promise<{char.ToUpperInvariant(Word(random)[0])}{i}>;\n");
            text.Append($"/** {Sentence(random, 8)} */\nexport interface {char.ToUpperInvariant(Word(random)[0])}{i} {{\n  readonly {Word(random)}: string;\n  {Word(random)}({Word(random)}: number): void;\n}}\n");
        }

        return text.ToString();
    }

    private static string Code(Random random, int length)
    {
        var text = new StringBuilder("\"use strict\";\n");
        for (var i = 0; text.Length < length; i++)
        {
            text.Append($"function {Word(random)}{i}({Word(random)}, {Word(random)}) {{\n  const {Word(random)} = {Word(random)}.{Word(random)}({random.Next()});\n");
            text.Append($"  if ({Word(random)} > {random.Next(1000)}) {{\n    return {Word(random)}['{random.NextInt64():x}'];\n  }}\n  return {Word(random)}({Word(random)}, '{Word(random)}');\n}}\nexports.{Word(random)}{i} = {Word(random)}{i};\n");
        }

        return text.ToString();
    }

    private static string Map(Random random, int length)
    {
        const string Base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz,;";
        var text = new StringBuilder("{\"version\":3,\"sources\":[\"../src/index.ts\"],\"mappings\":\"");
        while (text.Length < length)
        {
            text.Append(Base64[random.Next(Base64.Length)]).Append(Base64[random.Next(8)]).Append("AAC,");
        }

        return text.Append("\"}").ToString();
    }

    private static string Sentence(Random random, int words) => string.Join(' ', Enumerable.Range(0, words).Select(_ => Word(random)));

    private static string Word(Random random) => Words[random.Next(Words.Length)];

    private static void Add(TarWriter tar, string path, string content) =>
        tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "package/" + path) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)) });
}
