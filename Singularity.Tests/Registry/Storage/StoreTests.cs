using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Storage;
using Singularity.Registry.Tiers;

namespace Singularity.Tests.Registry.Storage;

/// <summary>What both stores promise, on the embedded file and on PostgreSQL.</summary>
[Collection("registry")]
public abstract class StoreTests
{
    private static readonly DateTimeOffset Noon = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);

    internal abstract Task<IPackageStore> OpenAsync();

    [Fact]
    public async Task Finds_the_newest_stable_version_without_a_version_and_each_by_its_own()
    {
        var store = await OpenAsync();
        await PutAsync(store, Package("demo", "1.0.0", latest: "2.0.0"));
        await PutAsync(store, Package("demo", "2.0.0", latest: "2.0.0"));
        await PutAsync(store, Package("demo", "1.5.0", latest: "2.0.0"));

        (await FindAsync(store, "demo"))!.Version.ShouldBe("2.0.0");
        (await FindAsync(store, "demo", "1.0.0"))!.Version.ShouldBe("1.0.0");
        (await FindAsync(store, "demo", "1.5.0"))!.Read().Purl.ShouldBe("pkg:npm/demo@1.5.0");
        (await FindAsync(store, "demo", "9.9.9")).ShouldBeNull();
        (await FindAsync(store, "other")).ShouldBeNull();
    }

    [Fact]
    public async Task Gives_back_the_record_byte_for_byte()
    {
        var store = await OpenAsync();
        var package = Package("demo", "1.0.0", latest: "1.0.0") with { Readme = "# Ünïcode \u0001 \"quoted\" \U0001F600\r\n" };
        var entry = PackageEntry.From(package, 0);

        await store.StoreAsync(new CollectedPackage(package, []), entry, CancellationToken.None);

        (await FindAsync(store, "demo"))!.Record.ToArray().ShouldBe(entry.Record.ToArray());
    }

    [Fact]
    public async Task Keeps_names_apart_that_differ_only_in_case()
    {
        var store = await OpenAsync();
        await PutAsync(store, Package("JSONStream", "1.0.0", latest: "1.0.0"));
        await PutAsync(store, Package("jsonstream", "2.0.0", latest: "2.0.0"));

        (await FindAsync(store, "JSONStream"))!.Version.ShouldBe("1.0.0");
        (await FindAsync(store, "jsonstream"))!.Version.ShouldBe("2.0.0");
    }

    [Fact]
    public async Task Replaces_the_snippets_of_a_version_that_is_stored_again()
    {
        var store = await OpenAsync();
        var package = Package("demo", "1.0.0", latest: "1.0.0");
        await PutAsync(store, package, Snippet(package, "one()"), Snippet(package, "two()"));

        await PutAsync(store, package, Snippet(package, "three()"));

        (await store.ReadSnippetsAsync(Ecosystem.Npm, "demo", "1.0.0", CancellationToken.None)).ShouldHaveSingleItem().Code.ShouldBe("three()");
        (await store.CountAsync(CancellationToken.None)).ShouldHaveSingleItem().ShouldBe(new EcosystemStats(Ecosystem.Npm, 1, 1, 1));
    }

    [Fact]
    public async Task Updates_a_record_and_keeps_the_snippets_that_are_stored()
    {
        var store = await OpenAsync();
        var package = Package("demo", "1.0.0", latest: "1.0.0");
        await PutAsync(store, package, Snippet(package, "one()"));

        var changed = package with { Deprecated = "Use other" };
        await store.UpdateAsync(new CollectedPackage(changed, [Snippet(package, "one()")]), PackageEntry.From(changed, 0), CancellationToken.None);

        (await FindAsync(store, "demo"))!.Read().Deprecated.ShouldBe("Use other");
        (await store.ReadSnippetsAsync(Ecosystem.Npm, "demo", "1.0.0", CancellationToken.None)).ShouldHaveSingleItem().Code.ShouldBe("one()");
    }

    [Fact]
    public async Task An_update_of_a_version_that_was_deleted_meanwhile_brings_its_snippets_too()
    {
        var store = await OpenAsync();
        var package = Package("demo", "1.0.0", latest: "1.0.0");
        await PutAsync(store, package, Snippet(package, "one()"));
        await store.DeleteAsync(Ecosystem.Npm, "demo", "1.0.0", CancellationToken.None);

        await store.UpdateAsync(new CollectedPackage(package, [Snippet(package, "one()")]), PackageEntry.From(package, 0), CancellationToken.None);

        (await store.ReadSnippetsAsync(Ecosystem.Npm, "demo", "1.0.0", CancellationToken.None)).ShouldHaveSingleItem().Code.ShouldBe("one()");
    }

    [Fact]
    public async Task Deletes_one_version_and_then_the_package()
    {
        var store = await OpenAsync();
        await PutAsync(store, Package("demo", "1.0.0", latest: "2.0.0"));
        await PutAsync(store, Package("demo", "2.0.0", latest: "2.0.0"));

        (await store.DeleteAsync(Ecosystem.Npm, "demo", "2.0.0", CancellationToken.None)).Versions.ShouldBe(["2.0.0"]);
        (await FindAsync(store, "demo")).ShouldBeNull();
        (await FindAsync(store, "demo", "1.0.0")).ShouldNotBeNull();
        (await ListAsync(store)).Packages.ShouldHaveSingleItem().Version.ShouldBe("1.0.0");
        (await store.DeleteAsync(Ecosystem.Npm, "demo", null, CancellationToken.None)).Versions.ShouldBe(["1.0.0"]);
        (await ListAsync(store)).Packages.ShouldBeEmpty();
        (await store.DeleteAsync(Ecosystem.Npm, "demo", null, CancellationToken.None)).Versions.ShouldBeEmpty();
    }

    [Fact]
    public async Task Pages_through_all_names_in_ordinal_order()
    {
        var store = await OpenAsync();
        string[] names = ["zeta", "Alpha", "alpha", "@scope/x", "beta-1", "beta_1"];
        foreach (var name in names)
        {
            await PutAsync(store, Package(name, "1.0.0", latest: "1.0.0"));
        }

        var seen = new List<string>();
        string? after = null;
        do
        {
            var page = await store.ListAsync(new ListPackages(After: after, Limit: 2), CancellationToken.None);
            seen.AddRange(page.Packages.Select(static p => p.Name));
            after = page.Next;
        }
        while (after is not null);

        seen.ShouldBe(names.Order(StringComparer.Ordinal));
        (await store.ListAsync(new ListPackages(Prefix: "beta"), CancellationToken.None)).Packages.Count.ShouldBe(2);
    }

    internal static PackageRecord Package(string name, string version, string latest) => new()
    {
        Ecosystem = Ecosystem.Npm,
        Name = name,
        Version = version,
        DistTags = new Dictionary<string, string>(StringComparer.Ordinal) { ["latest"] = latest },
        Dependencies = [new PackageDependency("left", "^1.0.0", "runtime"), new PackageDependency("left", "^1.0.0", "peer", Optional: true)],
        CollectedAt = Noon,
        ValidatedAt = Noon,
    };

    private static Snippet Snippet(PackageRecord package, string code) =>
        Singularity.Contracts.Packages.Snippet.Create(SnippetKind.Readme, package.Purl, "README.md", 3, "Usage", code, "javascript");

    private static Task<PackageEntry> PutAsync(IPackageStore store, PackageRecord package, params Snippet[] snippets) =>
        store.StoreAsync(new CollectedPackage(package, snippets), PackageEntry.From(package, 0), CancellationToken.None);

    private static async Task<PackageEntry?> FindAsync(IPackageStore store, string name, string? version = null) =>
        await ((IPackageTier)store).FindAsync(PackageKey.For(Ecosystem.Npm, name, version), CancellationToken.None);

    private static Task<PackagePage> ListAsync(IPackageStore store) => store.ListAsync(new ListPackages(), CancellationToken.None);
}
