using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace Singularity.Contracts.Packages;

/// <summary>A piece of a package's archive: code that shows its use, or a part of its API. Untrusted text.</summary>
public sealed record Snippet
{
    /// <summary>Stable: the first 16 bytes of SHA-256 over purl, path, symbol and code, hexadecimal. The same archive gives the same ids.</summary>
    public required string Id { get; init; }

    public required SnippetKind Kind { get; init; }

    /// <summary>The heading or symbol that it stands under.</summary>
    public required string Title { get; init; }

    public required string Code { get; init; }

    /// <summary>A lower-case language name such as javascript, or null when unknown.</summary>
    public string? Language { get; init; }

    /// <summary>The sentence or paragraph that introduces it.</summary>
    public string? Description { get; init; }

    /// <summary>The file in the archive, with forward slashes.</summary>
    public required string Path { get; init; }

    /// <summary>The first line of the code in that file, from 1.</summary>
    public required int Line { get; init; }

    public string? Symbol { get; init; }

    /// <summary>The package URL, with version, that it was cut from.</summary>
    public required string Purl { get; init; }

    /// <summary>An estimate: UTF-8 bytes of the code divided by 4, rounded up.</summary>
    public required int Tokens { get; init; }

    /// <summary>Fills in id and token count.</summary>
    public static Snippet Create(
        SnippetKind kind, string purl, string path, int line, string title, string code, string? language, string? description = null, string? symbol = null)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', purl, path, symbol, code)));
        return new Snippet
        {
            Id = Convert.ToHexStringLower(hash.AsSpan(0, 16)),
            Kind = kind,
            Title = title,
            Code = code,
            Language = language,
            Description = description,
            Path = path,
            Line = line,
            Symbol = symbol,
            Purl = purl,
            Tokens = (Encoding.UTF8.GetByteCount(code) + 3) / 4,
        };
    }
}

[JsonConverter(typeof(JsonStringEnumConverter<SnippetKind>))]
public enum SnippetKind
{
    [JsonStringEnumMemberName("readme")]
    Readme,

    [JsonStringEnumMemberName("example")]
    Example,

    [JsonStringEnumMemberName("doctest")]
    Doctest,

    [JsonStringEnumMemberName("signature")]
    Signature,

    [JsonStringEnumMemberName("changelog")]
    Changelog,
}
