namespace Singularity.Registry.Storage.Kv;

/// <summary>The buckets' names: <c>packages</c> and <c>package-leases</c>, after the subject prefix where one is set.</summary>
internal sealed record KvBuckets(string Packages, string Leases)
{
    public static KvBuckets For(string? subjectPrefix)
    {
        var prefix = string.IsNullOrEmpty(subjectPrefix) ? "" : subjectPrefix.TrimEnd('.').Replace('.', '-') + "-";
        return new KvBuckets(prefix + "packages", prefix + "package-leases");
    }
}
