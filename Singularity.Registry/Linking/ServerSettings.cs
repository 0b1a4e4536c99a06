using System.Text.Json.Serialization;

namespace Singularity.Registry.Linking;

/// <summary>What the AppHost reads to start the NATS server of a role: <c>settings.json</c> in the role's folder, in the shape of its own configuration.</summary>
/// <param name="Parameters">The password of the local services.</param>
internal sealed record ServerSettings(NatsSettings Nats, IReadOnlyDictionary<string, string> Parameters, AuthoritySettings? Authority = null, LinkSettings? Link = null)
{
    public const string FileName = "settings.json";

    /// <summary>The user whom the AppHost's NATS resource signs in as.</summary>
    public const string User = "nats";

    /// <summary>The parameter in which the AppHost looks for that user's password.</summary>
    public const string PasswordParameter = "nats-password";

    [JsonIgnore]
    public string Password => Parameters[PasswordParameter];

    [JsonIgnore]
    public bool HasPassword => Parameters.TryGetValue(PasswordParameter, out var password) && password is { Length: > 0 };

    public static IReadOnlyDictionary<string, string> ParametersWith(string password) =>
        new Dictionary<string, string>(StringComparer.Ordinal) { [PasswordParameter] = password };
}

/// <param name="Folder">On this machine.</param>
/// <param name="Target">The same folder as the server sees it. A process sees what is there; only on Windows, where the server runs in a container, they differ.</param>
/// <param name="LinkPort">Where links are accepted; null where none are.</param>
internal sealed record NatsSettings(string Folder, string Target, int? LinkPort = null)
{
    public const string ConfigFile = "nats.conf";

    public string Config => $"{Target}/{ConfigFile}";

    public static NatsSettings At(string folder, int? linkPort = null) =>
        new(folder, OperatingSystem.IsWindows() ? "/etc/singularity" : folder, linkPort);
}

/// <param name="Name">Shown with what it answers; also its JetStream domain.</param>
/// <param name="Listen">Where links are accepted.</param>
/// <param name="Tls">Whether links are encrypted.</param>
internal sealed record AuthoritySettings(string Name, string Listen, bool Tls);

/// <param name="InstanceId">Who this machine is to the authority.</param>
/// <param name="JetStreamDomain">The authority's.</param>
/// <param name="Address">The authority's.</param>
internal sealed record LinkSettings(string InstanceId, string Authority, string JetStreamDomain, string Address, bool Tls);
