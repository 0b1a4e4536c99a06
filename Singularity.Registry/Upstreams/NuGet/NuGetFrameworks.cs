using NuGet.Frameworks;

namespace Singularity.Registry.Upstreams.NuGet;

/// <summary>Target frameworks, named and ordered by the client's own library.</summary>
internal static class NuGetFrameworks
{
    /// <summary>The longest folder names, of portable profiles, stay below this.</summary>
    private const int MaxLength = 256;

    /// <summary>Null for what names no framework.</summary>
    public static NuGetFramework? Parse(string? text)
    {
        if (text is not { Length: > 0 and <= MaxLength })
        {
            return null;
        }

        try
        {
            var framework = NuGetFramework.Parse(text);
            return framework.IsSpecificFramework ? framework : null;
        }
        catch (Exception exception) when (exception is FrameworkException or ArgumentException or FormatException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>The short name, as in <c>net8.0</c> or <c>netstandard2.0</c>.</summary>
    public static string? ShortName(this NuGetFramework framework)
    {
        try
        {
            return framework.GetShortFolderName();
        }
        catch (Exception exception) when (exception is FrameworkException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Later means preferred: .NET before .NET Standard before .NET Framework, newer before older, without a platform before with one.</summary>
    public static (int Family, bool Neutral, Version Version) Rank(NuGetFramework? framework) => framework is null
        ? (0, true, new Version(0, 0))
        : (framework.Framework switch
        {
            FrameworkConstants.FrameworkIdentifiers.NetCoreApp => 4,
            FrameworkConstants.FrameworkIdentifiers.NetStandard => 3,
            FrameworkConstants.FrameworkIdentifiers.Net => 2,
            _ => 1,
        }, !framework.HasPlatform, framework.Version);
}
