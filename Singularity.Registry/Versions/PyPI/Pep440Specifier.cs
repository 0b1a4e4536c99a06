using System.Diagnostics.CodeAnalysis;

namespace Singularity.Registry.Versions.PyPI;

/// <summary>One clause of a version specifier, such as <c>&gt;=1.2</c> or <c>==1.*</c>.</summary>
/// <param name="Operator">One of <c>== != &lt;= &gt;= &lt; &gt; ~= ===</c>.</param>
/// <param name="Bound">Null for <c>===</c> with a text that is no version.</param>
/// <param name="IsPrefix">Whether <c>.*</c> follows.</param>
/// <param name="Text">The bound as written.</param>
internal sealed record Pep440Specifier(string Operator, Pep440Version? Bound, bool IsPrefix, string Text)
{
    /// <summary>Longer ones first, since shorter ones begin them.</summary>
    private static readonly string[] Operators = ["===", "==", "!=", "<=", ">=", "~=", "<", ">"];

    /// <summary>Whether it names a pre-release, which lets pre-releases in.</summary>
    public bool NamesPrerelease => Operator != "!=" && Bound is { IsPrerelease: true };

    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out Pep440Specifier? specifier)
    {
        specifier = null;
        var clause = text.Trim().ToString();
        if (Array.Find(Operators, o => clause.StartsWith(o, StringComparison.Ordinal)) is not { } name)
        {
            return false;
        }

        var bound = clause[name.Length..].Trim();
        if (name == "===")
        {
            specifier = new Pep440Specifier(name, Pep440Version.TryParse(bound, out var any) ? any : null, IsPrefix: false, bound);
            return bound.Length > 0 && !bound.Any(char.IsWhiteSpace);
        }

        var isPrefix = bound.EndsWith(".*", StringComparison.Ordinal);
        if (!Pep440Version.TryParse(isPrefix ? bound[..^2] : bound, out var version) || !Allows(name, version, isPrefix))
        {
            return false;
        }

        specifier = new Pep440Specifier(name, version, isPrefix, bound);
        return true;
    }

    public bool Holds(Pep440Version version) => Operator switch
    {
        "===" => string.Equals(version.Text, Text, StringComparison.OrdinalIgnoreCase),
        "==" => Matches(version),
        "!=" => !Matches(version),
        "~=" => version.Public.ComparePrecedence(Bound!) >= 0 && StartsWith(version, Bound!.Base with { Release = [.. Bound.Release.SkipLast(1)] }),
        "<=" => version.Public.ComparePrecedence(Bound!) <= 0,
        ">=" => version.Public.ComparePrecedence(Bound!) >= 0,
        "<" => IsBelow(version),
        _ => IsAbove(version),
    };

    public override string ToString() => Operator + Text;

    /// <summary>Only equality knows prefixes and local labels, and a compatible release needs two numbers to keep one.</summary>
    private static bool Allows(string name, Pep440Version version, bool isPrefix) =>
        (!isPrefix || (name is "==" or "!=" && version.Dev is null && version.Local.Count == 0))
        && (version.Local.Count == 0 || name is "==" or "!=")
        && (name != "~=" || version.Release.Count > 1);

    private bool Matches(Pep440Version version) =>
        IsPrefix ? StartsWith(version, Bound!) : (Bound!.Local.Count == 0 ? version.Public : version).ComparePrecedence(Bound) == 0;

    private static bool StartsWith(Pep440Version version, Pep440Version prefix)
    {
        var isReleaseOnly = prefix is { Pre: null, Post: null };
        var release = isReleaseOnly ? [.. version.Release.Take(prefix.Release.Count)] : version.Release;
        return version.Epoch == prefix.Epoch
            && Pep440Version.CompareRelease(release, prefix.Release) == 0
            && (isReleaseOnly || (version.Pre == prefix.Pre && (prefix.Post is null || version.Post == prefix.Post)));
    }

    /// <summary>The pre-releases of the bound are not below it, unless it is one itself.</summary>
    private bool IsBelow(Pep440Version version) =>
        version.ComparePrecedence(Bound!) < 0
        && (Bound!.IsPrerelease || !version.IsPrerelease || version.Base.ComparePrecedence(Bound.Base) != 0);

    /// <summary>Neither the post-releases of the bound, unless it is one itself, nor its local builds are above it.</summary>
    private bool IsAbove(Pep440Version version) =>
        version.ComparePrecedence(Bound!) > 0
        && ((Bound!.Post is not null || version.Post is null) && version.Local.Count == 0 || version.Base.ComparePrecedence(Bound.Base) != 0);
}
