namespace Singularity.Registry.Upstreams;

/// <summary>How far a package has come on its way from the registry; maps onto CollectProgress.</summary>
/// <param name="Stage">One of <see cref="UpstreamStages"/>.</param>
/// <param name="Done">Bytes (resolve, download, verify) or archive entries (extract) done.</param>
/// <param name="Total">All of them, or null when unknown.</param>
internal readonly record struct UpstreamProgress(string Stage, long Done, long? Total);

internal static class UpstreamStages
{
    public const string Resolve = "resolve";
    public const string Download = "download";
    public const string Verify = "verify";
    public const string Extract = "extract";
}
