using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Advisories;
using Singularity.Registry.Advisories.Stores;
using Singularity.Registry.Storage;
using Singularity.Registry.Tiers;

namespace Singularity.Tests.Registry.Advisories.Stores;

/// <summary>What both stores promise, on the embedded file and on PostgreSQL.</summary>
[Collection("registry")]
public abstract class AdvisoryStoreTests
{
    private static readonly DateTimeOffset Noon = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly AdvisoryKey Demo = AdvisoryKey.For(Ecosystem.Npm, "demo-lib");

    internal abstract Task<(IAdvisoryStore Advisories, IPackageStore Packages)> OpenAsync();

    [Fact]
    public async Task Gives_back_what_was_imported_by_package()
    {
        var (store, _) = await OpenAsync();
        await ImportAsync(store, OsvSamples.Json("A-1"), OsvSamples.Json("B-1", package: "@scope/Other"));

        OsvSamples.Text((await store.FindAsync(Demo, CancellationToken.None)).ShouldHaveSingleItem()).ShouldBe(OsvSamples.Text(OsvSamples.Document(OsvSamples.Json("A-1"))));
        (await store.FindAsync(AdvisoryKey.For(Ecosystem.Npm, "@scope/Other"), CancellationToken.None)).ShouldHaveSingleItem().Id.ShouldBe("B-1");
        (await store.FindAsync(AdvisoryKey.For(Ecosystem.PyPI, "demo-lib"), CancellationToken.None)).ShouldBeEmpty();
        (await store.FindModifiedAsync(["A-1", "C-1"], CancellationToken.None)).ShouldHaveSingleItem().Value.ShouldBe(OsvSamples.Document(OsvSamples.Json("A-1")).Modified!.Value);
    }

    [Fact]
    public async Task Changes_nothing_when_the_same_or_an_older_state_comes_again()
    {
        var (store, _) = await OpenAsync();
        (await ImportAsync(store, OsvSamples.Json("A-1"), OsvSamples.Json("B-1"))).ShouldBe(new AdvisoryImport(2, 0, 0));
        await store.RemovePendingAsync(await store.ReadPendingAsync(10, CancellationToken.None), CancellationToken.None);

        (await ImportAsync(store, OsvSamples.Json("A-1", fix: "9.9.9"), OsvSamples.Json("B-1", fix: "9.9.9", modified: "2025-04-30T23:59:59Z"))).ShouldBe(new AdvisoryImport(0, 0, 2));

        (await store.FindAsync(Demo, CancellationToken.None)).ShouldAllBe(static d => d.Affected[0].Ranges[0].Events![1].Fixed == "1.2.0");
        (await store.CountPendingAsync(CancellationToken.None)).ShouldBe(0);
    }

    [Fact]
    public async Task Takes_the_newest_of_several_states_in_one_import()
    {
        var (store, _) = await OpenAsync();

        (await ImportAsync(store, OsvSamples.Json("A-1", fix: "1.0.0"), OsvSamples.Json("A-1", fix: "3.0.0", modified: "2025-05-03T00:00:00.5Z"), OsvSamples.Json("A-1", fix: "2.0.0")))
            .ShouldBe(new AdvisoryImport(1, 0, 2));

        (await store.FindAsync(Demo, CancellationToken.None)).ShouldHaveSingleItem().Affected[0].Ranges[0].Events![1].Fixed.ShouldBe("3.0.0");
    }

    [Fact]
    public async Task Moves_an_advisory_to_the_packages_that_it_names_now_and_marks_all_of_them()
    {
        var (store, _) = await OpenAsync();
        await ImportAsync(store, OsvSamples.Json("A-1"));
        await store.RemovePendingAsync(await store.ReadPendingAsync(10, CancellationToken.None), CancellationToken.None);

        (await ImportAsync(store, OsvSamples.Json("A-1", package: "renamed", modified: "2025-05-02T00:00:00Z"))).Updated.ShouldBe(1);

        (await store.FindAsync(Demo, CancellationToken.None)).ShouldBeEmpty();
        (await store.FindAsync(AdvisoryKey.For(Ecosystem.Npm, "renamed"), CancellationToken.None)).ShouldHaveSingleItem();
        (await store.ReadPendingAsync(10, CancellationToken.None)).Select(static p => p.Key.Name).Order(StringComparer.Ordinal).ShouldBe(["demo-lib", "renamed"]);
    }

    [Fact]
    public async Task Keeps_withdrawn_advisories_but_finds_them_no_more()
    {
        var (store, _) = await OpenAsync();
        await ImportAsync(store, OsvSamples.Json("A-1"), OsvSamples.Json("B-1"));

        await ImportAsync(store, OsvSamples.Json("A-1", withdrawn: "2025-05-02T00:00:00Z", modified: "2025-05-02T00:00:00Z"));

        (await store.FindAsync(Demo, CancellationToken.None)).ShouldHaveSingleItem().Id.ShouldBe("B-1");
        (await store.ReadFeedsAsync(CancellationToken.None)).ShouldHaveSingleItem()
            .ShouldBe(new AdvisoryFeed("npm", 1, 1, new DateTimeOffset(2025, 5, 2, 0, 0, 0, TimeSpan.Zero), Noon));
    }

    [Fact]
    public async Task Says_how_current_a_dump_is_but_claims_nothing_from_single_answers()
    {
        var (store, _) = await OpenAsync();

        await store.ImportAsync([OsvSamples.Document(OsvSamples.Json("A-1"))], null, CancellationToken.None);

        (await store.ReadFeedsAsync(CancellationToken.None)).ShouldHaveSingleItem().ShouldBe(new AdvisoryFeed("npm", 1, 0, null, null));
        (await store.FindCheckAsync(Demo, CancellationToken.None)).ShouldBeNull();
        await store.WriteCheckAsync(Demo, Noon, CancellationToken.None);
        await store.WriteCheckAsync(Demo, Noon.AddHours(-1), CancellationToken.None);
        (await store.FindCheckAsync(Demo, CancellationToken.None)).ShouldBe(Noon);
    }

    [Fact]
    public async Task A_dump_is_never_more_current_than_its_load()
    {
        var (store, _) = await OpenAsync();

        await ImportAsync(store, OsvSamples.Json("A-1", modified: "9999-12-31T00:00:00Z"));

        (await store.ReadFeedsAsync(CancellationToken.None)).ShouldHaveSingleItem().AsOf.ShouldBe(Noon);
    }

    [Fact]
    public async Task Lists_the_stored_versions_of_pending_packages_under_every_spelling()
    {
        var (store, packages) = await OpenAsync();
        await PutAsync(packages, Ecosystem.Npm, "demo-lib", "1.0.0");
        await PutAsync(packages, Ecosystem.Npm, "demo-lib", "2.0.0");
        await PutAsync(packages, Ecosystem.Cargo, "Serde-JSON", "1.0.0");
        await ImportAsync(store, OsvSamples.Json("A-1"), OsvSamples.Json("B-1", package: "serde_json", ecosystem: "crates.io"), OsvSamples.Json("C-1", package: "not-stored"));

        var pending = await store.ReadPendingAsync(10, CancellationToken.None);

        pending.SelectMany(static p => p.Held).Order().ShouldBe([("Serde-JSON", "1.0.0"), ("demo-lib", "1.0.0"), ("demo-lib", "2.0.0")], ignoreOrder: true);
        (await store.ReadPendingAsync(1, CancellationToken.None)).Count.ShouldBe(1);
        (await store.CountPendingAsync(CancellationToken.None)).ShouldBe(3);
    }

    [Fact]
    public async Task A_package_marked_again_while_it_was_worked_on_stays_pending()
    {
        var (store, _) = await OpenAsync();
        await ImportAsync(store, OsvSamples.Json("A-1"));
        var read = await store.ReadPendingAsync(10, CancellationToken.None);

        await ImportAsync(store, OsvSamples.Json("B-1"));
        await store.RemovePendingAsync(read, CancellationToken.None);

        (await store.CountPendingAsync(CancellationToken.None)).ShouldBe(1);
        await store.RemovePendingAsync(await store.ReadPendingAsync(10, CancellationToken.None), CancellationToken.None);
        (await store.CountPendingAsync(CancellationToken.None)).ShouldBe(0);
    }

    [Fact]
    public async Task Holds_any_text_that_json_can_carry()
    {
        var (store, _) = await OpenAsync();

        await ImportAsync(store, OsvSamples.Json("A-1").Replace("Answers are", "\\u0000 \\ud83d\\ude00 \\\" Answers", StringComparison.Ordinal));

        (await store.FindAsync(Demo, CancellationToken.None)).ShouldHaveSingleItem().Details!.ShouldContain("\0 \U0001F600 \" Answers");
    }

    private static Task<AdvisoryImport> ImportAsync(IAdvisoryStore store, params string[] documents) =>
        store.ImportAsync([.. documents.Select(OsvSamples.Document)], Noon, CancellationToken.None);

    private static async Task PutAsync(IPackageStore store, Ecosystem ecosystem, string name, string version, IReadOnlyList<Advisory>? advisories = null)
    {
        var package = new PackageRecord
        {
            Ecosystem = ecosystem,
            Name = name,
            Version = version,
            Description = "Retry things",
            CollectedAt = Noon,
            ValidatedAt = Noon,
            Advisories = advisories ?? [],
        };
        await store.StoreAsync(new CollectedPackage(package, []), PackageEntry.From(package, 0), CancellationToken.None);
    }
}
