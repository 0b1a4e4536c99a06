using System.Security.Cryptography;
using System.Text;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Knowledge;

namespace Singularity.Registry.Knowledge.Weakening;

/// <summary>Names what was found alike on every machine: <c>pkg:hex/ecto@3.12.0#Ecto.Repo.all/3</c>. Such a cause is counted once, whoever finds it.</summary>
internal static class WeakeningCause
{
    /// <param name="version">The first stored version without the symbol.</param>
    /// <param name="symbol">As the pattern cites it.</param>
    public static string Of(PackageSpec package, string version, string symbol)
    {
        var cause = $"{PackageUrl.Format(package.Ecosystem, package.Name, version)}#{symbol}";
        if (cause.Length <= KnowledgeLimits.Cause)
        {
            return cause;
        }

        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(cause)));
        var room = KnowledgeLimits.Cause - digest.Length - 1;
        return $"{cause[..(char.IsHighSurrogate(cause[room - 1]) ? room - 1 : room)]}~{digest}";
    }

    /// <summary>Whether a cause is that some version of the package lacks the symbol.</summary>
    public static bool IsAbout(string cause, PackageSpec package, string symbol) =>
        cause.StartsWith(package.Purl + "@", StringComparison.Ordinal) && cause.EndsWith("#" + symbol, StringComparison.Ordinal);
}
