using NuGet.Versioning;
using Singularity.Contracts.Identity;

namespace Singularity.Registry.Versions.NuGet;

/// <summary>
/// NuGet's versions of up to four numbers, its interval notation (<c>[1.0,2.0)</c>, where a bare <c>1.0</c> is a minimum) and floating versions
/// (<c>1.2.*</c>), as the client's own library reads them.
/// </summary>
internal sealed class NuGetVersionRules : VersionRules<NuGetVersion>
{
    /// <summary>Longer texts are no versions; the library's parser need not prove itself on them.</summary>
    private const int MaxLength = PackageSpec.MaxVersionLength;

    public static NuGetVersionRules Instance { get; } = new();

    public override Ecosystem Ecosystem => Ecosystem.NuGet;

    /// <summary>The form under which the registry lists a version: <c>1.0</c> and <c>1.0.0.0</c> are <c>1.0.0</c>. Null for what is no version.</summary>
    public static string? Normalize(string text) => ParseVersion(text)?.ToNormalizedString();

    /// <summary>A requirement in full interval notation: <c>1.0</c> is <c>[1.0.0, )</c>. What is none stays as it is.</summary>
    public static string Requirement(string? text) =>
        string.IsNullOrWhiteSpace(text) ? "(, )"
        : text.Length <= MaxLength && VersionRange.TryParse(text, allowFloating: true, out var range) ? range.ToNormalizedString()
        : text;

    protected override NuGetVersion? Parse(string text) => ParseVersion(text);

    protected override int Compare(NuGetVersion left, NuGetVersion right) => VersionComparer.VersionRelease.Compare(left, right);

    protected override bool IsPrerelease(NuGetVersion version) => version.IsPrerelease;

    protected override IReadOnlyList<long> Release(NuGetVersion version) => [version.Major, version.Minor, version.Patch, version.Revision];

    protected override Func<NuGetVersion, bool>? ParseRequirement(string text)
    {
        if (text.Length is 0 or > MaxLength || !VersionRange.TryParse(text, allowFloating: true, out var range))
        {
            return null;
        }

        var prereleases = range.MinVersion?.IsPrerelease == true || range.MaxVersion?.IsPrerelease == true || range.Float?.IncludePrerelease == true;
        return version => (prereleases || !version.IsPrerelease) && range.Satisfies(version) && range.Float?.Satisfies(version) != false;
    }

    private static NuGetVersion? ParseVersion(string text) =>
        text.Length is > 0 and <= MaxLength && char.IsAsciiDigit(text[0]) && !text.AsSpan().ContainsAny(' ', '\t') && NuGetVersion.TryParse(text, out var version)
            ? version
            : null;
}
