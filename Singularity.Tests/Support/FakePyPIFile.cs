using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Singularity.Tests.Support;

/// <summary>A file to publish in a <see cref="FakePyPI"/>, built as the packaging tools build them.</summary>
internal sealed record FakePyPIFile(string FileName, byte[] Content)
{
    /// <summary>The checksum stated; null is the true one, empty leaves it out.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The size stated; null is the true one.</summary>
    public long? Size { get; init; }

    public bool Yanked { get; init; }

    public string? YankedReason { get; init; }

    public string PackageType => FileName.EndsWith(".whl", StringComparison.Ordinal) ? "bdist_wheel" : "sdist";

    /// <summary>The path below the host of files, spread over folders by a hash as the registry does it.</summary>
    public string Path { get; } = $"/packages/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(FileName)).AsSpan(0, 2))}/{FileName}";

    public string StatedSha256 => Sha256 ?? Convert.ToHexStringLower(SHA256.HashData(Content));

    /// <summary>A wheel of these files with METADATA, WHEEL and RECORD.</summary>
    /// <param name="tags">Interpreter, ABI and platform.</param>
    /// <param name="metadata">Headers and description; null is the least there can be.</param>
    public static FakePyPIFile Wheel(string name, string version, string? metadata = null, string tags = "py3-none-any", params (string Path, string Content)[] files)
    {
        var info = $"{name.Replace('-', '_')}-{version}.dist-info";
        (string Path, string Content)[] all =
        [
            .. files,
            ($"{info}/METADATA", metadata ?? $"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"),
            ($"{info}/WHEEL", $"Wheel-Version: 1.0\nGenerator: fake 1.0\nRoot-Is-Purelib: true\nTag: {tags}\n"),
        ];
        var record = string.Concat(all.Select(f => $"{f.Path},sha256={Digest(f.Content)},{Encoding.UTF8.GetByteCount(f.Content)}\n")) + $"{info}/RECORD,,\n";
        return new FakePyPIFile($"{name.Replace('-', '_')}-{version}-{tags}.whl", FakeZip.Create([.. all, ($"{info}/RECORD", record)]));
    }

    /// <summary>A source distribution of these files with PKG-INFO.</summary>
    public static FakePyPIFile Source(string name, string version, string? metadata = null, params (string Path, string Content)[] files)
    {
        var folder = $"{name}-{version}";
        var info = metadata ?? $"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n";
        return new FakePyPIFile($"{folder}.tar.gz", FakeTarball.Create(
            files.Append(("PKG-INFO", info)).Select(f => FakeTarball.File($"{folder}/{f.Item1}", Encoding.UTF8.GetBytes(f.Item2)))));
    }

    public JsonObject ToJson(string host) => new()
    {
        ["comment_text"] = "",
        ["digests"] = new JsonObject { ["blake2b_256"] = new string('0', 64), ["md5"] = new string('1', 32), ["sha256"] = StatedSha256 },
        ["downloads"] = -1,
        ["filename"] = FileName,
        ["has_sig"] = false,
        ["packagetype"] = PackageType,
        ["python_version"] = PackageType == "sdist" ? "source" : "py3",
        ["requires_python"] = ">=3.8",
        ["size"] = Size ?? Content.Length,
        ["upload_time"] = "2024-05-01T12:00:00",
        ["upload_time_iso_8601"] = "2024-05-01T12:00:00.123456Z",
        ["url"] = host + Path[1..],
        ["yanked"] = Yanked,
        ["yanked_reason"] = YankedReason,
    };

    public JsonObject ToSimpleJson() => new()
    {
        ["core-metadata"] = false,
        ["filename"] = FileName,
        ["hashes"] = new JsonObject { ["sha256"] = StatedSha256 },
        ["requires-python"] = ">=3.8",
        ["size"] = Size ?? Content.Length,
        ["upload-time"] = "2024-05-01T12:00:00.123456Z",
        ["url"] = "../.." + Path,
        ["yanked"] = Yanked ? (YankedReason is null ? JsonValue.Create(true) : JsonValue.Create(YankedReason)) : JsonValue.Create(false),
    };

    public string ToLink() =>
        $"    <a href=\"../..{Path}{(StatedSha256.Length > 0 ? "#sha256=" + StatedSha256 : "")}\" data-requires-python=\"&gt;=3.8\"{(Yanked ? $" data-yanked=\"{YankedReason}\"" : "")}>{FileName}</a><br />\n";

    private static string Digest(string content) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content))).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
