using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Singularity.Registry.Upstreams.NuGet;

/// <summary>
/// The root certificates in the .NET SDK's folder <c>trustedroots</c>, by which the NuGet client judges signers where the operating system keeps roots
/// for web servers alone.
/// </summary>
internal sealed class NuGetClientRoots(string? folder)
{
    private readonly Lazy<X509Certificate2Collection?> _codeSigning = new(() => Read(folder, "codesignctl.pem"));
    private readonly Lazy<X509Certificate2Collection?> _timeStamping = new(() => Read(folder, "timestampctl.pem"));

    /// <summary>Null when the SDK is not installed.</summary>
    public X509Certificate2Collection? CodeSigning => _codeSigning.Value;

    /// <inheritdoc cref="CodeSigning"/>
    public X509Certificate2Collection? TimeStamping => _timeStamping.Value;

    /// <summary>Of the newest SDK beside the runtime of this process.</summary>
    public static NuGetClientRoots OfThisMachine()
    {
        // <dotnet>/shared/Microsoft.NETCore.App/<version>/
        var sdk = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "sdk"));
        return new NuGetClientRoots(Directory.Exists(sdk)
            ? Directory.EnumerateDirectories(sdk)
                .Select(static version => Path.Combine(version, "trustedroots"))
                .Where(Directory.Exists)
                .MaxBy(static path => path, StringComparer.Ordinal)
            : null);
    }

    private static X509Certificate2Collection? Read(string? folder, string file)
    {
        if (folder is null)
        {
            return null;
        }

        try
        {
            var roots = new X509Certificate2Collection();
            roots.ImportFromPemFile(Path.Combine(folder, file));
            return roots.Count > 0 ? roots : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return null;
        }
    }
}
