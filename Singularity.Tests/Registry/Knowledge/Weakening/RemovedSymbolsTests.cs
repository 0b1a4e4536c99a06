using FsCheck;
using FsCheck.Fluent;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;
using Singularity.Registry.Extraction;
using Singularity.Registry.Knowledge.Weakening;

namespace Singularity.Tests.Registry.Knowledge.Weakening;

public sealed class RemovedSymbolsTests
{
    [Fact]
    public void Only_what_was_there_can_be_gone() =>
        Find(ApiSamples.Of("Ecto.Repo.all/3", "Ecto.Repo.one/2"), ApiSamples.Of("Ecto.Repo.one/2"), "Ecto.Repo.all/3", "Ecto.Repo.one/2", "Ecto.Repo.never/1")
            .ShouldBe(["Ecto.Repo.all/3"]);

    [Fact]
    public void A_name_that_something_else_still_has_is_not_gone()
    {
        var (older, newer) = (ApiSamples.Of("A.all/1", "B.all/1"), ApiSamples.Of("B.all/1"));

        Find(older, newer, "all/1").ShouldBeEmpty();
        Find(older, newer, "A.all/1").ShouldBe(["A.all/1"]);
    }

    [Fact]
    public void A_function_that_took_on_an_argument_with_a_default_is_still_there()
    {
        IReadOnlyList<Snippet> newer = [ApiSamples.Signature("Grove.plant/2", @"def plant(name, opts \\ [])")];

        Find(ApiSamples.Of("Grove.plant/1"), newer, "Grove.plant/1").ShouldBeEmpty();
        Find(ApiSamples.Of("Grove.plant/1"), [ApiSamples.Signature("Grove.plant/2", "def plant(name, opts)")], "Grove.plant/1").ShouldBe(["Grove.plant/1"]);
    }

    [Fact]
    public void An_api_that_was_not_kept_whole_says_nothing()
    {
        var newer = ApiSamples.Of([.. Enumerable.Range(0, SnippetLimits.Count).Select(static i => $"Grove.f{i}/0")]);

        Find(ApiSamples.Of("Grove.plant/1", "Grove.f0/0"), newer, "Grove.plant/1").ShouldBeEmpty();
        Find(ApiSamples.Of("Grove.plant/1", "Grove.f0/0"), [.. newer.Skip(1)], "Grove.plant/1").ShouldBe(["Grove.plant/1"]);
        Find(ApiSamples.Of("Grove.plant/1"), [], "Grove.plant/1").ShouldBeEmpty();
    }

    [Fact]
    public void Apis_read_from_different_languages_are_not_compared()
    {
        IReadOnlyList<Snippet> newer = [ApiSamples.Signature("Application.use", language: "typescript")];

        RemovedSymbols.Find(Ecosystem.Npm, [ApiSamples.Signature("app.use", language: "javascript")], newer, ["app.use"]).ShouldBeEmpty();
        RemovedSymbols.Find(Ecosystem.Npm, [ApiSamples.Signature("app.use", language: "typescript")], newer, ["app.use"]).ShouldBe(["app.use"]);
    }

    [Fact]
    public void What_is_cited_by_its_whole_name_is_gone_exactly_when_the_difference_says_so() => Check.QuickThrowOnFailure(Prop.ForAll(
        (from older in Symbols from newer in Symbols from cited in Symbols select (older, newer, cited)).ToArbitrary(),
        static of =>
        {
            var (older, newer, cited) = (of.older.Append("M.common").ToArray(), of.newer.Append("M.common").ToArray(), of.cited);
            return Find(ApiSamples.Of(older), ApiSamples.Of(newer), cited).Order().SequenceEqual(cited.Where(s => older.Contains(s) && !newer.Contains(s)).Order());
        }));

    [Fact]
    public void A_cause_is_alike_everywhere_and_no_longer_than_an_observation_may_have_it()
    {
        var package = new PackageSpec(Ecosystem.Hex, "ecto");
        WeakeningCause.Of(package, "3.12.0", "Ecto.Repo.all/3").ShouldBe("pkg:hex/ecto@3.12.0#Ecto.Repo.all/3");
        WeakeningCause.IsAbout("pkg:hex/ecto@3.12.0#Ecto.Repo.all/3", package, "Ecto.Repo.all/3").ShouldBeTrue();
        WeakeningCause.IsAbout("pkg:hex/ecto@3.12.0#Ecto.Repo.all/3", package, "all/3").ShouldBeFalse();
        WeakeningCause.IsAbout("pkg:hex/ecto_sql@3.12.0#Ecto.Repo.all/3", package, "Ecto.Repo.all/3").ShouldBeFalse();

        var scoped = new PackageSpec(Ecosystem.Npm, "@scope/" + new string('n', 190));
        var (one, other) = (WeakeningCause.Of(scoped, "1.0.0", new string('s', 199) + "1"), WeakeningCause.Of(scoped, "1.0.0", new string('s', 199) + "2"));
        one.Length.ShouldBe(300);
        one.ShouldNotBe(other);
        WeakeningCause.Of(scoped, "1.0.0", new string('s', 199) + "1").ShouldBe(one);
    }

    // Whole names, none of which is a part of another.
    private static Gen<string[]> Symbols => Gen.Choose(0, 9).ArrayOf().Select(static numbers => numbers.Distinct().Select(static n => $"M.f{n}/1").ToArray());

    private static IReadOnlyList<string> Find(IReadOnlyList<Snippet> older, IReadOnlyList<Snippet> newer, params string[] cited) =>
        RemovedSymbols.Find(Ecosystem.Hex, older, newer, cited);
}
