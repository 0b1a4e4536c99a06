using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>Marks a container resource that can also run as a process of this machine.</summary>
internal sealed record NativeServerAnnotation(
    Func<NativeServerContext, CancellationToken, Task<ProcessCommand>> CommandAsync) : IResourceAnnotation
{
    /// <summary>The server gives up root before it touches its data, so its folders must be reachable by others.</summary>
    public bool RefusesRoot { get; init; }
}

/// <summary>What a server's command is made of: the container's arguments and variables, with mount targets as host folders.</summary>
internal sealed class NativeServerContext(
    ContainerResource resource, int port, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment,
    ServerTools tools, RunDirectory run, IReadOnlyDictionary<string, string> mounts)
{
    public ContainerResource Resource { get; } = resource;

    public int Port { get; } = port;

    public IReadOnlyList<string> Arguments { get; } = [.. arguments.Select(argument => Rewrite(argument, mounts))];

    public IReadOnlyDictionary<string, string> Environment { get; } =
        environment.ToDictionary(pair => pair.Key, pair => Rewrite(pair.Value, mounts), StringComparer.Ordinal);

    public ServerTools Tools { get; } = tools;

    /// <summary>A folder that only this user can enter, gone when the topology stops.</summary>
    public string PrivateDirectory => run.Private;

    /// <summary>The host folder of a mount; without a mount, one that is gone when the topology stops, as a container's would be.</summary>
    public string FolderOf(string target) => mounts.TryGetValue(target, out var folder) ? folder : run.Ephemeral(Resource.Name, target);

    private static string Rewrite(string text, IReadOnlyDictionary<string, string> mounts)
    {
        foreach (var (target, folder) in mounts)
            if (text == target || text.StartsWith(target + "/", StringComparison.Ordinal))
                return folder + text[target.Length..];
        return text;
    }
}
