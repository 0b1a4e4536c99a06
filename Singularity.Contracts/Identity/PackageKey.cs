using System.Buffers;
using System.Text;

namespace Singularity.Contracts.Identity;

/// <summary>
/// The key of a package in JetStream KV and LiteDB: <c>ecosystem.name</c> (newest stable) or <c>ecosystem.name.version</c>, each part
/// one NATS token. Bytes of the UTF-8 text outside <c>a-z 0-9 - _</c> are written <c>=XX</c> (hexadecimal), so keys are reversible, and names
/// that differ only in case have keys that differ even where keys are compared without case, as LiteDB does.
/// </summary>
public static class PackageKey
{
    private static readonly SearchValues<char> Plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_");

    public static string For(Ecosystem ecosystem, string name, string? version = null) => version is null
        ? $"{ecosystem.PurlType()}.{Encode(name)}"
        : $"{ecosystem.PurlType()}.{Encode(name)}.{Encode(version)}";

    /// <summary>Reads a key back; null when it is not one.</summary>
    public static (Ecosystem Ecosystem, string Name, string? Version)? Parse(string key)
    {
        var parts = key.Split('.');
        if (parts.Length is not (2 or 3) || !Ecosystems.TryParse(parts[0], out var ecosystem))
        {
            return null;
        }

        var name = Decode(parts[1]);
        var version = parts.Length == 3 ? Decode(parts[2]) : null;
        return name is null || (parts.Length == 3 && version is null) ? null : (ecosystem, name, version);
    }

    /// <summary>The part of a key that names the package: the key without its version.</summary>
    public static ReadOnlySpan<char> PackageOf(ReadOnlySpan<char> key)
    {
        var name = key.IndexOf('.') + 1;
        var length = key[name..].IndexOf('.');
        return length < 0 ? key : key[..(name + length)];
    }

    public static string Encode(string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(Plain))
        {
            return text;
        }

        var result = new StringBuilder(text.Length + 8);
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            if (char.IsAsciiLetterLower((char)b) || char.IsAsciiDigit((char)b) || b is (byte)'-' or (byte)'_')
            {
                result.Append((char)b);
            }
            else
            {
                result.Append('=').Append(b.ToString("X2"));
            }
        }

        return result.ToString();
    }

    private static string? Decode(string token)
    {
        var bytes = new List<byte>(token.Length);
        for (var i = 0; i < token.Length; i++)
        {
            if (token[i] != '=')
            {
                bytes.Add((byte)token[i]);
            }
            else if (i + 2 < token.Length && byte.TryParse(token.AsSpan(i + 1, 2), System.Globalization.NumberStyles.HexNumber, null, out var value))
            {
                bytes.Add(value);
                i += 2;
            }
            else
            {
                return null;
            }
        }

        return bytes.Count == 0 ? null : Encoding.UTF8.GetString(bytes.ToArray());
    }
}
