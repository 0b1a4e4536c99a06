using Singularity.Contracts.Identity;
using Singularity.Contracts.Json;
using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;
using Singularity.Registry.Diffing;
using Singularity.Registry.Tiers;
using Singularity.Registry.Versions;
using Singularity.ServiceDefaults.Nats;

namespace Singularity.Registry.Messaging;

/// <summary>packages.registry.diff</summary>
internal sealed class DiffEndpoint(PackageContents contents) : PackageEndpoint<DiffPackages>(SingularityJson.Default.DiffPackages)
{
    public override string Name => "diff";

    public override string Subject(Subjects subjects) => subjects.Diff;

    protected override async Task<ServiceReply<byte[]>> HandleAsync(DiffPackages request, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(request.From))
        {
            return Replies.BadRequest("from is missing: name the version to compare with.");
        }

        var (left, right) = (Spec(request, request.From, out var problem), Spec(request, request.To, out var otherProblem));
        if (left is null || right is null)
        {
            return Replies.BadRequest(problem ?? otherProblem!);
        }

        var (lookup, from) = await contents.ReadAsync(left, cancellationToken);
        if (from is null)
        {
            return Replies.From(lookup);
        }

        (lookup, var to) = await contents.ReadAsync(right, cancellationToken);
        return to is null ? Replies.From(lookup) : Replies.From(Compare(from, to), SingularityJson.Default.PackageDiff);
    }

    private static PackageSpec? Spec(DiffPackages request, string? version, out string? problem) =>
        PackageSpec.Create(request.Ecosystem, request.Name, version, out problem);

    private static PackageDiff Compare(CollectedPackage from, CollectedPackage to)
    {
        var (older, newer) = (from.Package, to.Package);
        var rules = VersionRulesSet.For(newer.Ecosystem);
        // Asked for in either order, the change log is that of the newer one and covers what lies between.
        var forward = rules.Compare(older.Version, newer.Version) <= 0;
        var (entries, leftOut) = forward
            ? ChangelogBetween.Select(to.Snippets, rules, older.Version, newer.Version)
            : ChangelogBetween.Select(from.Snippets, rules, newer.Version, older.Version);
        var api = ApiComparison.Compare(from.Snippets, to.Snippets);
        return new PackageDiff(
            newer.Ecosystem, newer.Name, older.Version, newer.Version, api,
            DependencyComparison.Compare(older.Dependencies, newer.Dependencies), entries,
            leftOut + api.AddedCount - api.Added.Count + api.RemovedCount - api.Removed.Count + api.ChangedCount - api.Changed.Count);
    }
}
