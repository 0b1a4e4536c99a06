using FsCheck;
using FsCheck.Fluent;
using Singularity.Contracts.Identity;
using Singularity.Tests.Support;

namespace Singularity.Tests.Contracts;

public sealed class PackageIdentityTests
{
    private static readonly Gen<PackageSpec> Specs =
        from ecosystem in Gen.Elements(Ecosystems.All.ToArray())
        from name in ecosystem == Ecosystem.Npm
            ? Gen.Elements("express", "@types/node", "JSONStream", "left-pad", "@a.b/c_d~e", "q!'()*")
            : Gen.Elements("tokio", "serde_json", "ecto", "polly")
        from version in Gen.Elements(null, "1.2.3", "1.0.0-rc.1+build.5", "^1.2 || ~2", ">=1 <2", "latest", "é 1", "1.x%20")
        select PackageSpec.Create(ecosystem, name, version, out _)!;

    [Fact]
    public void A_purl_gives_back_its_package() => Check.QuickThrowOnFailure(Prop.ForAll(
        Specs.ToArbitrary(), s => PackageUrl.Parse(PackageUrl.Format(s.Ecosystem, s.Name, s.Version), out _) == s));

    [Fact]
    public void A_spec_gives_back_itself() => Check.QuickThrowOnFailure(Prop.ForAll(
        Specs.ToArbitrary(), s => PackageSpec.Parse(s.ToString(), out _) == s));

    [Fact]
    public void A_key_gives_back_any_name_and_is_one_NATS_token_a_part() => Check.QuickThrowOnFailure(Prop.ForAll(
        (from ecosystem in Gen.Elements(Ecosystems.All.ToArray())
         from name in HostileText.Arbitrary.Generator.Where(IsText)
         from version in HostileText.Arbitrary.Generator.Where(IsText)
         select (ecosystem, name, version)).ToArbitrary(),
        t =>
        {
            var key = PackageKey.For(t.ecosystem, t.name, t.version);
            key.ShouldMatch("^[a-z]+\\.[A-Za-z0-9=_-]+\\.[A-Za-z0-9=_-]+$");
            PackageKey.Parse(key).ShouldBe((t.ecosystem, t.name, t.version));
        }));

    [Fact]
    public void Names_that_differ_have_keys_that_differ() =>
        new[] { "a.b", "a=2Eb", "a-b", "A.b", "a/b", "@a/b" }.Select(n => PackageKey.For(Ecosystem.Npm, n)).Distinct().Count().ShouldBe(6);

    [Fact]
    public void No_text_makes_the_parsers_throw() => Check.QuickThrowOnFailure(Prop.ForAll(HostileText.Arbitrary, text =>
    {
        (PackageSpec.Parse(text, out var problem) is null).ShouldBe(problem is not null);
        (PackageUrl.Parse("pkg:npm/" + text, out problem) is null).ShouldBe(problem is not null);
        PackageKey.Parse(text)?.Name.ShouldNotBeEmpty();
    }));

    [Theory]
    [InlineData("express", "npm:express")]
    [InlineData("npm:express@4", "npm:express@4")]
    [InlineData("@scope/name@1.2.3", "npm:@scope/name@1.2.3")]
    [InlineData("@scope/name", "npm:@scope/name")]
    [InlineData("cargo tokio", "cargo:tokio")]
    [InlineData("pkg:npm/%40angular/core@20.0.0", "npm:@angular/core@20.0.0")]
    [InlineData("PyPI:Zope.Interface", "pypi:zope-interface")]
    [InlineData("nuget:Polly@8.0.0", "nuget:polly@8.0.0")]
    public void Reads_every_way_to_name_a_package(string text, string expected) => PackageSpec.Parse(text, out _)!.ToString().ShouldBe(expected);

    [Theory]
    [InlineData("")]
    [InlineData("@")]
    [InlineData("@scope")]
    [InlineData("@scope/")]
    [InlineData("../etc")]
    [InlineData(".hidden")]
    [InlineData("a/b/c")]
    [InlineData("gem:rails")]
    [InlineData("pkg:gem/rails")]
    [InlineData("hex:Upper")]
    [InlineData("a\nb")]
    public void Names_what_is_wrong(string text)
    {
        PackageSpec.Parse(text, out var problem).ShouldBeNull();
        problem.ShouldNotBeNullOrEmpty();
    }

    private static bool IsText(string text) => text.Length > 0 && System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text)) == text;
}
