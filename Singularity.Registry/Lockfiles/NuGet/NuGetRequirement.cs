using System.Buffers;

namespace Singularity.Registry.Lockfiles.NuGet;

/// <summary>What a project asks for.</summary>
internal static class NuGetRequirement
{
    private static readonly SearchValues<char> RangeCharacters = SearchValues.Create("*,()[] ");

    /// <summary>
    /// <c>[1.2.3]</c> is one version. So, for a package that a project names itself, is <c>1.2.3</c>: it means "at least", of which restore takes the
    /// lowest. Ranges and floating versions are requirements.
    /// </summary>
    public static (string? Version, bool Exact) Read(string text)
    {
        text = text.Trim();
        if (text.Length == 0)
        {
            return (null, false);
        }

        var inner = text is ['[', .. var fixedVersion, ']'] ? fixedVersion.Trim() : text;
        return inner.AsSpan().ContainsAny(RangeCharacters) || inner.Length == 0 ? (text, false) : (inner, true);
    }
}
