namespace Singularity.Registry.Lockfiles.Python;

/// <summary>
/// Whether a package that a lockfile took from some index is PyPI's. The addresses of mirrors are anyone's, so a file whose packages all come
/// from one index is taken to use a mirror; of several indexes only PyPI itself is: the others hold packages that merely share a name.
/// </summary>
/// <param name="addresses">Of each package's index; null stands for PyPI.</param>
internal sealed class PythonIndex(IEnumerable<string?> addresses)
{
    private readonly string? _mirror = addresses.Distinct(StringComparer.Ordinal).Take(2).ToArray() is [var only] ? only : null;

    /// <summary>Why the package is not PyPI's, or null.</summary>
    public string? Reason(string? address)
    {
        if (address is null || IsPyPI(address))
        {
            return null;
        }

        if (!address.StartsWith("http", StringComparison.OrdinalIgnoreCase))
        {
            return SkipReason.File;
        }

        return address == _mirror ? null : SkipReason.OtherRegistry(address);
    }

    private static bool IsPyPI(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Host is ("pypi.org" or "pypi.python.org");
}
