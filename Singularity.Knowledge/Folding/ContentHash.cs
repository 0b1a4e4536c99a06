using System.Security.Cryptography;
using System.Text;
using Singularity.Contracts.Knowledge;

namespace Singularity.Knowledge.Folding;

/// <summary>
/// Finds contents that say the same in the same words: runs of white space count as one blank, capitals of title and body do not count, and neither do tags
/// and packages. Unicode's equivalent forms stay apart, since normalising them differs between versions of Unicode, and this must not between machines.
/// </summary>
internal static class ContentHash
{
    /// <summary>SHA-256, hexadecimal.</summary>
    public static string Of(PatternContent content)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, content.Kind.ToString());
        Append(hash, Normal(content.Title).ToLowerInvariant());
        Append(hash, Normal(content.Body).ToLowerInvariant());
        Append(hash, Normal(content.Language ?? "").ToLowerInvariant());
        Append(hash, Normal(content.Code ?? ""));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, string text)
    {
        // No text holds a NUL, so that fields cannot run into each other.
        hash.AppendData(Encoding.UTF8.GetBytes(text));
        hash.AppendData([0]);
    }

    private static string Normal(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (!char.IsWhiteSpace(c))
            {
                result.Append(c);
            }
            else if (result.Length > 0 && result[^1] != ' ')
            {
                result.Append(' ');
            }
        }

        return result.Length > 0 && result[^1] == ' ' ? result.ToString(0, result.Length - 1) : result.ToString();
    }
}
