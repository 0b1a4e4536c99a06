using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace Singularity.Registry.Linking;

/// <summary>What an instance needs to link with an authority; the file of <c>authority grant</c>. It is a secret.</summary>
/// <param name="Authority">The authority's name, which is its JetStream domain too.</param>
/// <param name="InstanceId">The only id under which the user may publish.</param>
/// <param name="Tls">Whether the link is encrypted.</param>
/// <param name="CertificateAuthority">PEM of who vouches for the authority's certificate; null where the machine's own roots do.</param>
/// <param name="SubjectPrefix">The prefix of all subjects, where there is one.</param>
internal sealed record LinkCredentials(
    string Authority, string InstanceId, string User, string Password, bool Tls, string? CertificateAuthority = null, string? SubjectPrefix = null)
{
    private const int MaxBytes = 256 * 1024;
    private const int MaxSecret = 256;

    public string ToJson() => JsonSerializer.Serialize(this, LinkJson.Default.LinkCredentials);

    /// <summary>Null, with a problem for people that repeats nothing of the file, when it cannot be used.</summary>
    public static LinkCredentials? Read(string path, out string? problem)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MaxBytes })
            {
                problem = $"{path} is too large for a file of credentials.";
                return null;
            }

            var credentials = JsonSerializer.Deserialize(File.ReadAllBytes(path), LinkJson.Default.LinkCredentials);
            problem = credentials is null ? $"{path} holds no credentials." : credentials.Problem() is { } wrong ? $"{path}: {wrong}" : null;
            return problem is null ? credentials : null;
        }
        catch (JsonException)
        {
            problem = $"{path} is not a file of credentials: write one on the authority's host with ./singularity authority grant.";
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problem = $"{path} cannot be read: {exception.Message}";
            return null;
        }
    }

    private string? Problem() =>
        !InstanceIds.IsValid(InstanceId) ? $"instanceId is {InstanceIds.Rule}."
        : !InstanceIds.IsValid(Authority) ? $"authority is {InstanceIds.Rule}."
        : !IsSecret(User) || !IsSecret(Password) ? "user and password are 1 to 256 printable characters."
        : SubjectPrefix is { } prefix && !prefix.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') ? "subjectPrefix is letters, digits, - _ and dots."
        : CertificateAuthority is { } pem && !IsCertificate(pem) ? "certificateAuthority is not a certificate in PEM."
        : null;

    private static bool IsSecret(string? text) => text is { Length: > 0 and <= MaxSecret } && text.All(static c => c is > ' ' and <= '~');

    private static bool IsCertificate(string pem)
    {
        try
        {
            X509Certificate2Collection certificates = [];
            certificates.ImportFromPem(pem);
            return certificates.Count > 0;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
