using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Singularity.Registry.Versions;

/// <summary>
/// A version by Semantic Versioning 2.0.0. The order is total over texts: precedence first, then, where precedence ties (build
/// metadata), the ordinal order of the texts.
/// </summary>
internal sealed class SemVersion : IComparable<SemVersion>, IEquatable<SemVersion>, IComparisonOperators<SemVersion, SemVersion, bool>
{
    /// <summary>The largest number npm accepts in a version: what a JavaScript number holds exactly.</summary>
    public const long MaxNumber = (1L << 53) - 1;

    private const int MaxLength = 256;

    internal SemVersion(long major, long minor, long patch, string[] prerelease, string build = "")
    {
        (Major, Minor, Patch, Prerelease, Build) = (major, minor, patch, prerelease, build);
    }

    public long Major { get; }

    public long Minor { get; }

    public long Patch { get; }

    /// <summary>The dot-separated identifiers after <c>-</c>; empty for a stable version.</summary>
    public IReadOnlyList<string> Prerelease { get; }

    /// <summary>The text after <c>+</c>, without it.</summary>
    public string Build { get; }

    public bool IsPrerelease => Prerelease.Count > 0;

    public static bool operator <(SemVersion left, SemVersion right) => left.CompareTo(right) < 0;

    public static bool operator >(SemVersion left, SemVersion right) => left.CompareTo(right) > 0;

    public static bool operator <=(SemVersion left, SemVersion right) => left.CompareTo(right) <= 0;

    public static bool operator >=(SemVersion left, SemVersion right) => left.CompareTo(right) >= 0;

    public static bool operator ==(SemVersion? left, SemVersion? right) => left is null ? right is null : left.Equals(right);

    public static bool operator !=(SemVersion? left, SemVersion? right) => !(left == right);

    /// <summary>Reads a version; a leading <c>v</c> or <c>=</c>, which npm strips, is allowed.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out SemVersion? version)
    {
        version = null;
        if (text is null || text.Length > MaxLength)
        {
            return false;
        }

        var rest = text.AsSpan().Trim().TrimStart("=v").Trim();
        var plus = rest.IndexOf('+');
        var build = plus < 0 ? "" : rest[(plus + 1)..].ToString();
        rest = plus < 0 ? rest : rest[..plus];
        var dash = rest.IndexOf('-');
        var identifiers = dash < 0 ? [] : rest[(dash + 1)..].ToString().Split('.');
        var core = (dash < 0 ? rest : rest[..dash]).ToString().Split('.');
        if (core.Length != 3
            || !TryNumber(core[0], out var major) || !TryNumber(core[1], out var minor) || !TryNumber(core[2], out var patch)
            || !Array.TrueForAll(identifiers, IsPrereleaseIdentifier)
            || (plus >= 0 && !Array.TrueForAll(build.Split('.'), IsIdentifier)))
        {
            return false;
        }

        version = new SemVersion(major, minor, patch, identifiers, build);
        return true;
    }

    public static bool TryNumber(ReadOnlySpan<char> text, out long number)
    {
        number = 0;
        return text.Length is > 0 and <= 16 && (text.Length == 1 || text[0] != '0') && !text.ContainsAnyExceptInRange('0', '9')
            && long.TryParse(text, out number) && number <= MaxNumber;
    }

    public static bool IsPrereleaseIdentifier(string text) => IsIdentifier(text) && (!IsNumeric(text) || text.Length == 1 || text[0] != '0');

    public int CompareTo(SemVersion? other)
    {
        if (other is null)
        {
            return 1;
        }

        var order = ComparePrecedence(other);
        return order != 0 ? order : string.CompareOrdinal(Build, other.Build);
    }

    /// <summary>The order of the specification, for which build metadata does not count.</summary>
    public int ComparePrecedence(SemVersion other)
    {
        var order = (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));
        if (order != 0 || IsPrerelease != other.IsPrerelease)
        {
            return order != 0 ? order : other.IsPrerelease.CompareTo(IsPrerelease);
        }

        for (var i = 0; i < Math.Min(Prerelease.Count, other.Prerelease.Count) && order == 0; i++)
        {
            order = CompareIdentifiers(Prerelease[i], other.Prerelease[i]);
        }

        return order != 0 ? order : Prerelease.Count.CompareTo(other.Prerelease.Count);
    }

    public bool Equals(SemVersion? other) => other is not null && CompareTo(other) == 0;

    public override bool Equals(object? obj) => Equals(obj as SemVersion);

    public override int GetHashCode() => HashCode.Combine(Major, Minor, Patch, string.Join('.', Prerelease), Build);

    public override string ToString() =>
        $"{Major}.{Minor}.{Patch}{(IsPrerelease ? "-" + string.Join('.', Prerelease) : "")}{(Build.Length > 0 ? "+" + Build : "")}";

    private static int CompareIdentifiers(string left, string right) => (IsNumeric(left), IsNumeric(right)) switch
    {
        // Without leading zeros the longer number is the larger, whatever its size.
        (true, true) => left.Length != right.Length ? left.Length.CompareTo(right.Length) : string.CompareOrdinal(left, right),
        (true, false) => -1,
        (false, true) => 1,
        _ => string.CompareOrdinal(left, right),
    };

    private static bool IsNumeric(string text) => !text.AsSpan().ContainsAnyExceptInRange('0', '9');

    private static bool IsIdentifier(string text) => text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
}
