using Singularity.Contracts.Packages;
using Singularity.Registry.Diffing;
using Singularity.Registry.Versions.Npm;

namespace Singularity.Tests.Registry.Diffing;

public sealed class ComparisonTests
{
    [Fact]
    public void Tells_added_removed_and_changed_symbols_apart()
    {
        var before = new[] { Signature("kept", "kept(): void"), Signature("gone", "gone(): void"), Signature("grown", "grown(a: string): void") };
        var after = new[] { Signature("kept", "kept(): void"), Signature("grown", "grown(a: string, b?: number): void"), Signature("born", "born(): void") };

        var diff = ApiComparison.Compare(before, after);

        diff.Added.ShouldHaveSingleItem().Symbol.ShouldBe("born");
        diff.Removed.ShouldHaveSingleItem().Signature.ShouldBe("gone(): void");
        diff.Changed.ShouldHaveSingleItem().ShouldBe(
            new ApiChange("grown", "grown(a: string): void", "grown(a: string, b?: number): void", "index.d.ts"));
        (diff.AddedCount, diff.RemovedCount, diff.ChangedCount).ShouldBe((1, 1, 1));
    }

    [Fact]
    public void Overloads_in_another_order_are_no_change_and_one_more_is()
    {
        var two = new[] { Signature("f", "f(a: string)"), Signature("f", "f(a: number)") };

        ApiComparison.Compare(two, [two[1], two[0]]).ChangedCount.ShouldBe(0);
        ApiComparison.Compare(two, [.. two, Signature("f", "f()")]).Changed.ShouldHaveSingleItem().After.ShouldBe("f()\nf(a: number)\nf(a: string)");
    }

    [Fact]
    public void Counts_all_but_lists_only_so_many()
    {
        var many = Enumerable.Range(0, ApiComparison.MaxListed + 7).Select(static i => Signature($"s{i}", $"s{i}()")).ToArray();

        var diff = ApiComparison.Compare([], many);

        diff.AddedCount.ShouldBe(ApiComparison.MaxListed + 7);
        diff.Added.Count.ShouldBe(ApiComparison.MaxListed);
        ApiComparison.Removed(many, [many[0]]).Count.ShouldBe(ApiComparison.MaxListed + 6);
    }

    [Fact]
    public void Compares_dependencies_by_name_and_kind()
    {
        var diff = DependencyComparison.Compare(
            [new("a", "^1.0.0", "runtime"), new("b", "^1.0.0", "runtime"), new("c", "^1.0.0", "dev")],
            [new("a", "^2.0.0", "runtime"), new("c", "^1.0.0", "runtime"), new("c", "^1.0.0", "dev")]);

        diff.Changed.ShouldHaveSingleItem().ShouldBe(new DependencyChange("a", "runtime", "^1.0.0", "^2.0.0"));
        diff.Removed.ShouldHaveSingleItem().Name.ShouldBe("b");
        diff.Added.ShouldHaveSingleItem().ShouldBe(new PackageDependency("c", "^1.0.0", "runtime"));
    }

    [Fact]
    public void A_dependency_that_stands_once_for_each_target_is_one()
    {
        var targets = new PackageDependency[] { new("a", "[1.0.0, )", "runtime"), new("a", "[2.0.0, )", "runtime") };

        var diff = DependencyComparison.Compare(targets, [targets[1], targets[0]]);

        diff.Changed.ShouldBeEmpty();
        diff.Added.ShouldBeEmpty();
    }

    [Fact]
    public void Takes_the_sections_after_the_older_version_up_to_the_newer()
    {
        var log = new[] { Section(null, "Unreleased"), Section("2.1.0", "2.1.0"), Section("2.0.0", "2.0.0"), Section("1.9.0", "1.9.0"), Section("nonsense", "x") };

        var (entries, leftOut) = ChangelogBetween.Select(log, NpmVersionRules.Instance, "1.9.0", "2.0.0");

        entries.ShouldHaveSingleItem().Version.ShouldBe("2.0.0");
        leftOut.ShouldBe(0);
    }

    private static Snippet Signature(string symbol, string code) =>
        Snippet.Create(SnippetKind.Signature, "pkg:npm/demo@1.0.0", "index.d.ts", 1, symbol, code, "typescript", symbol: symbol);

    private static Snippet Section(string? version, string title) =>
        Snippet.Create(SnippetKind.Changelog, "pkg:npm/demo@2.1.0", "CHANGELOG.md", 1, title, "- what changed in " + title, "markdown", symbol: version);
}
